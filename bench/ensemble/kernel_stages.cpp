// SPDX-License-Identifier: Apache-2.0
// Makes cells once, and runs them by each method.
#include "kernel_stages.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "drawn_members.hpp"
#include "epidemic/ensemble/sir_kernel.hpp"
#include "epidemic/member_draws.hpp"
#include "epidemic/periods_in_days.hpp"
#include "machine_limit.hpp"
#include "numpy_loop.hpp"
#include "scalar_loop.hpp"
#include "support/processor_time.hpp"
#include "support/standard_output.hpp"
#include "surgeflow/core/timer.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::bench {
namespace {

using epidemic::CellBlock;
using epidemic::kCells;
using epidemic::KernelMake;
using nlohmann::ordered_json;

constexpr std::int32_t kFacilities = 8;
/// Passes of the kernel in one measurement, so that it takes long enough.
constexpr int kPasses = 16;

/// All members of some facilities, block by block.
struct Cells {
  std::vector<std::vector<CellBlock>> blocks;  ///< [facility][block]
  std::size_t members = 0;
  epidemic::Course course;

  [[nodiscard]] std::size_t block_size() const {
    return static_cast<std::size_t>(course.periods) * kCells;
  }
  [[nodiscard]] double cell_days() const {
    return static_cast<double>(blocks.size()) * static_cast<double>(members) * course.periods;
  }
};

/// All members of one facility.
std::vector<CellBlock> make_blocks(const Case& planning_case, FacilityId id,
                                   const DrawnMembers& members, std::int32_t periods) {
  const std::vector<std::int32_t> regions = epidemic::region_numbers(planning_case);
  const Facility& facility = planning_case.facilities[static_cast<std::size_t>(id.value())];
  std::vector<CellBlock> blocks;
  Diagnostics findings;
  epidemic::BlockBuilder builder;
  for (std::size_t first = 0; first < members.all().size(); first += kCells) {
    builder.clear();
    for (std::size_t c = 0; c < std::min(kCells, members.all().size() - first); ++c) {
      const epidemic::EnsembleMember& member = members.all()[first + c];
      builder.parameters(c) = facility.epidemic;
      epidemic::MemberDraws(member.draws, {kEnsembleSeed, member.number}, regions)
          .put_into(builder.parameters(c), facility, id, findings);
      if (facility.hospitalized == 0.0) continue;
      builder.add(c, {facility.population.value_or(0.0), facility.hospitalized});
    }
    blocks.push_back(builder.finish(periods));
  }
  findings.throw_if_any();
  return blocks;
}

Cells make_cells(const Case& planning_case, std::size_t member_count) {
  const DrawnMembers members(planning_case, member_count);
  const epidemic::PeriodsInDays in_days(planning_case.horizon);
  if (in_days.per_day() != 1) throw std::runtime_error("the kernel is measured on whole days");
  const auto facilities = static_cast<std::int32_t>(planning_case.facilities.size());
  const std::int32_t looked_at = std::min(kFacilities, facilities);
  Cells cells;
  cells.members = member_count;
  cells.course = {.periods = in_days.periods(), .per_day = 1, .rounding = Rounding::ceil};
  for (std::int32_t k = 0; k < looked_at; ++k) {
    const FacilityId id(k * (facilities / looked_at));
    cells.blocks.push_back(make_blocks(planning_case, id, members, in_days.periods()));
  }
  return cells;
}

std::vector<ScalarCell> scalar_cells(const Cells& cells) {
  std::vector<ScalarCell> all;
  for (const std::vector<CellBlock>& blocks : cells.blocks) {
    for (std::size_t m = 0; m < cells.members; ++m) {
      const CellBlock& block = blocks[m / kCells];
      const std::size_t c = m % kCells;
      ScalarCell& cell = all.emplace_back();
      cell = {.susceptible = block.susceptible[c],
              .infected = block.infected[c],
              .recovery_per_day = block.recovery_per_day[c],
              .device_rate = block.device_rate[c],
              .market_share = block.market_share[c],
              .contact_rates = {}};
      for (const auto& contacts : block.contacts) cell.contact_rates.push_back(contacts.rates[c]);
    }
  }
  return all;
}

std::vector<std::int32_t> first_days(const Cells& cells) {
  std::vector<std::int32_t> days;
  for (const auto& contacts : cells.blocks[0][0].contacts) days.push_back(contacts.first_day);
  return days;
}

/// All members of one facility, [block][day][cell].
void run_facility(KernelMake make, const Cells& cells, std::size_t facility,
                  std::vector<std::uint16_t>& patients) {
  const std::vector<CellBlock>& blocks = cells.blocks[facility];
  patients.resize(blocks.size() * cells.block_size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (!run_kernel(make, blocks[b], cells.course, patients.data() + b * cells.block_size())) {
      throw std::runtime_error("an epidemic is too fast for daily steps");
    }
  }
}

/// `passes` over all facilities; each thread has one at a time, and room for one.
void run_passes(KernelMake make, const Cells& cells, int passes, int threads) {
  const int count = passes * static_cast<int>(cells.blocks.size());
  std::exception_ptr failure;
#pragma omp parallel num_threads(threads)
  {
    std::vector<std::uint16_t> patients;
#pragma omp for schedule(dynamic)
    for (int n = 0; n < count; ++n) {
      try {
        run_facility(make, cells, static_cast<std::size_t>(n) % cells.blocks.size(), patients);
      } catch (...) {
#pragma omp critical
        failure = std::current_exception();
      }
    }
  }
  if (failure) std::rethrow_exception(failure);
}

template <class Work>
ordered_json measure(int passes, Work work) {
  const double processor_before = processor_seconds();
  const Stopwatch watch;
  work();
  const double seconds = watch.seconds();
  const double processor = processor_seconds() - processor_before;
  return {{"seconds", seconds / passes}, {"processor_seconds", processor / passes}};
}

/// Compares every number of the kernels with those of the scalar loop, [cell][day], and of NumPy,
/// [day][cell].
void compare(KernelMake make, const Cells& cells, const std::vector<std::uint16_t>& scalar,
             const std::vector<std::uint16_t>& numpy) {
  const auto days = static_cast<std::size_t>(cells.course.periods);
  const std::size_t count = cells.blocks.size() * cells.members;
  std::vector<std::uint16_t> patients;
  for (std::size_t f = 0; f < cells.blocks.size(); ++f) {
    run_facility(make, cells, f, patients);
    for (std::size_t m = 0; m < cells.members; ++m) {
      const std::size_t cell = f * cells.members + m;
      for (std::size_t day = 0; day < days; ++day) {
        const std::uint16_t expected = scalar[cell * days + day];
        const std::size_t own = m / kCells * cells.block_size() + day * kCells + m % kCells;
        if (patients[own] != expected || numpy[day * count + cell] != expected) {
          throw std::runtime_error("kernel, scalar loop and NumPy disagree");
        }
      }
    }
  }
}

ordered_json measure_cells(const Cells& cells, const std::filesystem::path& folder,
                           const KernelOptions& options) {
  const KernelMake best = epidemic::best_kernel();
  const std::vector<ScalarCell> scalars = scalar_cells(cells);
  const std::vector<std::int32_t> days = first_days(cells);
  std::vector<std::uint16_t> scalar(scalars.size() *
                                    static_cast<std::size_t>(cells.course.periods));
  run_passes(best, cells, 1, options.threads);  // memory, code and threads are there then

  ordered_json stages;
  const auto kernel = [&](KernelMake make, int threads) {
    return measure(kPasses, [&] { run_passes(make, cells, kPasses, threads); });
  };
  stages["kernel"] = kernel(best, 1);
  stages["kernel_all_threads"] = kernel(best, options.threads);
  stages["kernel_portable"] = kernel(KernelMake::portable, 1);
  stages["scalar_loop"] =
      measure(1, [&] { run_scalar_loop(scalars, days, cells.course.periods, scalar); });
  const NumpyRun numpy =
      run_numpy_loop(options.python, folder, scalars, days, cells.course.periods, cells.members);
  stages["numpy"] = {{"seconds", numpy.seconds}, {"processor_seconds", numpy.processor_seconds}};
  const MachineLimit limit = measure_limit(best);
  compare(best, cells, scalar, numpy.patients);
  compare(KernelMake::portable, cells, scalar, numpy.patients);
  const auto patients = std::accumulate(scalar.begin(), scalar.end(), std::int64_t{0});
  return {{"make", name_of(best)},
          {"numpy", numpy.version},
          {"cell_days", cells.cell_days()},
          {"stages", stages},
          {"limit",
           {{"divisions_per_second", limit.divisions_per_second},
            {"sums_per_second", limit.sums_per_second},
            {"sums_and_products_per_second", limit.sums_and_products_per_second},
            {"conversions_per_second", limit.conversions_per_second},
            {"seconds", least_seconds(limit) * cells.cell_days()}}},
          {"answer", {{"patients", patients}}}};
}

}  // namespace

int run_kernel_stages(const std::filesystem::path& case_file, const std::filesystem::path& folder,
                      const KernelOptions& options) {
  const ResultLines results;
  try {
    const Case planning_case = check_case(formats::read_case(case_file).statement);
    results.write(measure_cells(make_cells(planning_case, options.members), folder, options));
    return 0;
  } catch (const std::exception& failure) {
    results.write({{"failure", failure.what()}});
    return 1;
  }
}

}  // namespace surgeflow::bench
