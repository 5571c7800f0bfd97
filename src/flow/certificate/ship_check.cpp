// SPDX-License-Identifier: Apache-2.0
// Compares all pairs of rows of keys, in the narrowest integers that are exact.
#include "flow/certificate/ship_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>

#include "flow/certificate/worth.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#define SURGEFLOW_HAS_AVX2_KERNEL 1
#endif

namespace surgeflow::flow::certificate {
namespace {

/// How pairs become keys: key = patients_step * (patients - least.patients) + (moves - least.moves)
struct KeyScale {
  Worth least;
  Wide patients_step = 1;  ///< K
  Wide largest_sum = 0;    ///< R + C
};

KeyScale key_scale(const Instance& instance, const Potentials& potentials) {
  const auto [least_patients, most_patients] = std::ranges::minmax(potentials.patients.values());
  const auto [least_moves, most_moves] = std::ranges::minmax(potentials.moves.values());
  const Wide moves_range = Wide{most_moves} - least_moves;
  const Wide largest_cost = instance.lanes().max_cost();
  KeyScale scale;
  scale.least = {least_patients, least_moves};
  scale.patients_step = moves_range + largest_cost + 1;
  scale.largest_sum =
      scale.patients_step * (Wide{most_patients} - least_patients) + moves_range + largest_cost;
  return scale;
}

constexpr std::string_view kCheck = "ship potential";

/// Rows are as long as a multiple of this, so that the loop over a pair needs no remainder.
constexpr std::size_t kBlock = 32;

/// Keys [facility][period], each row filled up with 0 to where a shifted pair may read.
template <class Key>
class KeyTable {
 public:
  KeyTable(const Instance& instance, const Potentials& potentials, const KeyScale& scale)
      : blocks_((static_cast<std::size_t>(instance.periods()) + kBlock - 1) / kBlock),
        stride_(blocks_ * kBlock + longest_shift(instance)),
        keys_(static_cast<std::size_t>(instance.facilities()) * stride_, Key{0}) {
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      Key* row = keys_.data() + static_cast<std::size_t>(i.value()) * stride_;
      for (Period t{0}; t.value() < instance.periods(); ++t) {
        row[t.value()] = static_cast<Key>(scale.patients_step *
                                              (potentials.patients(i, t) - scale.least.patients) +
                                          (potentials.moves(i, t) - scale.least.moves));
      }
    }
  }

  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  [[nodiscard]] const Key* row(std::size_t facility) const {
    return keys_.data() + facility * stride_;
  }

 private:
  /// Lanes that take as long as the horizon have no arc.
  static std::size_t longest_shift(const Instance& instance) {
    return static_cast<std::size_t>(
        std::min(instance.lanes().max_transit_periods(), instance.periods()));
  }

