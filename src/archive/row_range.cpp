// SPDX-License-Identifier: Apache-2.0
// Rows as HDF5 selects them.
#include "archive/row_range.hpp"

#include <vector>

namespace surgeflow::archive {

void select_rows(const Handle& space, const RowRange& rows, std::string_view object) {
  if (rows.count == 0) {
    require(H5Sselect_none(space.id()), "H5Sselect_none", object);
    return;
  }
  std::vector<hsize_t> counts(static_cast<std::size_t>(
      require(H5Sget_simple_extent_ndims(space.id()), "H5Sget_simple_extent_ndims", object)));
  require(H5Sget_simple_extent_dims(space.id(), counts.data(), nullptr),
          "H5Sget_simple_extent_dims", object);
  std::vector<hsize_t> start(counts.size(), 0);
  start[0] = rows.first;
  counts[0] = rows.count;
  require(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, counts.data(),
                              nullptr),
          "H5Sselect_hyperslab", object);
}

}  // namespace surgeflow::archive
