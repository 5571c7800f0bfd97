// SPDX-License-Identifier: Apache-2.0
// The numbers of a plan, for people, for scripts and for the plan file.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "app/environment.hpp"
#include "app/reviewed.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/certificate.hpp"

namespace surgeflow::app {

/// Whether a plan looks for the greatest gain of patients who differ, or of idle devices too,
/// instead of most patients.
[[nodiscard]] bool weighs_gains(const Instance& instance);

/// Counts what a plan says about itself, and what the certificate says about it. Status, regions,
/// times, process facts and versions are the caller's to add.
[[nodiscard]] archive::Summary count_summary(const Instance& instance, const Plan& plan,
                                             const CertificateReport& certificate);

/// The content of summary.json: its public keys, in a fixed order.
[[nodiscard]] std::string summary_json(const archive::Summary& summary, const Reviewed& reviewed,
                                       const std::optional<Consolidation>& consolidation = {});

/// What became of the shipments: an object of summary.json.
[[nodiscard]] nlohmann::ordered_json consolidation_json(const Consolidation& consolidation);

/// Writes summary.json and says where; nothing where no path is named.
void write_summary(const Environment& environment, const std::string& path,
                   const std::string& json);

/// Largest memory that this process ever held.
[[nodiscard]] std::int64_t peak_memory_bytes();

}  // namespace surgeflow::app
