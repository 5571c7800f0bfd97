// SPDX-License-Identifier: Apache-2.0
// surgeflow verify: everything a plan file claims, checked without the solver.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "app/by_regions.hpp"
#include "app/claim_checks.hpp"
#include "app/item_claims.hpp"
#include "app/item_summary.hpp"
#include "app/options.hpp"
#include "app/prepare.hpp"
#include "app/summary.hpp"
#include "app/threads.hpp"
#include "app/words.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

/// A finished verification. Of several items value and bound count gains alone.
struct Verdict {
  std::string path;
  archive::Summary summary;
  Total treated = 0;            ///< patients, counted
  std::int32_t resolution = 1;  ///< parts of a patient in which gains are counted
  bool weighs = false;          ///< patients or idle devices are weighed
  bool of_items = false;        ///< of several
  CertificateReport certificate;
  std::vector<ClaimCheck> checks;

  [[nodiscard]] bool holds() const {
    return std::ranges::all_of(checks, [](const ClaimCheck& check) { return check.holds(); });
  }
};

/// A plan file, its lanes made by those who are to check them.
struct ReadPlan {
  archive::StoredPlan stored;
  std::int64_t lanes = 0;
};

/// Ranks share the work where lanes are computed and cost alike.
bool is_shared(const Environment& environment, const TransitRule& rule) {
  return environment.team != nullptr && environment.ranks > 1 && rule.movement == Movement::units &&
         rule.partners.empty();
}

ReadPlan read_with_ranks(const Environment& environment, const std::string& path, int threads) {
  std::int64_t lanes = 0;
  const auto make = [&](std::span<const Facility> facilities, const TransitRule& rule) {
    SpreadLanes made;
    if (is_shared(environment, rule)) {
      made = spread_lanes(environment, facilities, rule, threads);
    } else {
      made.own = transit::make_lane_table(facilities, rule, threads);
    }
    lanes = made.lanes;
    return std::move(made.own);
  };
  const auto sha256 = [&](const LaneTable& own) { return lanes_sha256(environment, own); };
  ReadPlan plan{.stored =
                    archive::read_stored_plan(path, {.make = make, .sha256 = sha256}, threads)};
  archive::PlanDocument& document = plan.stored.document;
  // With prices of limits, or costs of leaving, the whole bound is one sum over lanes.
  const bool one_sum =
      document.limits || !document.orders.empty() || !document.instance.send_steps().empty();
  if (one_sum && !document.instance.lanes().is_whole()) {
    document.instance = document.instance.with_lanes(
        transit::make_lane_table(document.facilities, document.transit, threads));
  }
  plan.lanes = document.instance.lanes().is_whole() ? document.instance.lanes().lanes() : lanes;
  return plan;
}

CertificateReport certificate_of(const Environment& environment, archive::PlanDocument& document,
                                 int threads) {
  const CertificateNames names{.facilities = facility_ids(document.facilities),
                               .periods = period_labels(document.horizon)};
  if (!document.orders.empty()) {
    return check_certificate(document.instance, document.orders, document.plan, document.potentials,
                             threads, names, document.limits);
  }
  if (document.instance.lanes().is_whole()) {
    return check_certificate(document.instance, document.plan, document.potentials, threads, names,
                             document.limits);
  }
  const LaneCheck lanes = check_lanes_by_regions(environment, document.instance, document.plan,
                                                 document.potentials, threads);
  document.instance.drop_lane_rows();  // the rest of the check takes the memory
  return check_certificate(document.instance, document.plan, document.potentials, lanes, names);
}

Verdict verify_items(const std::string& path, int threads) {
  const archive::ItemDocument document = archive::read_item_plans(path, threads);
  const archive::StoredItemClaims claims = archive::read_item_claims(path);
  const archive::PlanDocument& first = document.items.front();
  const CertificateNames names{.facilities = facility_ids(first.facilities),
                               .periods = period_labels(first.horizon)};
  const ItemPlans plans = document.plans();
  const ItemReport report = check_items(document.set, plans, document.proof(), threads, names);
  CertificateReport certificate;
  certificate.feasible = report.feasible;
  certificate.bound_valid = report.bound_valid;
  certificate.optimal = report.optimal;
  certificate.value.treated = report.gain;
  certificate.value.movement = count_item_summary(document, report).movement_cost;
  certificate.bound.treated = report.bound;
  certificate.arcs_checked = report.arcs_checked;
  return {.path = path,
          .summary = document.summary,
          .treated = patients_treated(plans),
          .resolution = document.set.resolution,
          .weighs = document.set.resolution > 1,
          .of_items = true,
          .certificate = std::move(certificate),
          .checks = check_item_claims(document, claims, report, threads)};
}

