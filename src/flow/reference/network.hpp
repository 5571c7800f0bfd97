// SPDX-License-Identifier: Apache-2.0
// The time-expanded network with every arc in memory.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::flow::reference {

/// Patients (or what is gained in parts of a patient), then movement saved, in lexicographic order
/// (the order of the members).
struct Worth {
  std::int64_t patients = 0;
  std::int64_t moves = 0;

  auto operator<=>(const Worth&) const = default;
  friend Worth operator+(Worth a, Worth b) { return {a.patients + b.patients, a.moves + b.moves}; }
  friend Worth operator-(Worth a, Worth b) { return {a.patients - b.patients, a.moves - b.moves}; }
};

enum class ArcKind { hold, treat, send, ship };

/// Above every flow (at most kMaxTotal), so that such an arc always has room.
inline constexpr Count kUnlimited = std::numeric_limits<Count>::max();

struct Arc {
  ArcKind kind = ArcKind::hold;
  std::int32_t from = 0;
  std::int32_t to = 0;
  Count capacity = 0;
  Count flow = 0;
  Worth gain;

  [[nodiscard]] Count room() const { return capacity - flow; }
  [[nodiscard]] bool is_limited() const { return capacity != kUnlimited; }
};

/// Node (i, t) is number i * periods + t. Where leaving has steps a gate for each follows in the
/// same order; the sink comes last.
class Network {
 public:
  /// Throws InputError where the arcs would exceed `kReferenceArcLimit`.
  explicit Network(const Instance& instance);

  [[nodiscard]] std::int32_t nodes() const { return sink_ + 1; }
  [[nodiscard]] std::int32_t sink() const { return sink_; }
  /// Facilities x periods: the nodes before the gates.
  [[nodiscard]] std::int32_t cells() const { return cells_; }
  /// The node of i in `period`; the sink where that is after the horizon.
  [[nodiscard]] std::int32_t node(FacilityId i, std::int32_t period) const;
  /// Where a node or gate is.
  [[nodiscard]] FacilityId facility(std::int32_t node) const {
    return FacilityId(node % cells_ / periods_);
  }
  [[nodiscard]] Period period(std::int32_t node) const { return Period(node % periods_); }

  [[nodiscard]] std::span<const Arc> arcs() const { return arcs_; }
  [[nodiscard]] Arc& arc(std::int32_t index) { return arcs_[static_cast<std::size_t>(index)]; }
  /// Indices of the arcs that leave, and that enter, a node.
  [[nodiscard]] std::span<const std::int32_t> leaving(std::int32_t node) const;
  [[nodiscard]] std::span<const std::int32_t> entering(std::int32_t node) const;

 private:
  /// Arc indices grouped by node: those of node u lie in [start[u], start[u + 1]).
  struct Incidence {
    std::vector<std::int32_t> start;
    std::vector<std::int32_t> arcs;
    [[nodiscard]] std::span<const std::int32_t> at(std::int32_t node) const;
  };

  void add_hold(const Instance& instance, FacilityId i, Period t);
  void add_treat(const Instance& instance, FacilityId i, Period t);
  void add_ship(const Instance& instance, FacilityId i, Period t);
  void add_steps(ArcKind kind, std::span<const GainStep> steps, FacilityId i, Period t,
                 std::int32_t to);
  [[nodiscard]] Incidence group_by(std::int32_t Arc::*end) const;

  std::int32_t periods_ = 0;
  std::int32_t cells_ = 0;
  std::int32_t sink_ = 0;
  std::vector<Arc> arcs_;
  Incidence leaving_;
  Incidence entering_;
};

}  // namespace surgeflow::flow::reference
