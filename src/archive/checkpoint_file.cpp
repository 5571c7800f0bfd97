// SPDX-License-Identifier: Apache-2.0
// A checkpoint in one HDF5 file, with the paths of the plan file.
#include "surgeflow/archive/checkpoint_file.hpp"

#include <fmt/format.h>

#include <numeric>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "archive/plan_layout.hpp"
#include "archive/step_log.hpp"
#include "archive/whole_file.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kFormat = "surgeflow checkpoint";
constexpr const char* kKind = "a checkpoint written by surgeflow plan";
constexpr std::int64_t kVersion = 1;
constexpr const char* kChecksums = "checksums";
constexpr const char* kRemedy = "delete the file";

class Writing {
 public:
  Writing(Hdf5Writer& file, const Progress& progress) : file_(file), progress_(progress) {
    for (const char* group : {"input", "plan", "shipments", "duals"}) file_.make_group(group);
    number(kFacilityPath, facilities());
    number(kPeriodPath, periods());
    number(kShipmentPath, progress.plan.shipments.size());
  }
  template <class T>
  void panel(const Variable& variable, const Panel<T>& values) {
    file_.write<T>(variable.path, values.values(),
                   {{kFacilityPath, facilities()}, {kPeriodPath, periods()}}, variable.label);
  }
  template <class Member>
  void column(const Variable& variable, Member member) {
    std::vector<std::int32_t> values;
    for (const Shipment& shipment : progress_.plan.shipments) values.push_back(member(shipment));
    file_.write<std::int32_t>(variable.path, values, {{kShipmentPath, values.size()}},
                              variable.label);
  }

 private:
  [[nodiscard]] std::size_t facilities() const {
    return static_cast<std::size_t>(progress_.plan.treated.facilities());
  }
  [[nodiscard]] std::size_t periods() const {
    return static_cast<std::size_t>(progress_.plan.treated.periods());
  }
  void number(const char* path, std::size_t size) {
    std::vector<std::int32_t> numbers(size);
    std::iota(numbers.begin(), numbers.end(), 0);
    file_.write<std::int32_t>(path, numbers, {{path, size}}, {"1", "number, from 0"});
  }

  Hdf5Writer& file_;
  const Progress& progress_;
};

std::vector<std::byte> image_of(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  const Hdf5Session session;
  Hdf5Writer file(path.string());
  file.set("/", "format", kFormat);
  file.set("/", "format_version", kVersion);
  file.set("/", "case_name", checkpoint.case_name);
  file.set("/", "run_sha256", checkpoint.run_sha256);
  file.set("/", "version", checkpoint.version);
  const Progress& progress = checkpoint.progress;
  Writing writing(file, progress);
  writing.panel(kTreated, progress.plan.treated);
  writing.panel(kDevicePatients, progress.potentials.patients);
  writing.panel(kDeviceMoves, progress.potentials.moves);
  writing.column(kOrigin, [](const Shipment& shipment) { return shipment.origin.value(); });
  writing.column(kDestination,
                 [](const Shipment& shipment) { return shipment.destination.value(); });
  writing.column(kDepart, [](const Shipment& shipment) { return shipment.depart.value(); });
  writing.column(kQuantity, [](const Shipment& shipment) { return shipment.quantity; });
  write_steps(file, progress.steps);
  write_measured(file, progress.steps);
  file.make_group(kChecksums);
  for (const auto& [dataset, checksum] : file.checksums()) file.set(kChecksums, dataset, checksum);
  return file.finish();
}

void require_whole(const Hdf5Reader& file) {
  if (!file.has_attribute("/", "format") || file.text("/", "format") != kFormat) {
    file.refuse("/@format", "this HDF5 file is no checkpoint", kKind, kRemedy);
  }
  const std::int64_t version = file.integer("/", "format_version");
  if (version != kVersion) {
    file.refuse("/@format_version", fmt::format("format version {}", version),
                fmt::format("{}", kVersion), kRemedy);
  }
  for (const auto& [dataset, checksum] : file.all_texts(kChecksums)) {
    if (file.content_checksum(dataset) == checksum) continue;
    file.refuse(dataset, "the content differs from its recorded SHA-256", kKind, kRemedy);
  }
}

Checkpoint read(const Hdf5Reader& file) {
  require_whole(file);
  Checkpoint checkpoint{.case_name = file.text("/", "case_name"),
                        .run_sha256 = file.text("/", "run_sha256"),
                        .version = file.text("/", "version"),
                        .progress = {}};
  Progress& progress = checkpoint.progress;
  const Size size = read_axes(file);
  progress.plan = {read_panel<Count>(file, kTreated.path, size),
                   as_shipments(file, size, read_columns(file))};
  progress.potentials = {read_panel<std::int32_t>(file, kDevicePatients.path, size),
                         read_panel<std::int64_t>(file, kDeviceMoves.path, size)};
  progress.steps = read_steps(file);
  if (progress.steps.empty()) file.refuse(kStepsPath, "no steps", kKind, kRemedy);
  return checkpoint;
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  write_whole(path, image_of(path, checkpoint));
}

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kKind), read);
}

}  // namespace surgeflow::archive
