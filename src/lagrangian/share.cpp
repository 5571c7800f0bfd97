// SPDX-License-Identifier: Apache-2.0
// Cutting shares out of a whole instance.
#include "lagrangian/share.hpp"

#include "lagrangian/travelling_rows.hpp"

namespace surgeflow::lagrangian {

Share distribute(const Instance* instance, const LaneTable& lanes,
                 const comm::Communicator& ranks) {
  Share share;
  if (instance != nullptr) {
    share.facilities = instance->facilities();
    share.periods = instance->periods();
    for (FacilityId i{0}; i.value() < share.facilities; ++i) {
      share.turnaround_periods.push_back(instance->turnaround_periods(i));
    }
  }
  share.facilities = ranks.broadcast_value(share.facilities);
  share.periods = ranks.broadcast_value(share.periods);
  share.turnaround_periods.resize(static_cast<std::size_t>(share.facilities));
  ranks.broadcast(std::span(share.turnaround_periods));
  share.own = range_of_rank(share.facilities, ranks.size(), ranks.rank());

  share.supply = deal_supply(share.facilities, share.periods, ranks, instance);
  share.demand = deal_panel(share.facilities, share.periods, ranks,
                            instance == nullptr ? nullptr : &instance->demand());
  share.lanes = &lanes;
  share.incoming = incoming_lanes(lanes, ranks);
  return share;
}

}  // namespace surgeflow::lagrangian
