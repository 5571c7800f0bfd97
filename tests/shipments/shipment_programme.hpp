// SPDX-License-Identifier: Apache-2.0
// Shipments as an integer programme in MPS, in which a binary lets devices leave.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::test {

/// Patients y, idle devices I and shipments s of the base model, those of each step apart, with
/// binary z_ijt that lets s_ijt be as many as there are, and asks for as many as the minimum.
class ShipmentProgramme {
 public:
  ShipmentProgramme(std::ostream& out, const Instance& instance) : out_(out), instance_(instance) {}

  /// The least number of shipments of plans that gain so much.
  void write_fewest(Total gain) { write({.gain = gain, .minimum = 1}); }
  /// The most that is gained, less than nothing, by plans that send no shipment below a size.
  void write_most_gained(Count minimum) { write({.gain = -1, .minimum = minimum}); }

 private:
  struct Aim {
    Total gain = -1;  ///< -1: as much as can be
    Count minimum = 1;
  };

  void write(const Aim& aim) {
    out_ << "NAME shipments FREE\nROWS\n N cost\n";
    if (aim.gain >= 0) out_ << " E gain\n";
    each_node([&](FacilityId i, Period t) {
      out_ << fmt::format(" E b{0}_{1}\n L g{0}_{1}\n", i.value(), t.value());
    });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period) {
      out_ << fmt::format(" L x{0}_{1}_{2}\n G m{0}_{1}_{2}\n", i.value(), j.value(), t.value());
    });
    out_ << "COLUMNS\n M1 'MARKER' 'INTORG'\n";
    each_node([&](FacilityId i, Period t) { write_node(aim, i, t); });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period u) { write_lane(aim, i, j, t, u); });
    out_ << " M2 'MARKER' 'INTEND'\nRHS\n";
    if (aim.gain >= 0) out_ << fmt::format(" rhs gain {}\n", aim.gain);
    each_node([&](FacilityId i, Period t) {
      if (instance_.supply(i, t) != 0) {
        out_ << fmt::format(" rhs b{}_{} {}\n", i.value(), t.value(), instance_.supply(i, t));
      }
      out_ << fmt::format(" rhs g{}_{} {}\n", i.value(), t.value(), may_leave(i, t));
    });
    out_ << "BOUNDS\n";
    each_node([&](FacilityId i, Period t) {
      each_step(i, t, [&](const std::string& column, Count width, Total) {
        out_ << fmt::format(" UP bound {} {}\n", column, width);
      });
    });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period) {
      out_ << fmt::format(" UP bound s{0}_{1}_{2} {3}\n UP bound z{0}_{1}_{2} 1\n", i.value(),
                          j.value(), t.value(), instance_.total_supply());
    });
    out_ << "ENDATA\n";
  }

  template <class Visit>
  void each_node(Visit visit) const {
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      for (Period t{0}; t.value() < instance_.periods(); ++t) visit(i, t);
    }
  }
  template <class Visit>
  void each_lane(Visit visit) const {
    each_node([&](FacilityId i, Period t) {
      for (FacilityId j{0}; j.value() < instance_.facilities(); ++j) {
        const std::int32_t transit = instance_.lanes().transit_periods(i, j);
        const std::int32_t arrive = t.value() + transit;
        if (transit > 0 && arrive < instance_.periods() && instance_.lanes().is_open(i, j, t)) {
          visit(i, j, t, Period(arrive));
        }
      }
    });
  }
  /// Calls visit(column, devices, gain) for those that treat, y, and for those that are idle, I.
  template <class Visit>
  void each_step(FacilityId i, Period t, Visit visit) const {
    const auto column = [&](char kind, std::size_t step) {
      return fmt::format("{}{}_{}_{}", kind, step, i.value(), t.value());
    };
    const auto& treat = instance_.treat_steps();
    for (std::size_t n = 0; n < treat.size(); ++n) {
      visit(column('y', n), treat[n].width(i, t), Total{treat[n].gain(i, t)});
    }
    if (treat.empty()) visit(column('y', 0), instance_.demand()(i, t), instance_.resolution());
    const auto& hold = instance_.hold_steps();
    for (std::size_t n = 0; n < hold.size(); ++n) {
      visit(column('I', n), hold[n].width(i, t), Total{hold[n].gain(i, t)});
    }
    visit(column('I', hold.size()), static_cast<Count>(instance_.total_supply()), 0);
  }
  [[nodiscard]] Total may_leave(FacilityId i, Period t) const {
    if (instance_.send_steps().empty()) return instance_.total_supply();
    Total width = 0;
    for (const CostStep& step : instance_.send_steps()) width += step.width(i, t);
    return width;
  }
  void write_node(const Aim& aim, FacilityId i, Period t) {
    each_step(i, t, [&](const std::string& column, Count, Total gain) {
      const auto entry = [&](std::int32_t period, int coefficient) {
        if (period >= instance_.periods()) return;
        out_ << fmt::format(" {} b{}_{} {}\n", column, i.value(), period, coefficient);
      };
      out_ << (aim.gain >= 0 ? fmt::format(" {} gain {}\n", column, gain)
                             : fmt::format(" {} cost {}\n", column, -gain));
      entry(t.value(), 1);
      entry(t.value() + (column.front() == 'y' ? instance_.turnaround_periods(i) : 1), -1);
    });
  }
  void write_lane(const Aim& aim, FacilityId i, FacilityId j, Period t, Period u) {
    const std::string lane = fmt::format("{}_{}_{}", i.value(), j.value(), t.value());
    out_ << fmt::format(
        " s{0} b{1}_{2} 1\n s{0} b{3}_{4} -1\n s{0} g{1}_{2} 1\n s{0} x{0} 1\n s{0} m{0} 1\n", lane,
        i.value(), t.value(), j.value(), u.value());
    out_ << fmt::format(" z{0} x{0} {1}\n z{0} m{0} {2}\n", lane, -instance_.total_supply(),
                        -aim.minimum);
    if (aim.gain >= 0) out_ << fmt::format(" z{} cost 1\n", lane);
  }

  std::ostream& out_;
  const Instance& instance_;
};

}  // namespace surgeflow::test
