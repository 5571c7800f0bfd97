// SPDX-License-Identifier: Apache-2.0
// Several items of one case, and the carriers that they share, as stated.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/count_record.hpp"
#include "surgeflow/model/rules_statement.hpp"

namespace surgeflow {

/// One entry of { name = number, ... }.
struct NamedNumber {
  std::string name;
  double number = 0.0;
};

/// One [[item]]. What it leaves out is, for the first item, what the case states for its only one.
struct ItemStatement {
  std::map<std::string, Place> places;  ///< "item.turnaround" and so on
  std::string name;
  bool consumable = false;
  std::optional<std::int64_t> turnaround;  ///< periods
  std::int64_t in_processing = 1;          ///< periods
  std::string devices_column;              ///< of facilities.csv
  std::optional<double> devices_per_100k;
  std::optional<double> ventilated_rate;  ///< share of the infected who need this item
  std::string demand_file;                ///< empty: none
  std::vector<CountRecord> demand;
  std::string arrivals_file;  ///< empty: none
  std::vector<CountRecord> arrivals;
  std::string in_use_file;  ///< empty: none
  std::vector<CountRecord> in_use;
  std::string in_transit_file;  ///< empty: none
  std::vector<CountRecord> in_transit;
  std::optional<double> out_of_service;      ///< share of each facility's devices
  RulesStatement rules;                      ///< in place of what [rules] states
  std::vector<NamedNumber> uses;             ///< consumable, units a patient
  std::vector<NamedNumber> uses_per_period;  ///< consumable, units a patient and period
  std::vector<NamedNumber> stands_in_for;    ///< item, worth of such a treatment in patients

  [[nodiscard]] Place place(const std::string& key) const {
    const auto found = places.find(key);
    return found == places.end() ? Place{} : found->second;
  }
};

/// One [[carrier]].
struct CarrierStatement {
  std::map<std::string, Place> places;  ///< "carrier.limit" and so on
  std::string name;
  std::int64_t limit = 0;          ///< loads in a period
  std::vector<NamedNumber> loads;  ///< item, loads of one of it; 1 where nothing is stated
  std::string mode;                ///< of the lanes that count; empty: all
};

}  // namespace surgeflow
