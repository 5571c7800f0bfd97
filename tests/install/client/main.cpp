// SPDX-License-Identifier: Apache-2.0
// Two hospitals: the first has the only device, the second the only patient, one period away.
#include <surgeflow/flow/certificate.hpp>
#include <surgeflow/flow/solver.hpp>

int main() {
  using namespace surgeflow;
  InstanceData data{.devices = {1, 0},
                    .turnaround_periods = {10, 10},
                    .in_processing_periods = {1, 1},
                    .demand = Panel<Count>(2, 3),
                    .arrivals = Panel<Count>(2, 3),
                    .lanes = LaneTable(2)};
  data.lanes.row(FacilityId(0))[1] = 1;
  data.demand(FacilityId(1), Period(1)) = 1;
  const Instance instance(data);
  const SolveResult result = solve(instance);
  const bool certified = check_certificate(instance, result.plan, result.potentials).optimal;
  return certified && result.value == PlanValue{.treated = 1, .movement = 1} ? 0 : 1;
}