Verdict verify(const Environment& environment, const std::string& path, int threads) {
  if (archive::holds_items(path)) return verify_items(path, threads);
  ReadPlan plan = read_with_ranks(environment, path, threads);
  auto& [document, claims] = plan.stored;
  CertificateReport certificate = certificate_of(environment, document, threads);
  std::vector<ClaimCheck> checks = check_claims(document, claims, certificate, plan.lanes, threads);
  return {.path = path,
          .summary = document.summary,
          .treated = patients_treated(document.plan),
          .resolution = document.instance.resolution(),
          .weighs = weighs_gains(document.instance),
          .certificate = std::move(certificate),
          .checks = std::move(checks)};
}

std::string conclusion(const Verdict& verdict) {
  if (!verdict.holds()) {
    const auto failed = std::ranges::count_if(
        verdict.checks, [](const ClaimCheck& check) { return !check.holds(); });
    return fmt::format("NOT verified: {} of {} checks failed.\n", failed, verdict.checks.size());
  }
  const archive::Summary& summary = verdict.summary;
  const std::string plan =
      fmt::format("{} treated, {} unmet, {} moved", grouped(summary.treated),
                  grouped(summary.unmet), counted(summary.units_shipped, "device", "devices"));
  if (verdict.certificate.optimal) {
    return fmt::format("Verified optimal: {}; {} arcs checked.\n", plan,
                       grouped(verdict.certificate.arcs_checked));
  }
  if (verdict.weighs) {
    return fmt::format(
        "Verified: {}; by the weights of the {} at most {} less is gained than by the best "
        "plan; {} arcs checked.\n",
        plan, verdict.of_items ? "treatments" : "rules", percent_in_words(summary.gap),
        grouped(verdict.certificate.arcs_checked));
  }
  return fmt::format("Verified: {}; at least {} unmet under any plan (gap {}); {} arcs checked.\n",
                     plan, grouped(summary.bound_unmet), percent_in_words(summary.gap),
                     grouped(verdict.certificate.arcs_checked));
}

std::string in_words(const Verdict& verdict) {
  std::string text = verdict.path + "\n";
  for (const ClaimCheck& check : verdict.checks) {
    text += fmt::format("  {:<7} {}\n", check.holds() ? "ok" : "FAILED", check.claim);
    for (const std::string& failure : check.failures)
      text += fmt::format("          {}\n", failure);
  }
  return text + conclusion(verdict);
}

std::string as_json(const Verdict& verdict) {
  nlohmann::ordered_json json;
  json["file"] = verdict.path;
  json["verified"] = verdict.holds();
  json["optimal"] = verdict.certificate.optimal;
  json["treated"] = verdict.treated;
  json["movement_cost"] = verdict.certificate.value.movement;
  if (verdict.weighs) {
    json["gain"] = verdict.certificate.value.treated;
    json["bound_gain"] = verdict.certificate.bound.treated;
  } else {
    json["bound_treated"] = verdict.certificate.bound.treated / verdict.resolution;
  }
  json["bound_movement_cost"] = verdict.certificate.bound.movement;
  json["arcs_checked"] = verdict.certificate.arcs_checked;
  json["checks"] = nlohmann::ordered_json::array();
  for (const ClaimCheck& check : verdict.checks) {
    json["checks"].push_back(
        {{"claim", check.claim}, {"ok", check.holds()}, {"failures", check.failures}});
  }
  return json.dump(2) + "\n";
}

class VerifyCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "verify"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Check everything that a plan file claims, independently of the solver";
  }

  void declare(CLI::App& app) override {
    add_option(app, "PLAN", path_, "The plan file").required().placeholder("PLAN.h5");
    declare_threads(app, threads_);
    add_flag(app, "--json", json_, "Prints the checks as JSON");
    add_footer(
        app,
        "Exit code 0 only if all claims hold; 3 if one does not, or the file can not be read.");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    const Verdict verdict = verify(environment, path_, threads_);
    environment.out << (json_ ? as_json(verdict) : in_words(verdict));
    return verdict.holds() ? ExitCode::done : ExitCode::bad_input;
  }

 private:
  std::string path_;
  int threads_ = default_threads();
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_verify_command() { return std::make_unique<VerifyCommand>(); }

}  // namespace surgeflow::app
