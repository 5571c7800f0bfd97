// SPDX-License-Identifier: Apache-2.0
// Some rows of a dataset.
#pragma once

#include <cstddef>
#include <string_view>

#include "archive/hdf5_handle.hpp"

namespace surgeflow::archive {

/// Rows [first, first + count) of a dataset.
struct RowRange {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// Selects them in a dataset's space, which has one axis or more; no rows: nothing.
void select_rows(const Handle& space, const RowRange& rows, std::string_view object);

}  // namespace surgeflow::archive
