// SPDX-License-Identifier: Apache-2.0
// Rows of panels on their way between the root, which has those of all facilities, and the ranks,
// which have those of their own; in messages of bounded size, so that they take the room of one
// panel and a few messages.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"
#include "comm/visit_in_order.hpp"
#include "lagrangian/spread_lanes.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

template <class T>
[[nodiscard]] RowMessages panel_messages(std::int32_t facilities, std::int32_t periods,
                                         const comm::Communicator& ranks) {
  return row_messages(facilities, ranks.size(),
                      std::int64_t{periods} * static_cast<std::int64_t>(sizeof(T)));
}

/// Collective: rows of own facilities. `append(facility, parcel)` adds a facility's row to a
/// parcel; it is called on the root.
template <class T, class Append>
[[nodiscard]] Panel<T> deal_rows(std::int32_t facilities, std::int32_t periods,
                                 const comm::Communicator& ranks, Append&& append) {
  const FacilityRange own = range_of_rank(facilities, ranks.size(), ranks.rank());
  Panel<T> rows(own.size(), periods);
  const RowMessages messages = panel_messages<T>(facilities, periods, ranks);
  for (std::int32_t n = 0; n < messages.count; ++n) {
    std::vector<std::vector<T>> outgoing(static_cast<std::size_t>(ranks.size()));
    for (int rank = 0; ranks.is_root() && rank < ranks.size(); ++rank) {
      const FacilityRange part = messages.part(range_of_rank(facilities, ranks.size(), rank), n);
      for (FacilityId i{part.first}; i.value() < part.last; ++i) {
        append(i, outgoing[static_cast<std::size_t>(rank)]);
      }
    }
    const std::vector<T> incoming = std::move(ranks.exchange(std::move(outgoing)).front());
    const auto begin = static_cast<std::size_t>(messages.part(own, n).first - own.first) *
                       static_cast<std::size_t>(periods);
    std::ranges::copy(incoming, rows.values().subspan(begin).begin());
  }
  return rows;
}

/// Collective: likewise, of the root's panel; the others give nullptr.
template <class T>
[[nodiscard]] Panel<T> deal_panel(std::int32_t facilities, std::int32_t periods,
                                  const comm::Communicator& ranks, const Panel<T>* all) {
  return deal_rows<T>(facilities, periods, ranks, [&](FacilityId i, std::vector<T>& parcel) {
    parcel.insert(parcel.end(), all->row(i).begin(), all->row(i).end());
  });
}

/// Collective: likewise, devices that become usable in the root's instance.
[[nodiscard]] inline Panel<Count> deal_supply(std::int32_t facilities, std::int32_t periods,
                                              const comm::Communicator& ranks,
                                              const Instance* instance) {
  return deal_rows<Count>(facilities, periods, ranks,
                          [&](FacilityId i, std::vector<Count>& parcel) {
                            for (Period t{0}; t.value() < periods; ++t) {
                              parcel.push_back(instance->supply(i, t));
                            }
                          });
}

/// Devices at a facility and period, on their way to the rank that holds the facility.
struct NodeCount {
  std::int32_t facility = 0;
  std::int32_t period = 0;
  Count quantity = 0;
};

/// Collective: sends parcels by rank, and adds what comes to the rows of own facilities.
inline void add_counts(std::vector<std::vector<NodeCount>> parcels, FacilityRange own,
                       const comm::Communicator& ranks, Panel<Count>& rows) {
  for (const std::vector<NodeCount>& parcel : ranks.exchange(std::move(parcels))) {
    for (const NodeCount& count : parcel) {
      rows(FacilityId(count.facility - own.first), Period(count.period)) += count.quantity;
    }
  }
}

/// Collective: the way back; rows of all `facilities` on the root, none on the others.
template <class T>
[[nodiscard]] Panel<T> join_rows(std::int32_t facilities, const Panel<T>& rows,
                                 const comm::Communicator& ranks) {
  Panel<T> all;
  if (ranks.is_root()) all = Panel<T>(facilities, rows.periods());
  auto next = all.values().begin();
  comm::visit_in_order(rows.values(), static_cast<std::size_t>(rows.periods()), ranks,
                       [&](std::span<const T> part) { next = std::ranges::copy(part, next).out; });
  return all;
}

}  // namespace surgeflow::lagrangian
