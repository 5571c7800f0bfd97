// SPDX-License-Identifier: Apache-2.0
// Plan files from one rank and from many.
#include <memory>
#include <utility>
#include <vector>

#include "archive/plan_image.hpp"
#include "archive/spread_file.hpp"
#include "archive/spread_plan.hpp"
#include "archive/whole_file.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {
namespace {

PanelValues values_of(const PlanRows& rows) {
  return {.demand = rows.demand.values(),
          .arrivals = rows.arrivals.values(),
          .treated = rows.treated.values(),
          .unmet = rows.trace.unmet.values(),
          .idle = rows.trace.idle.values(),
          .in_use = rows.trace.in_use.values(),
          .sent = rows.trace.sent.values(),
          .received = rows.trace.received.values(),
          .device_patients = rows.potentials.patients.values(),
          .device_moves = rows.potentials.moves.values()};
}

/// Of whole panels, on the root.
PanelChecksums checksums_of(const PlanRows& rows, const comm::Communicator& ranks) {
  PanelChecksums checksums;
  const auto periods = static_cast<std::size_t>(rows.demand.periods());
  visit_panels(values_of(rows), [&](const Variable& variable, auto values) {
    checksums[variable.path] = spread_sha256(values, periods, ranks);
  });
  return checksums;
}

/// The root's file on its way, with all but the panels.
struct Begun {
  std::unique_ptr<PendingFile> file;  ///< on the root
  std::int64_t bytes = 0;
};

Begun begin(const std::filesystem::path& path, const PlanDocument& document,
            PanelChecksums checksums) {
  require_one_shape(document);
  const std::vector<std::byte> image =
      plan_image(path, document, {.values = {}, .checksums = std::move(checksums)}, 1);
  Begun begun{.file = std::make_unique<PendingFile>(path),
              .bytes = static_cast<std::int64_t>(image.size())};
  begun.file->write(image);
  return begun;
}

void fill(const Begun& begun, const PlanRows& rows, const comm::Communicator& ranks) {
  SpreadFile file(begun.file.get(), begun.bytes, ranks);
  const RowRange range{.first = static_cast<std::size_t>(rows.facilities.first),
                       .count = static_cast<std::size_t>(rows.facilities.size())};
  visit_panels(values_of(rows), [&](const Variable& variable, auto values) {
    file.write_rows(variable.path, values, range);
  });
  file.close();
}

}  // namespace

void write_plan(const std::filesystem::path& path, const PlanDocument& document, int threads) {
  require_one_shape(document);
  const auto image = [&] {
    const PlanTrace trace = trace_plan(document.instance, document.plan);
    return plan_image(path, document, {.values = values_of(document, trace), .checksums = {}},
                      threads);
  };
  write_whole(path, image());
}

void write_spread_plan(const std::filesystem::path& path, const PlanDocument* document,
                       const PlanRows& rows, const comm::Communicator& ranks) {
  PanelChecksums checksums = checksums_of(rows, ranks);
  Begun begun;
  ranks.all_or_none([&] {
    if (ranks.is_root()) begun = begin(path, *document, std::move(checksums));
  });
  fill(begun, rows, ranks);
  ranks.all_or_none([&] {
    if (begun.file) begun.file->commit();
  });
}

void require_writable(const std::filesystem::path& path) { require_place_for_file(path); }

}  // namespace surgeflow::archive
