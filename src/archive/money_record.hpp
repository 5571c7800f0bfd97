// SPDX-License-Identifier: Apache-2.0
// The group /input/money: prices as they were stated.
#pragma once

#include <optional>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/money.hpp"

namespace surgeflow::archive {

/// Nothing where there are none.
void write_money(Hdf5Writer& file, const std::optional<MoneyTerms>& terms);

[[nodiscard]] std::optional<MoneyTerms> read_money(const Hdf5Reader& file);

}  // namespace surgeflow::archive
