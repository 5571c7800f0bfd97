// SPDX-License-Identifier: Apache-2.0
// Goes through all parts, facilities by facilities.
#include "sweep/merge.hpp"

#include <algorithm>

#include "epidemic/ensemble/order_statistics.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::sweep {
namespace {

/// Values of some facilities in all scenarios [scenario, facility, period].
struct Slab {
  FacilityRange facilities;
  std::int32_t periods = 0;
  std::size_t scenarios = 0;
  std::vector<Count> values;

  [[nodiscard]] std::size_t cells() const {
    return static_cast<std::size_t>(facilities.size()) * static_cast<std::size_t>(periods);
  }
  [[nodiscard]] std::span<const Count> row(std::size_t scenario) const {
    return std::span(values).subspan(scenario * cells(), cells());
  }
};

/// Cells that are gathered from all scenarios together: a cache line of each.
constexpr std::size_t kTileCells = 16;

class Merger {
 public:
  Merger(const PartFolder& parts, const std::vector<Block>& blocks, const MergeOptions& options)
      : parts_(parts),
        blocks_(blocks),
        options_(options),
        counted_(static_cast<std::size_t>(options.counted)) {}

  MergedSweep run() {
    read_heads();
    for (const archive::ScenarioPanel panel : archive::kScenarioPanels) merge(panel);
    return std::move(merged_);
  }

 private:
  void read_heads() {
    std::vector<Total> sending;
    for (const Block& block : blocks_) {
      const archive::SweepPartHead head = archive::read_sweep_part_head(parts_.part_path(block));
      merged_.facilities = head.facilities;
      merged_.periods = head.periods;
      sending.resize(static_cast<std::size_t>(head.facilities));
      for (std::size_t n = 0; n < head.numbers.size(); ++n) {
        if (merged_.numbers.size() < counted_) {
          for (std::size_t i = 0; i < sending.size(); ++i) {
            sending[i] += head.sent[n * sending.size() + i] > 0 ? 1 : 0;
          }
        }
        merged_.numbers.push_back(head.numbers[n]);
        merged_.seconds.push_back(head.seconds[n]);
      }
    }
    merged_.sends = shares(sending);
    range_ = options_.facilities.value_or(FacilityRange{0, merged_.facilities});
  }

  [[nodiscard]] std::vector<double> shares(const std::vector<Total>& scenarios) const {
    std::vector<double> shares;
    for (const Total count : scenarios) {
      shares.push_back(static_cast<double>(count) / static_cast<double>(options_.counted));
    }
    return shares;
  }

  void merge(archive::ScenarioPanel panel) {
    MergedPanel& merged = merged_.panels[archive::number_of(panel)];
    const auto facilities = static_cast<std::size_t>(range_.size());
    const auto periods = static_cast<std::size_t>(merged_.periods);
    merged.quantiles.resize(options_.quantiles.size() * cells_of_range());
    merged.courses.resize(merged_.numbers.size() * periods);
    std::vector<Total> above_zero(facilities);
    const std::int64_t row_bytes =
        static_cast<std::int64_t>(merged_.numbers.size() * periods * sizeof(Count));
    const auto step = narrow<std::int32_t>(
        std::clamp<std::int64_t>(options_.most_bytes / row_bytes, 1, merged_.facilities));
    for (std::int32_t first = range_.first; first < range_.last; first += step) {
      const Slab slab = read({first, std::min(first + step, range_.last)}, panel);
      add_courses(slab, merged);
      count_above_zero(slab, above_zero);
      find_quantiles(slab, merged);
    }
    merged.above_zero = shares(above_zero);
  }

  [[nodiscard]] Slab read(const FacilityRange& facilities, archive::ScenarioPanel panel) const {
    Slab slab{facilities, merged_.periods, merged_.numbers.size(), {}};
    slab.values.reserve(slab.scenarios * slab.cells());
    for (const Block& block : blocks_) {
      const std::vector<Count> rows =
          archive::read_sweep_part_rows(parts_.part_path(block), panel, facilities);
      slab.values.insert(slab.values.end(), rows.begin(), rows.end());
    }
    return slab;
  }

  void add_courses(const Slab& slab, MergedPanel& merged) const {
    const auto periods = static_cast<std::size_t>(slab.periods);
    for (std::size_t n = 0; n < slab.scenarios; ++n) {
      const std::span<const Count> row = slab.row(n);
      for (std::size_t cell = 0; cell < row.size(); ++cell) {
        merged.courses[n * periods + cell % periods] += row[cell];
      }
    }
  }

  void count_above_zero(const Slab& slab, std::vector<Total>& scenarios) const {
    const auto periods = static_cast<std::size_t>(slab.periods);
    for (std::size_t n = 0; n < counted_; ++n) {
      for (std::int32_t i = slab.facilities.first; i < slab.facilities.last; ++i) {
        const auto row = slab.row(n).subspan(
            static_cast<std::size_t>(i - slab.facilities.first) * periods, periods);
        const bool any = std::any_of(row.begin(), row.end(), [](Count value) { return value > 0; });
        scenarios[static_cast<std::size_t>(i - range_.first)] += any ? 1 : 0;
      }
    }
  }

  void find_quantiles(const Slab& slab, MergedPanel& merged) const {
    const std::size_t cells = slab.cells();
    const std::size_t before = static_cast<std::size_t>(slab.facilities.first - range_.first) *
                               static_cast<std::size_t>(slab.periods);
    const std::size_t all = cells_of_range();
    const auto tiles = static_cast<std::int64_t>((cells + kTileCells - 1) / kTileCells);
#pragma omp parallel num_threads(std::max(1, options_.threads))
    {
      epidemic::RankedValues ranked(epidemic::quantile_ranks(options_.quantiles, counted_));
      std::vector<Count> values(kTileCells * counted_);
#pragma omp for schedule(static)
      for (std::int64_t tile = 0; tile < tiles; ++tile) {
        const std::size_t first = static_cast<std::size_t>(tile) * kTileCells;
        const std::size_t width = std::min(kTileCells, cells - first);
        for (std::size_t n = 0; n < counted_; ++n) {
          const std::span<const Count> row = slab.row(n).subspan(first, width);
          for (std::size_t c = 0; c < width; ++c) values[c * counted_ + n] = row[c];
        }
        for (std::size_t c = 0; c < width; ++c) {
          const auto found =
              ranked.of(std::span<const Count>(values).subspan(c * counted_, counted_));
          for (std::size_t q = 0; q < found.size(); ++q) {
            merged.quantiles[q * all + before + first + c] = found[q];
          }
        }
      }
    }
  }

  [[nodiscard]] std::size_t cells_of_range() const {
    return static_cast<std::size_t>(range_.size()) * static_cast<std::size_t>(merged_.periods);
  }

  const PartFolder& parts_;
  const std::vector<Block>& blocks_;
  const MergeOptions& options_;
  std::size_t counted_;
  FacilityRange range_;
  MergedSweep merged_;
};

}  // namespace

MergedSweep merge_parts(const PartFolder& parts, const std::vector<Block>& blocks,
                        const MergeOptions& options) {
  return Merger(parts, blocks, options).run();
}

}  // namespace surgeflow::sweep
