// SPDX-License-Identifier: Apache-2.0
// Turns parameters into starts and contact rates.
#include "epidemic/ensemble/cell_block.hpp"

namespace surgeflow::epidemic {

void BlockBuilder::clear() {
  active_cells_.clear();
  // Persons whom nobody infects: such a cell has no patients, and no division by zero. So many that
  // kernels need not divide (scale_by_reciprocal.hpp).
  block_.susceptible.fill(1000.0);
  block_.infected.fill(0.0);
  block_.recovery_per_day.fill(0.0);
  block_.device_rate.fill(0.0);
  block_.market_share.fill(0.0);
}

void BlockBuilder::add(std::size_t cell, const Outbreak& outbreak) {
  const EpidemicParameters& parameters = parameters_[cell];
  const SirSetting setting = sir_setting(outbreak, parameters);
  settings_[cell] = setting;
  block_.susceptible[cell] = setting.start.susceptible;
  block_.infected[cell] = setting.start.infected;
  block_.recovery_per_day[cell] = setting.recovery_per_day;
  block_.device_rate[cell] = parameters.ventilated_rate;
  block_.market_share[cell] = parameters.market_share;
  active_cells_.push_back(cell);
}

void BlockBuilder::mark_first_days(const std::vector<ReductionStep>& schedule) {
  for (const ReductionStep& step : schedule) {
    const auto day = static_cast<std::size_t>(step.start_day);
    if (day < begins_on_.size()) begins_on_[day] = 1;
  }
}

void BlockBuilder::find_first_days(std::int32_t days) {
  begins_on_.assign(static_cast<std::size_t>(days), 0);
  begins_on_[0] = 1;
  for (const std::size_t cell : active_cells_) {
    mark_first_days(parameters_[cell].contact_reduction);
    mark_first_days(parameters_[cell].reproduction_number);
  }
}

const CellBlock& BlockBuilder::finish(std::int32_t days) {
  find_first_days(days);
  std::size_t count = 0;
  for (std::int32_t day = 0; day < days; ++day) {
    if (begins_on_[static_cast<std::size_t>(day)] == 0) continue;
    if (count == block_.contacts.size()) block_.contacts.emplace_back();
    ContactRates& contacts = block_.contacts[count++];
    contacts.first_day = day;
    contacts.rates.fill(0.0);
    for (const std::size_t cell : active_cells_) {
      contacts.rates[cell] = contact_rate_on(settings_[cell], parameters_[cell], day);
    }
  }
  block_.contacts.resize(count);
  return block_;
}

}  // namespace surgeflow::epidemic
