// SPDX-License-Identifier: Apache-2.0
// One list of attributes for both directions.
#include "archive/summary_record.hpp"

#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kSummaryPath = "summary";
constexpr const char* kWarmFile = "warm_file";
constexpr const char* kWarmSha256 = "warm_sha256";

/// What equal runs agree on.
template <class SummaryType, class Visit>
void visit_lasting(SummaryType& summary, Visit visit) {
  visit("status", summary.status);
  visit("demand", summary.demand);
  visit("treated", summary.treated);
  visit("unmet", summary.unmet);
  visit("units_shipped", summary.units_shipped);
  visit("shipments", summary.shipments);
  visit("movement_cost", summary.movement_cost);
  visit("bound_unmet", summary.bound_unmet);
  visit("gap", summary.gap);
  visit("facilities", summary.facilities);
  visit("periods", summary.periods);
  visit("lanes", summary.lanes);
  visit("regions", summary.regions);
  visit("iterations", summary.iterations);
  visit("certified", summary.certified);
  visit("version", summary.version);
  visit("commit", summary.commit);
  visit("case_sha256", summary.case_sha256);
}

/// What depends on the machine and the moment.
template <class SummaryType, class Visit>
void visit_volatile(SummaryType& summary, Visit visit) {
  visit("seconds_total", summary.seconds.total);
  visit("seconds_load", summary.seconds.load);
  visit("seconds_demand", summary.seconds.demand);
  visit("seconds_transit", summary.seconds.transit);
  visit("seconds_solve", summary.seconds.solve);
  visit("seconds_verify", summary.seconds.verify);
  visit("seconds_write", summary.seconds.write);
  visit("peak_rss_bytes", summary.peak_rss_bytes);
  visit("ranks", summary.ranks);
  visit("threads", summary.threads);
}

struct AttributeWriter {
  Hdf5Writer& file;
  const char* object;
  void operator()(const char* name, const std::string& text) const { file.set(object, name, text); }
  void operator()(const char* name, std::int64_t number) const { file.set(object, name, number); }
  void operator()(const char* name, double number) const { file.set(object, name, number); }
  void operator()(const char* name, bool flag) const {
    file.set(object, name, std::int64_t{flag ? 1 : 0});
  }
};

struct AttributeReader {
  const Hdf5Reader& file;
  const char* object;
  void operator()(const char* name, std::string& text) const { text = file.text(object, name); }
  void operator()(const char* name, std::int64_t& number) const {
    number = file.integer(object, name);
  }
  void operator()(const char* name, double& number) const { number = file.real(object, name); }
  void operator()(const char* name, bool& flag) const { flag = file.integer(object, name) != 0; }
};

void write_texts(Hdf5Writer& file, const char* group,
                 const std::map<std::string, std::string>& texts) {
  file.make_group(group);
  for (const auto& [name, text] : texts) file.set(group, name, text);
}

}  // namespace

void write_provenance(Hdf5Writer& file, const Provenance& provenance) {
  file.make_group(kProvenancePath);
  file.set(kProvenancePath, "options", provenance.options);
  write_texts(file, kVersionsPath, provenance.versions);
  write_texts(file, kInputsPath, provenance.input_sha256);
  write_texts(file, kChecksumsPath, file.checksums());

  file.make_group(kVolatilePath);
  if (!provenance.command.empty()) file.set(kVolatilePath, "command", provenance.command);
  if (provenance.warm) {
    file.set(kVolatilePath, kWarmFile, provenance.warm->path);
    file.set(kVolatilePath, kWarmSha256, provenance.warm->sha256);
  }
  file.set(kVolatilePath, "created", provenance.created);
}

void write_records(Hdf5Writer& file, const Summary& summary, const Provenance& provenance) {
  file.make_group(kSummaryPath);
  visit_lasting(summary, AttributeWriter{file, kSummaryPath});
  write_provenance(file, provenance);
  visit_volatile(summary, AttributeWriter{file, kVolatilePath});
}

Summary read_summary(const Hdf5Reader& file) {
  Summary summary;
  visit_lasting(summary, AttributeReader{file, kSummaryPath});
  visit_volatile(summary, AttributeReader{file, kVolatilePath});
  return summary;
}

Provenance read_provenance(const Hdf5Reader& file) {
  Provenance provenance;
  if (file.has_attribute(kVolatilePath, "command")) {
    provenance.command = file.texts(kVolatilePath, "command");
  }
  provenance.options = file.text(kProvenancePath, "options");
  provenance.versions = file.all_texts(kVersionsPath);
  provenance.input_sha256 = file.all_texts(kInputsPath);
  if (file.has_attribute(kVolatilePath, kWarmFile)) {
    provenance.warm = {file.text(kVolatilePath, kWarmFile), file.text(kVolatilePath, kWarmSha256)};
  }
  provenance.created = file.text(kVolatilePath, "created");
  return provenance;
}

}  // namespace surgeflow::archive
