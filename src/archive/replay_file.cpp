// SPDX-License-Identifier: Apache-2.0
// Rows of policies, and their panels one after the other.
#include "surgeflow/archive/replay_file.hpp"

#include "archive/group_labels.hpp"
#include "archive/hdf5_writer.hpp"
#include "archive/summary_record.hpp"
#include "archive/whole_file.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kPolicies = "policies";
constexpr const char* kPolicyAxis = "policies/policy";

void write_numbers_of(Hdf5Writer& file, const ReplayDocument& document) {
  const std::vector<Axis> axes{{kPolicyAxis, document.outcomes.size()}};
  const auto column = [&](const char* name, Label label, Total ReplayOutcome::*member) {
    std::vector<std::int64_t> values;
    for (const ReplayOutcome& outcome : document.outcomes) values.push_back(outcome.*member);
    file.write<std::int64_t>(std::string(kPolicies) + "/" + name, values, axes, label);
  };
  column("patients", {"patients", "who came"}, &ReplayOutcome::patients);
  column("without", {"patients", "left without a device"}, &ReplayOutcome::without);
  column("devices_moved", {"devices", "devices shipped"}, &ReplayOutcome::devices_moved);
  column("shipments", {"1", "shipments"}, &ReplayOutcome::shipments);
  column("open_devices", {"devices", "on open orders, all plans together"},
         &ReplayOutcome::open_devices);
  column("surviving_devices", {"devices", "of these, travelling as ordered after the plan"},
         &ReplayOutcome::surviving_devices);
}

void write_policies(Hdf5Writer& file, const ReplayDocument& document) {
  file.make_group(kPolicies);
  write_labels(file, kPolicies, document.facilities, document.horizon);
  std::vector<std::string> names;
  std::vector<Count> unmet;
  for (const ReplayOutcome& outcome : document.outcomes) {
    names.push_back(outcome.policy);
    unmet.insert(unmet.end(), outcome.unmet.values().begin(), outcome.unmet.values().end());
  }
  const Axis policy{kPolicyAxis, names.size()};
  file.write_text(kPolicyAxis, names, {policy}, {"1", "way of sharing"});
  std::vector<Axis> axes = panel_axes(kPolicies, document.facilities, document.horizon);
  axes.insert(axes.begin(), policy);
  file.write<Count>("policies/unmet", unmet, axes, {"patients", "left without a device"});
  file.set("policies/unmet", "coordinates", "time");
  write_numbers_of(file, document);
}

}  // namespace

void write_replay(const std::filesystem::path& path, const ReplayDocument& document) {
  const auto image = [&] {
    const Hdf5Session session;
    Hdf5Writer file(path.string());
    file.set("/", "format", "surgeflow replay");
    file.set("/", "format_version", std::int64_t{1});
    file.set("/", "title", document.name);
    file.make_group("input");
    write_labels(file, "input", document.facilities, document.horizon);
    file.write<Count>("input/demand", document.truth.values(),
                      panel_axes("input", document.facilities, document.horizon),
                      {"patients", "new patients who came"});
    file.set("input/demand", "coordinates", "time");
    write_policies(file, document);
    write_provenance(file, document.provenance);
    return file.finish();
  };
  write_whole(path, image());
}

}  // namespace surgeflow::archive
