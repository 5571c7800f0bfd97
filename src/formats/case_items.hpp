// SPDX-License-Identifier: Apache-2.0
// [[item]] and [[carrier]] of CASE.toml.
#pragma once

#include <string>
#include <vector>

#include "formats/key_reader.hpp"

namespace surgeflow::formats {

/// All but the files that it names; `keys` are those of one table.
/// Rules that keep the network, of [rules] or of one [[item]]: the keys of `section`.
[[nodiscard]] RulesStatement read_rules_of(const KeyReader& keys, const std::string& section);

[[nodiscard]] ItemStatement read_item_of_list(const KeyReader& keys);

[[nodiscard]] CarrierStatement read_carrier_of_list(const KeyReader& keys);

/// Columns of facilities.csv that items name.
[[nodiscard]] std::vector<std::string> devices_columns(const CaseStatement& statement);

}  // namespace surgeflow::formats
