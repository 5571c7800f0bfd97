// SPDX-License-Identifier: Apache-2.0
// A checkpoint in one HDF5 file, with the paths of the plan file.
#include "surgeflow/archive/checkpoint_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <numeric>

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

template <class T>
Panel<T> read_panel(const Hdf5Reader& file, const Variable& variable) {
  const Shape shape{file.shape(kFacilityPath).at(0), file.shape(kPeriodPath).at(0)};
  const std::vector<T> values = file.read<T>(variable.path, shape);
  Panel<T> panel(static_cast<std::int32_t>(shape[0]), static_cast<std::int32_t>(shape[1]));
  std::ranges::copy(values, panel.values().begin());
  return panel;
}

std::vector<Shipment> read_shipments(const Hdf5Reader& file) {
  const Shape shape = file.shape(kShipmentPath);
  const auto origin = file.read<std::int32_t>(kOrigin.path, shape);
  const auto destination = file.read<std::int32_t>(kDestination.path, shape);
  const auto depart = file.read<std::int32_t>(kDepart.path, shape);
  const auto quantity = file.read<std::int32_t>(kQuantity.path, shape);
  std::vector<Shipment> shipments;
  for (std::size_t n = 0; n < origin.size(); ++n) {
    shipments.push_back(
        {Period(depart[n]), FacilityId(origin[n]), FacilityId(destination[n]), quantity[n]});
  }
  return shipments;
}

Checkpoint read(const Hdf5Reader& file) {
  require_whole(file);
  Checkpoint checkpoint{.case_name = file.text("/", "case_name"),
                        .run_sha256 = file.text("/", "run_sha256"),
                        .version = file.text("/", "version"),
                        .progress = {}};
  Progress& progress = checkpoint.progress;
  progress.plan = {read_panel<Count>(file, kTreated), read_shipments(file)};
  progress.potentials = {read_panel<std::int32_t>(file, kDevicePatients),
                         read_panel<std::int64_t>(file, kDeviceMoves)};
  progress.steps = read_steps(file);
  if (progress.steps.empty()) file.refuse(kStepsPath, "no steps", kKind, kRemedy);
  return checkpoint;
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  const std::vector<std::byte> image = image_of(path, checkpoint);
  PendingFile file(path);
  file.write(image);
  file.commit();
}

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kKind), read);
}

}  // namespace surgeflow::archive
