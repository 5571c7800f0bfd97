// SPDX-License-Identifier: Apache-2.0
// The draws of one member, for those who look at its facilities one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/parameter_bounds.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/epidemic/draws.hpp"

namespace surgeflow::epidemic {

/// The number of each facility's region; regions are counted as they occur, facility by facility.
[[nodiscard]] std::vector<std::int32_t> region_numbers(const Case& planning_case);

/// Works out once what all facilities share. What it is made of must outlive it.
class MemberDraws {
 public:
  /// `regions` as region_numbers() has them. Throws InputError where a draw can not be made: no
  /// such parameter, a day where there is no schedule, an impossible distribution.
  MemberDraws(std::span<const Draw> draws, const MemberKey& key,
              std::span<const std::int32_t> regions);

  /// Puts what is drawn for a facility into `parameters`, which are its own at first. A value that
  /// is not allowed is told to `findings`.
  void put_into(EpidemicParameters& parameters, const Facility& facility, FacilityId id,
                Diagnostics& findings) const;

 private:
  /// One draw: where it goes, and the parts of its normal number.
  struct Part {
    const UncertainParameter* parameter = nullptr;
    ParameterKind kind = ParameterKind::share;
    double EpidemicParameters::*number = nullptr;
    std::vector<ReductionStep> EpidemicParameters::*schedule = nullptr;
    double EpidemicParameters::*whole = nullptr;  ///< what the draw is a share of, if anything
    RandomKey key;
    double national = 0.0;         ///< sqrt(n) Z
    double regional_weight = 0.0;  ///< sqrt(g)
    double local_weight = 0.0;     ///< sqrt(l)
    std::optional<double> shared;  ///< the value where it is the same everywhere
  };

  static void find_target(Part& part);
  [[nodiscard]] double normal_at(const Part& part, FacilityId id) const;
  [[nodiscard]] std::optional<double> value_at(const Part& part,
                                               const EpidemicParameters& parameters,
                                               const Facility& facility, FacilityId id,
                                               Diagnostics& findings) const;
  /// What the facility has without a draw: of a schedule, on the day from which it is drawn.
  [[nodiscard]] static std::optional<double> own_value(const Part& part,
                                                       const EpidemicParameters& parameters);
  static void put(const Part& part, double value, EpidemicParameters& parameters);
  void refuse_value(const Part& part, double value, const Facility& facility,
                    Diagnostics& findings) const;

  std::vector<Part> parts_;
  std::span<const std::int32_t> regions_;
  std::uint32_t member_ = 0;
};

}  // namespace surgeflow::epidemic
