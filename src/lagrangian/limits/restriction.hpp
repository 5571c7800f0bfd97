// SPDX-License-Identifier: Apache-2.0
// A network whose every plan obeys the limits of single facilities, so that its optimum is a plan
// within them at once.
//
//   staffed beds   only those patients are kept whom a device for every bed would treat
//   away limit     as many devices as must stay never leave: they treat whom they gain most by, and
//                  what is left of stock, patients and reserve is planned. Or they take turns: as
//                  many gain a bonus for being idle, but for those that treat chosen patients
//   no worse off   chosen patients come first, day by day: they gain a bonus above all others; as
//                  many at each facility as it treats with nothing shipped
//   return         devices that must be back by a date gain a bonus for being idle at home then,
//                  but for those that treat chosen patients, no more than have devices of their own
//   dispatch       of each facility no more may leave than in a given plan, cut to the limit
//
// Each asks for more than its limit does, so that some plans within the limits are lost; and
// bonuses ask, they do not force: the plan is held against the limits afterwards. A dispatch limit
// stays out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// What the away limit asks of a facility.
enum class HomeCare : std::uint8_t {
  who_gain_most,   ///< devices that never leave treat these
  who_come_first,  ///< they treat these
  as_kept,  ///< they treat some of those who are kept, so that the others suffice for the rest
            ///< where that can be (staying_share.hpp)
  in_turns  ///< none of them never leaves: as many as must be there are idle or treat patients who
            ///< come first
};

/// What is to stay possible of a plan [facility, period].
struct KeptCare {
  Panel<Count> treated;  ///< whom it treats
  Panel<Count> present;  ///< its devices, idle or in use
  Panel<Count> in_bed;   ///< of the treated those who come before others where beds are too few
};

/// What a restriction asks for beside the limits themselves.
struct Guidance {
  Panel<Count> first;              ///< patients who come first [facility, period]
  Panel<Count> leave;              ///< devices that may leave [facility, period]; empty: any number
  std::vector<HomeCare> home;      ///< [facility]
  std::optional<KeptCare> kept{};  ///< where devices are at home as kept
};

/// Asks for nothing; devices that never leave treat those who gain most.
[[nodiscard]] Guidance no_guidance(const Instance& instance);

/// Before anything is known: nobody but those under treatment on the day of return where each
/// facility is on its own.
[[nodiscard]] Guidance first_guidance(const Instance& instance, const Limits& limits);

/// What can always be done: where nobody may be worse off each facility asks for those whom it
/// would treat alone, in the order in which they come, so that its devices at home treat some of
/// these; all other devices are idle on the day of return.
[[nodiscard]] Guidance strict_guidance(const Instance& instance, const Limits& limits);

/// From a plan that may go beyond limits, and what the devices that it sends are worth
/// [facility, period]: where it leaves a facility worse off, whom it treats there and as many of
/// those whom the facility would treat alone.
[[nodiscard]] Guidance guidance_of(const Instance& instance, const Limits& limits, const Plan& plan,
                                   const Panel<std::int64_t>& potentials);

/// What is kept of all that a plan does.
[[nodiscard]] KeptCare kept_care(const Instance& instance, const Plan& plan);

/// Facilities that a plan leaves worse off, though nobody may be.
[[nodiscard]] std::vector<FacilityId> worse_off(const Instance& instance, const Limits& limits,
                                                const Plan& plan);

/// Facilities where fewer devices are than must be.
[[nodiscard]] std::vector<FacilityId> short_of_devices(const Instance& instance,
                                                       const Limits& limits, const Plan& plan);

/// Has facilities ask for those whom they would treat alone.
void ask_for_own_patients(const Instance& instance, const Limits& limits,
                          const std::vector<FacilityId>& facilities, Guidance& guidance);

/// Whether a facility asks as in strict_guidance.
[[nodiscard]] bool asks_strictly(const Guidance& guidance, FacilityId i);

/// Has facilities ask as in strict_guidance, and for nobody else; false where all of them do.
bool ask_strictly(const Instance& instance, const Limits& limits,
                  const std::vector<FacilityId>& facilities, Guidance& guidance);

/// Has a facility ask for those whom a plan treats there.
void ask_for_patients_of(const Plan& plan, FacilityId i, Guidance& guidance);

/// Of these patients those who are under treatment at the end of a period come first, too.
void add_under_treatment(const Instance& instance, const Panel<Count>& treated, Period date,
                         Panel<Count>& first);

/// In periods in which a plan sends more than the dispatch limit all together, no more may leave
/// each facility than it sends of what is worth most by the potentials, up to the limit; whether
/// there are any. False where there is no such limit.
[[nodiscard]] bool cut_to_dispatch_limit(const Instance& instance, const Limits& limits,
                                         const Plan& plan, const Panel<std::int64_t>& potentials,
                                         Guidance& guidance);

/// Devices that may leave all facilities together [period], by a dispatch limit.
[[nodiscard]] std::vector<Count> places_of(const Limits& limits, std::int32_t periods);

class Restriction {
 public:
  Restriction(const Instance& instance, const Limits& limits, const Guidance& guidance);

  [[nodiscard]] const Instance& instance() const { return restricted_; }
  /// A plan of the restricted instance as one of the whole.
  [[nodiscard]] Plan whole(Plan plan) const;

 private:
  Panel<Count> treated_at_home_;  ///< by devices that never leave
  Instance restricted_;
};

/// The same instance where the patients whom each facility would treat with nothing shipped gain a
/// bonus: whoever has devices for them treats them first. Where what is ordered, and what provides
/// for it, leaves a facility too few devices for them all its patients do: it may have to treat
/// others.
[[nodiscard]] Instance own_patients_first(const Instance& instance, const Limits& limits,
                                          const Plan& provision = {});

}  // namespace surgeflow::lagrangian
