// SPDX-License-Identifier: Apache-2.0
// Rows into a dataset that is kept open between them.
#include "archive/row_stream.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "archive/hdf5_types.hpp"
#include "archive/row_range.hpp"

namespace surgeflow::archive {

template <class T>
RowStream<T>::RowStream(Hdf5Writer& file, std::string path, const std::vector<Axis>& axes,
                        Label label)
    : file_(file),
      path_(std::move(path)),
      row_values_(axes.at(1).size),
      rows_(axes.at(0).size),
      digest_(begin_content(ElementName<T>::value, {rows_, row_values_})) {
  file_.declare<T>(path_, axes, label);
  dataset_ = file_.open_dataset(path_);
}

template <class T>
void RowStream<T>::add(std::span<const T> rows) {
  const RowRange range{.first = added_, .count = rows.size() / row_values_};
  if (rows.size() % row_values_ != 0 || range.count == 0 || range.count > rows_ - added_) {
    throw std::invalid_argument(fmt::format("{}: {} values after {} rows of {} x {}", path_,
                                            rows.size(), added_, rows_, row_values_));
  }
  const Handle stored(H5Dget_space(dataset_.id()), kSpaceCloser, "H5Dget_space", path_);
  select_rows(stored, range, path_);
  const auto selected = static_cast<hsize_t>(rows.size());
  const Handle own(H5Screate_simple(1, &selected, nullptr), kSpaceCloser, "H5Screate_simple",
                   path_);
  require(H5Dwrite(dataset_.id(), ElementType<T>::memory(), own.id(), stored.id(), H5P_DEFAULT,
                   rows.data()),
          "H5Dwrite", path_);
  digest_.update(std::as_bytes(rows));
  added_ += range.count;
}

template <class T>
void RowStream<T>::finish() {
  if (added_ != rows_) {
    throw std::invalid_argument(fmt::format("{}: {} of {} rows", path_, added_, rows_));
  }
  dataset_.close(path_);
  file_.set_checksum(path_, digest_.finish());
}

template class RowStream<std::int32_t>;
template class RowStream<std::int64_t>;

}  // namespace surgeflow::archive
