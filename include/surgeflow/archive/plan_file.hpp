// SPDX-License-Identifier: Apache-2.0
// PLAN.h5: everything a plan was made from and everything it says, in one HDF5 file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "surgeflow/archive/lane_maker.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/step_record.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/fairness.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"
#include "surgeflow/model/shipment_rules.hpp"
#include "surgeflow/rolling/history.hpp"

namespace surgeflow::archive {

/// What a planning rule costs.
struct RulePrice {
  std::string rule;    ///< its name in [rules], "carrier NAME", "orders", or "all"
  Total patients = 0;  ///< treated more by the best plan without it; negative: fewer
};

/// How a plan uses the lanes that partners prefer or avoid.
struct PartnerUse {
  Total preferred = 0;  ///< devices on lanes of factors below 1
  Total avoided = 0;    ///< devices on lanes of factors above 1
  Total movement = 0;   ///< with all factors 1
};

/// The plan, and the best one with all factors 1.
struct PartnerPrice {
  PartnerUse with;
  PartnerUse without;
};

/// The numbers of summary.json; field names are public and stay.
struct Summary {
  std::string status;  ///< "optimal" | "feasible" | "infeasible" | "time_limit" | "interrupted"
  Total demand = 0;
  Total treated = 0;
  Total unmet = 0;
  Total units_shipped = 0;
  Total shipments = 0;
  Total movement_cost = 0;  ///< of lanes, and of leaving
  /// No plan leaves fewer patients without; where gains are weighed and the plan is proved to gain
  /// most, what it leaves.
  Total bound_unmet = 0;
  /// (unmet - bound_unmet) / max(1, demand - bound_unmet); where gains are weighed, (bound - gain)
  /// / max(1, bound).
  double gap = 0.0;
  std::int64_t facilities = 0;
  std::int64_t periods = 0;
  std::int64_t lanes = 0;
  std::int64_t regions = 0;
  std::int64_t iterations = 0;
  struct Seconds {
    double total = 0.0;
    double load = 0.0;
    double demand = 0.0;
    double transit = 0.0;
    double solve = 0.0;
    double verify = 0.0;
    double write = 0.0;
  } seconds;
  std::int64_t peak_rss_bytes = 0;
  std::int64_t ranks = 1;
  std::int64_t threads = 1;
  bool certified = false;
  std::vector<RulePrice> rule_prices = {};  ///< of the rules that have one
  std::optional<PartnerPrice> partners = {};
  std::string version;
  std::string commit;
  std::string case_sha256;
};

/// The plan file that a search started from.
struct WarmFile {
  std::string path;    ///< as named on the command line
  std::string sha256;  ///< of its bytes
};

/// Who made the file and how. Everything that may differ between two equal runs (times, command,
/// ranks, threads, the bytes of the plan started from) is written to the group /provenance/volatile
/// and to nothing else, but for what the steps of a decomposition took.
struct Provenance {
  std::vector<std::string> command;
  std::string options;                              ///< resolved options, printed as text
  std::map<std::string, std::string> versions;      ///< library -> version
  std::map<std::string, std::string> input_sha256;  ///< file name as stated in the case -> SHA-256
  std::optional<WarmFile> warm;                     ///< nothing where the search started cold
  std::string created;                              ///< UTC, ISO 8601
};

struct PlanDocument {
  std::string case_name;
  std::string description;
  std::string item_name;
  Horizon horizon;
  std::vector<Facility> facilities;
  TransitRule transit;  ///< with `lanes` empty: the table itself is in the instance
  Instance instance;
  /// Of a computed lane table of which the instance holds some rows alone; what lanes_sha256 gives.
  std::string lanes_sha256 = {};
  Plan plan;
  Potentials potentials;
  std::vector<StepRecord> steps = {};     ///< of a decomposition; empty: the method has none
  std::optional<LimitClaim> limits = {};  ///< nothing where the plan has no limits
  /// Of a plan that is as fair as can be; the patients that its groups keep are floors in `limits`.
  std::optional<FairClaim> fairness = {};
  /// Of a re-plan: all that happened since the first plan of its chain, and what it changes.
  std::optional<rolling::History> history = {};
  std::optional<rolling::ReplanRecord> replan = {};
  /// Given by a person; the plan has the shipments that are ordered, and the potentials are those
  /// of with_orders(instance, orders).
  Orders orders = {};
  std::optional<MoneyTerms> money = {};  ///< nothing where prices are not stated
  /// Nothing where shipments are as they come; least_shipments is then not known.
  std::optional<Consolidation> consolidation = {};
  Summary summary;
  Provenance provenance;
  /// Of an item that others are tied to: parts of a patient in which its potentials count, which
  /// are those at the prices of the ties.
  std::int64_t price_parts = 1;

  /// The potentials count in so many parts of a patient: those of the multipliers of limits or
  /// ties, or of the gains.
  [[nodiscard]] std::int64_t parts_of_patient() const {
    return price_parts * instance.resolution() * (limits ? limits->prices.resolution : 1);
  }
};

/// Writes the file beside its place under a temporary name, flushes it to disk and renames it, so
/// that `path` is either whole or untouched. Throws SystemError with the remedy, and
/// std::invalid_argument for a stated lane table that the instance does not hold as a whole. Up to
/// `threads` threads compress values; the file is the same for any number.
void write_plan(const std::filesystem::path& path, const PlanDocument& document, int threads = 1);

/// Reads a plan file back. Throws InputError where the file is no plan file, is truncated, of an
/// unknown format version, or disagrees with itself in shape.
/// Up to `threads` threads unpack values, and compute a geodesic lane table again from the stored
/// coordinates. Of a file of several items that of one, which must be named.
[[nodiscard]] PlanDocument read_plan(const std::filesystem::path& path, int threads = 1,
                                     const std::string& item = {});

/// The part of a plan file that a later plan can start from.
struct EarlierPlan {
  Horizon horizon;
  std::vector<std::string> facility_ids;  ///< index = FacilityId
  Plan plan;
  Potentials potentials;
};
/// Reads that part alone, in a fraction of the time. Throws InputError like read_plan, and where
/// the content of what is read differs from its recorded SHA-256.
[[nodiscard]] EarlierPlan read_earlier_plan(const std::filesystem::path& path);

/// What the file claims beside the decisions themselves; `verify` holds it against a recount.
struct StoredClaims {
  PlanTrace trace;                              ///< /plan idle, in_use, unmet, sent, received
  std::vector<std::int64_t> shipment_arrivals;  ///< /shipments arrive
  std::vector<std::string> altered_datasets;    ///< content differs from its recorded SHA-256
};
[[nodiscard]] StoredClaims read_claims(const std::filesystem::path& path);

/// All of a plan file, each dataset read once.
struct StoredPlan {
  PlanDocument document;
  StoredClaims claims;
};
/// Throws like read_plan; altered datasets are the caller's to refuse.
[[nodiscard]] StoredPlan read_stored_plan(const std::filesystem::path& path, const LaneMaker& maker,
                                          int threads = 1);
[[nodiscard]] StoredPlan read_stored_plan(const std::filesystem::path& path, int threads = 1);

/// What `surgeflow info` prints: groups, datasets with shape, units and long_name, attributes.
[[nodiscard]] std::string describe(const std::filesystem::path& path);

/// HDF5 library version, for provenance.
[[nodiscard]] std::string library_version();

/// Throws SystemError unless a file can be created at `path`: call before a long computation.
void require_writable(const std::filesystem::path& path);

}  // namespace surgeflow::archive
