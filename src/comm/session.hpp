// SPDX-License-Identifier: Apache-2.0
// The life of MPI in a process, from its start to an end that all ranks agree on.
//
// A process that no launcher has started (comm/launched.hpp) is alone and does without MPI, whose
// start would take longer than most commands: its communicators have one rank, and no call of MPI
// is made.
//
// Every rank comes to `agree_on_exit` with how it ended, after everything else; then one rank
// prints, and all return one code. A rank that threw outside `Communicator::all_or_none` may find
// that the others wait for it in a collective and never come: its patience runs out, it prints, and
// it ends all ranks by `abort`. In `main`:
//
//     const comm::Session session(argc, argv);
//     comm::Outcome outcome;
//     std::string message;
//     try {
//       outcome.code = run(comm::Communicator::world());
//     } catch (const comm::OtherRankFailed& error) {
//       outcome = {comm::End::echo, kInternalError};
//       message = error.what();
//     } catch (const std::exception& error) {
//       outcome = {comm::End::failed, kInternalError};
//       message = error.what();
//     }
//     const comm::Verdict verdict = session.agree_on_exit(outcome);
//     if (verdict.speaks) std::cerr << message << '\n';
//     if (verdict.alone) session.abort(verdict.code);
//     return verdict.code;
#pragma once

#include <chrono>
#include <memory>

namespace surgeflow::comm {

/// How a rank's part of a run ended.
enum class End {
  in_order,  ///< without an exception; its code may still say that something was not reached
  failed,    ///< by an exception of its own
  echo,      ///< by OtherRankFailed
};

struct Outcome {
  End end = End::in_order;
  int code = 0;  ///< the exit code that this rank would choose; not 0 unless in order
};

/// What a rank does at the end of a run.
struct Verdict {
  int code = 0;         ///< the exit code; the same on all ranks
  bool speaks = false;  ///< this rank prints its message, and no other does
  bool alone = false;   ///< the others did not come: print, then Session::abort(code)
};

/// MPI_Init_thread on construction, MPI_Finalize on destruction, unless the process is alone; one
/// per process, in `main`. It must outlive what catches exceptions: MPI_Finalize waits for all
/// ranks. Other threads may run.
class Session {
 public:
  Session(int& argc, char**& argv);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Every rank says how it ended, once, after everything else. All get the code of the lowest
  /// rank that failed, and that rank speaks; where none failed, the lowest that ended as an echo;
  /// where none did, the lowest whose code is not 0. Does not throw.
  /// A rank in order waits as long as it takes. One that failed waits for `patience`: the others
  /// may be in a collective that it will never join. An echo waits 12 times as long, to leave the
  /// word to the rank that knows the reason.
  [[nodiscard]] Verdict agree_on_exit(
      Outcome mine, std::chrono::milliseconds patience = std::chrono::seconds(5)) const;

  /// Ends all ranks at once, wherever they are. The last resort.
  [[noreturn]] void abort(int code) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace surgeflow::comm
