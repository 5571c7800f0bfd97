// SPDX-License-Identifier: Apache-2.0
// The base model as a DIMACS min-cost flow file.
#include <limits>

#include "formats/explicit_network.hpp"
#include "formats/text_output.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

void print_dimacs_explanation(TextOutput& text, const Instance& instance, const NetworkSize& size) {
  text.print(
      "c Sharing of devices between {0} facilities over {1} periods, by surgeflow.\n"
      "c Node i * {1} + t + 1 is facility i in period t, both counted from 0; node {2} is the "
      "sink.\n"
      "c Arcs of cost -{3} treat patients, arcs from a facility to another ship devices, arcs of "
      "cost 0\n"
      "c from a node to its facility's next period (or the sink) keep devices idle.\n"
      "c {3} is more than the movement of any plan, so patients come first. Of the least cost z:\n"
      "c patients treated = ceil(-z / {3}), movement = z + {3} * patients treated.\n",
      instance.facilities(), instance.periods(), size.nodes, size.patient_weight);
}

/// What the rest can not say of gains in parts of a patient, with steps, and of costs of leaving.
void print_dimacs_steps(TextOutput& text, const Instance& instance, const NetworkSize& size) {
  text.print(
      "c Gains are counted in 1/{0} patient. Arcs that gain g have the cost -{1} * g: those to a\n"
      "c facility's next period keep so many devices idle, those to a turnaround later treat;\n"
      "c parallel ones are steps. With the sum of gains in the place of the patients treated,\n"
      "c gain = ceil(-z / {1}), movement = z + {1} * gain.\n",
      instance.resolution(), size.patient_weight);
  if (instance.send_steps().empty()) return;
  text.print(
      "c Node {0} + i * {1} + t + 1 is the gate through which devices leave facility i in period "
      "t:\n"
      "c arcs to it are steps, by what leaving costs, and lanes start from it.\n",
      std::int64_t{instance.facilities()} * instance.periods(), instance.periods());
}

void print_supplies(TextOutput& text, const Instance& instance, const NetworkSize& size) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count supply = instance.supply(i, t);
      if (supply == 0) continue;
      text.print("n {} {}\n", std::int64_t{i.value()} * instance.periods() + t.value() + 1, supply);
    }
  }
  if (instance.total_supply() != 0) {
    text.print("n {} {}\n", size.nodes, -instance.total_supply());
  }
}

}  // namespace

void write_dimacs(std::ostream& out, const Instance& instance) {
  // Solvers add costs along paths and beside flows; half the range leaves them room.
  constexpr std::int64_t kCostLimit = std::numeric_limits<std::int64_t>::max() / 2;
  const NetworkSize size = size_of_network(instance, kCostLimit);
  TextOutput text(out);
  print_dimacs_explanation(text, instance, size);
  if (!is_plain(instance)) print_dimacs_steps(text, instance, size);
  text.print("p min {} {}\n", size.nodes, size.arcs);
  print_supplies(text, instance, size);
  for_each_arc(instance, size, [&](const Arc& arc) {
    text.print("a {} {} 0 {} {}\n", arc.tail + 1, arc.head + 1, arc.capacity, arc.cost);
  });
  text.finish();
}

}  // namespace surgeflow::formats
