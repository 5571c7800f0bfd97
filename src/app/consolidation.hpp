// SPDX-License-Identifier: Apache-2.0
// What [shipments] makes of a plan that is solved.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/solution.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/shipment_rules.hpp"

namespace surgeflow::app {

/// Gives the solution a plan of fewer shipments that gains as much, as the case asks; nothing is
/// done, and returned, where it does not. Its certificate is renewed: a plan that moves more than
/// it must is no longer called optimal. Where the solution's plan is not proved, and within limits,
/// its unmet demand stays in its place. With a minimum the plan obeys it, and may gain less, also
/// where the search was stopped, which the solution's status then says.
[[nodiscard]] std::optional<Consolidation> consolidate(const Instance& instance,
                                                       const Case& planning_case,
                                                       const SolveControl& control,
                                                       Solution& solution);

/// What proves a plan: its own potentials, or those of all items together, beside which it is.
enum class Planned { alone, beside_others };

/// What no plan stays below that gains as much as a plan without its ordered shipments, where the
/// certificate proves that it gains most; 0 otherwise, and within limits. Where unmet demand stays
/// in its place, what no such plan stays below; of an item that is planned beside others nothing
/// else is known.
[[nodiscard]] Total least_shipments(const Instance& ordered, const Plan& plan,
                                    const Potentials& potentials,
                                    const CertificateReport& certificate, const Limits& limits,
                                    bool in_place, Planned planned = Planned::alone);

/// A sentence about it, for stdout; empty where there is nothing to say.
[[nodiscard]] std::string consolidation_in_words(const archive::PlanDocument& document,
                                                 Planned planned = Planned::alone);

/// Shipments that leave by a person's word.
[[nodiscard]] std::vector<Shipment> standing_shipments(const Orders& orders);

}  // namespace surgeflow::app