  std::size_t blocks_;
  std::size_t stride_;
  std::vector<Key> keys_;
};

struct RowCheck {
  std::int64_t arcs = 0;
  bool holds = true;
};

/// Every lane that leaves facility i, in every period that arrives within the horizon.
template <class Key>
[[gnu::always_inline]] inline RowCheck check_row(const Instance& instance,
                                                 const KeyTable<Key>& table, FacilityId i) {
  const LaneTable& lanes = instance.lanes();
  const std::span<const std::uint8_t> transit_row = lanes.row(i);
  const std::size_t length = table.blocks() * kBlock;
  const Key* origin = table.row(static_cast<std::size_t>(i.value()));
  RowCheck row;
  Key signs = 0;
  for (std::size_t j = 0; j < transit_row.size(); ++j) {
    const std::int32_t transit = transit_row[j];
    if (transit == 0 || transit >= instance.periods()) continue;
    const Key cost = static_cast<Key>(lanes.has_costs() ? lanes.cost_row(i)[j] : 1);
    const Key* destination = table.row(j) + transit;
    for (std::size_t t = 0; t < length; ++t) {
      signs = static_cast<Key>(signs | static_cast<Key>(origin[t] + cost - destination[t]));
    }
    row.arcs += instance.periods() - transit;
  }
  row.holds = signs >= 0;
  return row;
}

template <class Key>
RowCheck check_row_portable(const Instance& instance, const KeyTable<Key>& table, FacilityId i) {
  return check_row(instance, table, i);
}

#ifdef SURGEFLOW_HAS_AVX2_KERNEL
template <class Key>
[[gnu::target("avx2")]] RowCheck check_row_avx2(const Instance& instance,
                                                const KeyTable<Key>& table, FacilityId i) {
  return check_row(instance, table, i);
}
#endif

template <class Key>
auto kernel(InstructionSet instructions) {
#ifdef SURGEFLOW_HAS_AVX2_KERNEL
  if (instructions == InstructionSet::avx2) return &check_row_avx2<Key>;
#endif
  if (instructions != InstructionSet::portable) {
    throw std::invalid_argument("the ship check was not compiled for this instruction set");
  }
  return &check_row_portable<Key>;
}

template <class Key>
ShipCheck check_with(const Instance& instance, const Potentials& potentials, const KeyScale& scale,
                     const ShipCheckOptions& options) {
  if (scale.largest_sum > Wide{std::numeric_limits<Key>::max()}) {
    throw std::invalid_argument("potentials do not fit the keys asked for");
  }
  const KeyTable<Key> table(instance, potentials, scale);
  const auto check_row_of = kernel<Key>(options.instructions);
  std::vector<std::uint8_t> fails(static_cast<std::size_t>(instance.facilities()), 0);
  std::int64_t arcs = 0;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : arcs) \
    num_threads(std::max(1, options.threads))
  for (std::int32_t i = 0; i < instance.facilities(); ++i) {
    const RowCheck row = check_row_of(instance, table, FacilityId(i));
    arcs += row.arcs;
    fails[static_cast<std::size_t>(i)] = row.holds ? 0 : 1;
  }
  ShipCheck check{arcs, {}};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    if (fails[static_cast<std::size_t>(i.value())] != 0) check.failing_origins.push_back(i);
  }
  return check;
}

}  // namespace

KeyWidth narrowest_keys(const Instance& instance, const Potentials& potentials) {
  const Wide largest = key_scale(instance, potentials).largest_sum;
  if (largest <= std::numeric_limits<std::int16_t>::max()) return KeyWidth::bits16;
  if (largest <= std::numeric_limits<std::int32_t>::max()) return KeyWidth::bits32;
  if (largest <= std::numeric_limits<std::int64_t>::max()) return KeyWidth::bits64;
  return KeyWidth::bits128;
}

InstructionSet best_instruction_set() {
#ifdef SURGEFLOW_HAS_AVX2_KERNEL
  if (__builtin_cpu_supports("avx2")) return InstructionSet::avx2;
#endif
  return InstructionSet::portable;
}

ShipCheck check_ship_arcs(const Instance& instance, const Potentials& potentials,
                          const ShipCheckOptions& options) {
  const KeyScale scale = key_scale(instance, potentials);
  switch (options.width) {
    case KeyWidth::bits16:
      return check_with<std::int16_t>(instance, potentials, scale, options);
    case KeyWidth::bits32:
      return check_with<std::int32_t>(instance, potentials, scale, options);
    case KeyWidth::bits64:
      return check_with<std::int64_t>(instance, potentials, scale, options);
    case KeyWidth::bits128:
      break;
  }
  return check_with<Wide>(instance, potentials, scale, options);
}

void describe_ship_failures(const Instance& instance, const Potentials& potentials,
                            const std::vector<FacilityId>& failing_origins, Findings& findings) {
  const LaneTable& lanes = instance.lanes();
  if (failing_origins.empty()) return;
  findings.add(kCheck, [&] {
    return fmt::format("lanes from {} of {} facilities fail; the first arcs that do:",
                       failing_origins.size(), instance.facilities());
  });
  for (const FacilityId i : failing_origins) {
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(i, j);
      if (transit == 0) continue;
      for (Period t{0}; t.value() + transit < instance.periods(); ++t) {
        const Worth here = potential_at(potentials, i, t.value());
        const Worth there = potential_at(potentials, j, t.value() + transit);
        if (here >= there - Worth{0, lanes.cost(i, j)}) continue;
        findings.add(kCheck, [&] {
          return fmt::format("{}: worth {}, but {} when sent to {} for {}", findings.at(i, t),
                             in_words(here), in_words(there), findings.facility(j),
                             lanes.cost(i, j));
        });
        if (!findings.wants(kCheck)) return;
      }
    }
  }
}

}  // namespace surgeflow::flow::certificate
