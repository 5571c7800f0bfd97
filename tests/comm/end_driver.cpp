// SPDX-License-Identifier: Apache-2.0
// A program that fails on one rank, to see from outside that it ends on all: end_test.py runs it.
//
// end_driver WAY RANK: rank RANK fails, and its code is 3. WAY is where:
//   agreed        inside all_or_none
//   root          inside run_on_root (then RANK is 0)
//   unagreed      outside, while the others wait in a collective
//   echo          outside as well, but by the failure of another that never shows up
//   abort         as unagreed, but it calls abort at once
//   swallowed     inside all_or_none, and then it ends in order all the same
//   slow          nowhere, but it ends in order long after the others
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

#include "comm/communicator.hpp"
#include "comm/session.hpp"
#include "surgeflow/core/error.hpp"

namespace {

using namespace surgeflow;

constexpr int kCode = 3;
constexpr int kEchoCode = 1;
constexpr std::chrono::milliseconds kPatience{300};

void fail_where(bool here) {
  if (here) throw SystemError("the disk is full");
}

int run(const comm::Session& session, const std::string& way, int failing) {
  const auto ranks = comm::Communicator::world();
  const bool here = ranks.rank() == failing;
  if (way == "agreed") ranks.all_or_none([&] { fail_where(here); });
  if (way == "root") {
    return ranks.run_on_root([&] {
      fail_where(here);
      return 0;
    });
  }
  if (way == "unagreed") {
    fail_where(here);
    ranks.barrier();
  }
  if (way == "echo") {
    if (here) throw comm::OtherRankFailed(ranks.size());
    ranks.barrier();
  }
  if (way == "abort") {
    if (here) session.abort(kCode);
    ranks.barrier();
  }
  if (way == "swallowed") {
    try {
      ranks.all_or_none([&] { fail_where(here); });
    } catch (const SystemError&) {
      return 0;
    }
  }
  if (way == "slow" && here) std::this_thread::sleep_for(3 * kPatience);
  return way == "slow" ? kCode : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const comm::Session session(argc, argv);
  comm::Outcome outcome;
  std::string message = "not all was reached";
  try {
    outcome.code = run(session, argv[1], std::stoi(argv[2]));
  } catch (const comm::OtherRankFailed& error) {
    outcome = {comm::End::echo, kEchoCode};
    message = error.what();
  } catch (const std::exception& error) {
    outcome = {comm::End::failed, kCode};
    message = error.what();
  }
  const comm::Verdict verdict = session.agree_on_exit(outcome, kPatience);
  // At once: the launcher writes to the same stream when a rank fails.
  if (verdict.speaks) std::cerr << "driver: " + message + "\n";
  if (verdict.alone) session.abort(verdict.code);
  return verdict.code;
}
