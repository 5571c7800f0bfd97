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

KeyScale key_scale(const LaneTable& lanes, const Potentials& potentials) {
  const auto [least_patients, most_patients] = std::ranges::minmax(potentials.patients.values());
  const auto [least_moves, most_moves] = std::ranges::minmax(potentials.moves.values());
  const Wide moves_range = Wide{most_moves} - least_moves;
  const Wide largest_cost = lanes.max_cost();
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
  KeyTable(const LaneTable& lanes, const Potentials& potentials, const KeyScale& scale)
      : blocks_((static_cast<std::size_t>(potentials.patients.periods()) + kBlock - 1) / kBlock),
        stride_(blocks_ * kBlock + longest_shift(lanes, potentials.patients.periods())),
        keys_(static_cast<std::size_t>(lanes.facilities()) * stride_, Key{0}) {
    for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
      Key* row = keys_.data() + static_cast<std::size_t>(i.value()) * stride_;
      for (Period t{0}; t.value() < potentials.patients.periods(); ++t) {
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
  static std::size_t longest_shift(const LaneTable& lanes, std::int32_t periods) {
    return static_cast<std::size_t>(std::min(lanes.max_transit_periods(), periods));
  }

  std::size_t blocks_;
  std::size_t stride_;
  std::vector<Key> keys_;
};

Worth worth_kept(const Potentials& potentials, const FailingArc& arc) {
  return potential_at(potentials, arc.origin, arc.depart.value());
}

Worth worth_sent(const Potentials& potentials, const FailingArc& arc) {
  return potential_at(potentials, arc.destination, arc.depart.value() + arc.transit_periods) -
         Worth{0, arc.cost};
}

struct RowCheck {
  std::int64_t arcs = 0;
  bool holds = true;
};

/// Every lane that leaves facility i, in every period that arrives within the horizon.
template <class Key>
[[gnu::always_inline]] inline RowCheck check_row(const LaneTable& lanes, std::int32_t periods,
                                                 const KeyTable<Key>& table, FacilityId i) {
  const std::span<const std::uint8_t> transit_row = lanes.row(i);
  const std::size_t length = table.blocks() * kBlock;
  const Key* origin = table.row(static_cast<std::size_t>(i.value()));
  RowCheck row;
  Key signs = 0;
  for (std::size_t j = 0; j < transit_row.size(); ++j) {
    const std::int32_t transit = transit_row[j];
    if (transit == 0 || transit >= periods) continue;
    const Key cost = static_cast<Key>(lanes.has_costs() ? lanes.cost_row(i)[j] : 1);
    const Key* destination = table.row(j) + transit;
    for (std::size_t t = 0; t < length; ++t) {
      signs = static_cast<Key>(signs | static_cast<Key>(origin[t] + cost - destination[t]));
    }
    row.arcs += periods - transit;
  }
  row.holds = signs >= 0;
  return row;
}

template <class Key>
RowCheck check_row_portable(const LaneTable& lanes, std::int32_t periods,
                            const KeyTable<Key>& table, FacilityId i) {
  return check_row(lanes, periods, table, i);
}

#ifdef SURGEFLOW_HAS_AVX2_KERNEL
template <class Key>
[[gnu::target("avx2")]] RowCheck check_row_avx2(const LaneTable& lanes, std::int32_t periods,
                                                const KeyTable<Key>& table, FacilityId i) {
  return check_row(lanes, periods, table, i);
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
ShipCheck check_with(const LaneTable& lanes, const Potentials& potentials, const KeyScale& scale,
                     const ShipCheckOptions& options) {
  if (scale.largest_sum > Wide{std::numeric_limits<Key>::max()}) {
    throw std::invalid_argument("potentials do not fit the keys asked for");
  }
  const KeyTable<Key> table(lanes, potentials, scale);
  const auto check_row_of = kernel<Key>(options.instructions);
  const FacilityRange origins = lanes.origins();
  const std::int32_t periods = potentials.patients.periods();
  std::vector<std::uint8_t> fails(static_cast<std::size_t>(origins.size()), 0);
  std::int64_t arcs = 0;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : arcs) \
    num_threads(std::max(1, options.threads))
  for (std::int32_t i = origins.first; i < origins.last; ++i) {
    const RowCheck row = check_row_of(lanes, periods, table, FacilityId(i));
    arcs += row.arcs;
    fails[static_cast<std::size_t>(i - origins.first)] = row.holds ? 0 : 1;
  }
  ShipCheck check{.arcs = arcs - lanes.closed_arcs(periods), .failing_origins = {}};
  for (FacilityId i{origins.first}; i.value() < origins.last; ++i) {
    const bool fails_somewhere = fails[static_cast<std::size_t>(i.value() - origins.first)] != 0;
    // The kernel looks at closed lanes too; where it finds nothing, nothing fails.
    if (fails_somewhere &&
        (lanes.closed().empty() || !first_failing_arcs(lanes, potentials, {i}).empty())) {
      check.failing_origins.push_back(i);
    }
  }
  return check;
}

}  // namespace

KeyWidth narrowest_keys(const LaneTable& lanes, const Potentials& potentials) {
  const Wide largest = key_scale(lanes, potentials).largest_sum;
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

ShipCheck check_ship_arcs(const LaneTable& lanes, const Potentials& potentials,
                          const ShipCheckOptions& options) {
  const KeyScale scale = key_scale(lanes, potentials);
  switch (options.width) {
    case KeyWidth::bits16:
      return check_with<std::int16_t>(lanes, potentials, scale, options);
    case KeyWidth::bits32:
      return check_with<std::int32_t>(lanes, potentials, scale, options);
    case KeyWidth::bits64:
      return check_with<std::int64_t>(lanes, potentials, scale, options);
    case KeyWidth::bits128:
      break;
  }
  return check_with<Wide>(lanes, potentials, scale, options);
}

std::vector<FailingArc> first_failing_arcs(const LaneTable& lanes, const Potentials& potentials,
                                           const std::vector<FacilityId>& failing_origins) {
  std::vector<FailingArc> arcs;
  for (const FacilityId i : failing_origins) {
    for (FacilityId j{0}; j.value() < lanes.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(i, j);
      if (transit == 0) continue;
      for (Period t{0}; t.value() + transit < potentials.patients.periods(); ++t) {
        if (!lanes.is_open(i, j, t)) continue;
        const FailingArc arc{i, j, t, transit, lanes.cost(i, j)};
        if (worth_kept(potentials, arc) >= worth_sent(potentials, arc)) continue;
        arcs.push_back(arc);
        // The first finding says how many origins fail.
        if (static_cast<std::int64_t>(arcs.size()) == kDescribedFindings - 1) return arcs;
      }
    }
  }
  return arcs;
}

void describe_ship_failures(const Potentials& potentials, const LaneCheck& lanes,
                            Findings& findings) {
  if (lanes.failing_origins == 0) return;
  findings.add(kCheck, [&] {
    return fmt::format("lanes from {} of {} facilities fail; the first arcs that do:",
                       lanes.failing_origins, potentials.patients.facilities());
  });
  for (const FailingArc& arc : lanes.first_failing) {
    findings.add(kCheck, [&] {
      return fmt::format("{}: worth {}, but {} when sent to {} for {}",
                         findings.at(arc.origin, arc.depart), in_words(worth_kept(potentials, arc)),
                         in_words(worth_sent(potentials, arc) + Worth{0, arc.cost}),
                         findings.facility(arc.destination), arc.cost);
    });
  }
}

}  // namespace surgeflow::flow::certificate
