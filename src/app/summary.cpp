// SPDX-License-Identifier: Apache-2.0
// Counting and writing of a summary.
#include "app/summary.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace surgeflow::app {

archive::Summary count_summary(const Instance& instance, const Plan& plan,
                               const CertificateReport& certificate) {
  archive::Summary summary;
  summary.demand = instance.total_demand();
  summary.treated = certificate.value.treated;
  summary.unmet = summary.demand - summary.treated;
  summary.units_shipped = units_shipped(plan);
  summary.shipments = static_cast<Total>(plan.shipments.size());
  summary.movement_cost = certificate.value.movement;
  summary.bound_unmet = std::max<Total>(0, summary.demand - certificate.bound.treated);
  summary.gap = static_cast<double>(summary.unmet - summary.bound_unmet) /
                static_cast<double>(std::max<Total>(1, summary.demand - summary.bound_unmet));
  summary.facilities = instance.facilities();
  summary.periods = instance.periods();
  summary.lanes = instance.lanes().lanes();
  summary.certified = certificate.optimal;
  return summary;
}

std::string summary_json(const archive::Summary& summary) {
  nlohmann::ordered_json json;
  json["status"] = summary.status;
  json["demand"] = summary.demand;
  json["treated"] = summary.treated;
  json["unmet"] = summary.unmet;
  json["units_shipped"] = summary.units_shipped;
  json["shipments"] = summary.shipments;
  json["movement_cost"] = summary.movement_cost;
  json["bound_unmet"] = summary.bound_unmet;
  json["gap"] = summary.gap;
  json["facilities"] = summary.facilities;
  json["periods"] = summary.periods;
  json["lanes"] = summary.lanes;
  json["regions"] = summary.regions;
  json["iterations"] = summary.iterations;
  json["seconds"] = {{"total", summary.seconds.total},   {"load", summary.seconds.load},
                     {"demand", summary.seconds.demand}, {"transit", summary.seconds.transit},
                     {"solve", summary.seconds.solve},   {"verify", summary.seconds.verify},
                     {"write", summary.seconds.write}};
  json["peak_rss_bytes"] = summary.peak_rss_bytes;
  json["ranks"] = summary.ranks;
  json["threads"] = summary.threads;
  json["certified"] = summary.certified;
  json["version"] = summary.version;
  json["commit"] = summary.commit;
  json["case_sha256"] = summary.case_sha256;
  return json.dump(2) + "\n";
}

std::int64_t peak_memory_bytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace surgeflow::app
