// SPDX-License-Identifier: Apache-2.0
// Where the devices of all facilities are while time passes.
//
// A device is idle at a facility, or it is on its way to being so: on a patient, in a truck, in
// processing. Both together are the state of a morning, from which a plan can be made for the days
// to come. Nothing is known here of plans: who sends and who treats is the caller's.
#pragma once

#include <compare>
#include <map>
#include <span>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::rolling {

/// What keeps devices from being idle.
enum class Where {
  on_patients,    ///< or being cleaned after one
  in_trucks,      ///< at their destination from the period on
  in_processing,  ///< new ones that have arrived
  stated,         ///< one of these: the case says from when on they are usable, and no more
};

/// Devices that can be used at `facility` from the period `usable` on.
struct ComingDevices {
  FacilityId facility;
  Period usable;
  Where where = Where::stated;
  Count devices = 0;
  auto operator<=>(const ComingDevices&) const = default;
};

/// Where all devices are at the start of a period.
struct State {
  std::vector<Count> idle;            ///< [facility], at the end of the period before
  std::vector<ComingDevices> coming;  ///< ordered; one a facility, period and place
  bool operator==(const State&) const = default;
};

/// The same with periods counted from `passed` on.
[[nodiscard]] State counted_from(State state, Period passed);

/// Devices that leave, and when they can be used where they go.
struct Departure {
  Shipment shipment;
  Period usable;
  auto operator<=>(const Departure&) const = default;
};

class Stocks {
 public:
  explicit Stocks(const State& state);

  /// Adds devices that are on their way.
  void expect(const ComingDevices& devices);
  /// Makes idle what is usable from `t` on; to be called for every period in turn.
  void begin(Period t);

  [[nodiscard]] Count idle(FacilityId i) const { return idle_[place(i)]; }
  void send(const Departure& departure);
  /// Gives devices to patients, until `free`.
  void treat(FacilityId i, Count patients, Period free);
  /// Takes a count for what is idle.
  void set_idle(FacilityId i, Count devices) { idle_[place(i)] = devices; }

  [[nodiscard]] State state() const;

 private:
  [[nodiscard]] static std::size_t place(FacilityId i) {
    return static_cast<std::size_t>(i.value());
  }

  std::vector<Count> idle_;
  std::map<Period, std::vector<ComingDevices>> coming_;
};

}  // namespace surgeflow::rolling
