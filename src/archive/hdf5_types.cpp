// SPDX-License-Identifier: Apache-2.0
// Makes and names HDF5 types.
#include "archive/hdf5_types.hpp"

#include <fmt/format.h>

namespace surgeflow::archive {

Handle text_type(std::size_t bytes, std::string_view object) {
  Handle type(H5Tcopy(H5T_C_S1), kTypeCloser, "H5Tcopy", object);
  require(H5Tset_size(type.id(), bytes), "H5Tset_size", object);
  require(H5Tset_cset(type.id(), H5T_CSET_UTF8), "H5Tset_cset", object);
  if (bytes != H5T_VARIABLE) {
    require(H5Tset_strpad(type.id(), H5T_STR_NULLPAD), "H5Tset_strpad", object);
  }
  return type;
}

std::string type_name(hid_t type) {
  const std::size_t bits = 8 * H5Tget_size(type);
  const std::string_view order = H5Tget_order(type) == H5T_ORDER_BE ? ", big-endian" : "";
  switch (H5Tget_class(type)) {
    case H5T_INTEGER:
      return fmt::format("{}{}{}", H5Tget_sign(type) == H5T_SGN_NONE ? "uint" : "int", bits, order);
    case H5T_FLOAT:
      return fmt::format("float{}{}", bits, order);
    case H5T_STRING:
      return "text";
    default:
      return "another type";
  }
}

bool is_fixed_text(hid_t type) {
  return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0;
}

}  // namespace surgeflow::archive
