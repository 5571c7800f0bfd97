// SPDX-License-Identifier: Apache-2.0
// Bytes and seconds by which the need of a case is estimated, as measured.
//
// Peaks are the resident set of `surgeflow plan --threads 1` (GNU time), seconds its user time, on
// one core of an AMD EPYC, GNU 12.2 -O3, November 2026, with cases of `surgeflow synth
// --seed 1` over 180 periods:
//
//   facilities             300     1,000     3,000     7,000    33,000   1,000 (540 periods)
//   peak, MB                37        46        83       196     2,027   66
//   by the formula, MB      34        46        85       198     2,022   72
//   seconds                0.2       0.6       3.3       9.7       420   0.7
//
// (33,000 with two threads, wall time on a machine with other work.) By distance, in steps of 10
// km:
//
//   facilities             300     1,000     3,000     3,142 counties, and with fixed_km = 200
//   peak, MB                39        67       199       196    220
//   by the formula, MB      43        76       200       210    210
//   seconds                1.2       9.9        74        48     67
//
// A full table of 1,000 facilities, a million lines, took 194 MB and 0.5 s to read.
#pragma once

#include <cstdint>

namespace surgeflow::app::rates {

/// The program and its libraries before any case.
inline constexpr std::int64_t kProgramBytes = 30'000'000;

// Input.
inline constexpr std::int64_t kFacilityBytes = 1'200;  ///< its line, parameters, checked form
inline constexpr std::int64_t kStatedLaneBytes = 150;  ///< its line while the table is read
inline constexpr std::int64_t kInputNodeBytes = 12;    ///< demand, arrivals, the case's arrivals
inline constexpr std::int64_t kTransitPairBytes = 1;   ///< the lane table
inline constexpr std::int64_t kLaneCostPairBytes = 4;  ///< beside it, where lanes have costs

// Solver: src/flow/primal_dual/primal_dual.hpp says the same of its memory.
inline constexpr std::int64_t kSolverNodeBytes = 45;  ///< potentials, flows, labels, arcs in use
/// Tiles of lanes: 512 bytes for 64 x 64 facilities and each transit time between some of them.
inline constexpr double kLaneTilePairBytes = 512.0 / (64.0 * 64.0);
/// As many transit times lie between the facilities of two words.
inline constexpr std::int64_t kTransitTimesATile = 3;
/// Where lanes have costs of their own: state of both stages, listed lanes, a bit for each of
/// those.
inline constexpr std::int64_t kCostedNodeBytes = 190;

// Answer, and the plan file.
inline constexpr std::int64_t kAnswerNodeBytes = 16;   ///< treated, potentials as pairs
inline constexpr std::int64_t kWritingNodeBytes = 35;  ///< stocks and flows, packed panels

// Planning by regions: what each of the ranks holds. Peaks of `surgeflow plan` on ranks of one
// thread, cases as above, the gap reached by the sweeps (0.01 to 0.001); the proof with a gap of 0:
//
//   facilities             300     1,000     7,000     7,000     7,000    33,000
//   regions, ranks        6, 3     17, 3     51, 3    100, 6      4, 3     51, 4
//   root, MB                49        60       162       130       166       658
//   by the formula          42        51       142       126       142       649
//   others, at most         38        45       120       101       125       561
//   by the formula          41        48       119        83       119       538
//   root with the proof     50        64       276
//   by the formula          44        59       259
//
/// MPI on more than one rank.
inline constexpr std::int64_t kRankProgramBytes = 8'000'000;
inline constexpr std::int64_t kRankFacilityBytes = 100;  ///< places, blocks of all partitions
inline constexpr std::int64_t kRankRowNodeBytes = 20;    ///< own rows: demand, supply, plan
inline constexpr std::int64_t kRankNodeBytes = 6;        ///< potentials and offers of all
inline constexpr std::int64_t kCheckNodeBytes = 12;      ///< potentials of all, at the end
inline constexpr std::int64_t kDescentNodeBytes = 100;   ///< own blocks, with their solvers
inline constexpr std::int64_t kBlockNodeBytes = 12;      ///< own blocks of a sweep: their plans
inline constexpr std::int64_t kSweepNodeBytes = 95;      ///< the block at work besides
// src/lagrangian/schedule.cpp and src/model/check_regions.cpp choose these sizes.
inline constexpr std::int64_t kFacilitiesPerRegion = 60;
inline constexpr std::int64_t kFacilitiesPerLargeBlock = 628;
inline constexpr std::int64_t kFacilitiesPerSweepBlock = 785;

// Seconds. Cases differ most by how many rounds the solver needs.
inline constexpr double kLeastStartSeconds = 0.1;
inline constexpr double kMostStartSeconds = 0.5;
inline constexpr double kStatedLaneSeconds = 0.6e-6;
/// For each pair of facilities and period.
inline constexpr double kLeastShipSeconds = 0.3e-9;
inline constexpr double kMostShipSeconds = 3e-9;
inline constexpr double kLeastCostedShipSeconds = 0.02e-6;
inline constexpr double kMostCostedShipSeconds = 0.1e-6;

}  // namespace surgeflow::app::rates
