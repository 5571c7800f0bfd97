// SPDX-License-Identifier: Apache-2.0
// Looks at every lane in every period: v_it >= v_j,t+s - c.
//
// Potentials are pairs in lexicographic order; a billion of them are compared as single integers.
// Let M be the largest minus the smallest moves of all nodes, C the largest lane cost, and
// K = M + C + 1. With p and m counted from their smallest values, key(v) = K p + m. Then
//
//   v_i + (0, c) >= v_j   if and only if   key(v_i) + c - key(v_j) >= 0.
//
// Proof: the difference is K dp + dm with dp = p_i - p_j and dm = m_i + c - m_j, so that
// |dm| <= M + C < K. For dp >= 1 it is >= K - |dm| > 0, for dp <= -1 it is <= |dm| - K < 0, and for
// dp = 0 it is dm; each time its sign is that of the lexicographic comparison.
//
// Keys lie in [0, R] with R = K (max p - min p) + M, and every number above in [-R, R + C]. The
// narrowest integer that holds R + C is used: 16 bits suffice for the optimal potentials of a
// nation of 3,142 facilities over 180 days with a cost of one a device, 128 bits for any potentials
// at all.
//
// A row of keys is one facility's time line, filled up behind the horizon with the smallest key, 0.
// A pair of facilities is then one loop of constant length over two contiguous rows, shifted by
// the transit time: what is compared behind the horizon is 0 with 0 or more and can not fail. The
// loop joins the sign bits of all differences with "or"; a row of the lane table is right when no
// difference was negative. Compilers turn it into vector instructions, so it is written once and
// compiled for the plain instruction set and for AVX2; the processor is asked at run time.
// bench/micro/certificate_benchmark measures 13 to 27 billion lanes a second and core with 16 bits,
// depending on how much of the keys stays in the core's cache.
//
// Blocks of origins against one destination, and vectors of 64 bytes, were tried: neither gained
// more than the measurements scatter.
#pragma once

#include <cstdint>
#include <vector>

#include "flow/certificate/findings.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::flow::certificate {

enum class KeyWidth { bits16, bits32, bits64, bits128 };
enum class InstructionSet { portable, avx2 };

/// The narrowest keys that order these potentials exactly.
[[nodiscard]] KeyWidth narrowest_keys(const LaneTable& lanes, const Potentials& potentials);
/// The widest vectors that this processor has and the kernel was compiled for.
[[nodiscard]] InstructionSet best_instruction_set();

struct ShipCheckOptions {
  KeyWidth width = KeyWidth::bits128;  ///< no narrower than narrowest_keys()
  InstructionSet instructions = InstructionSet::portable;
  int threads = 1;
};

struct ShipCheck {
  std::int64_t arcs = 0;                    ///< looked at
  std::vector<FacilityId> failing_origins;  ///< with a lane that fails in some period, ascending
};

/// Of the rows that the table holds. Does not depend on the options.
[[nodiscard]] ShipCheck check_ship_arcs(const LaneTable& lanes, const Potentials& potentials,
                                        const ShipCheckOptions& options);

/// The first failing arcs of these origins, each pair compared as a pair; as many as are put into
/// words.
[[nodiscard]] std::vector<FailingArc> first_failing_arcs(
    const LaneTable& lanes, const Potentials& potentials,
    const std::vector<FacilityId>& failing_origins);

void describe_ship_failures(const Potentials& potentials, const LaneCheck& lanes,
                            Findings& findings);

}  // namespace surgeflow::flow::certificate
