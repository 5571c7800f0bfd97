// SPDX-License-Identifier: Apache-2.0
// The group /input/orders: a person's word, as it was given.
#pragma once

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow::archive {

/// Nothing where there are none.
void write_orders(Hdf5Writer& file, const Orders& orders);

[[nodiscard]] Orders read_orders(const Hdf5Reader& file, const Size& size);

}  // namespace surgeflow::archive
