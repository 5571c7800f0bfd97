// SPDX-License-Identifier: Apache-2.0
// MPI behind one door: the session, a communicator, and the agreement on how a run ends.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace surgeflow::comm {

/// MPI_Init_thread on construction, MPI_Finalize on destruction; one per process, in `main`. Other
/// threads may run, but only the one that made the session may communicate.
/// Every MPI error becomes a SystemError with the call's name and MPI's own text.
class Session {
 public:
  Session(int& argc, char**& argv);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
};

/// A group of ranks; a duplicate of the caller's communicator, so that messages never mix.
class Communicator {
 public:
  /// All ranks of the session.
  [[nodiscard]] static Communicator world();
  ~Communicator();
  Communicator(Communicator&&) noexcept;
  Communicator& operator=(Communicator&&) noexcept;

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;
  [[nodiscard]] bool is_root() const { return rank() == 0; }

  /// The root runs `work`, the others wait without using their core; all return the root's result.
  /// `work` must not throw.
  [[nodiscard]] int run_on_root(const std::function<int()>& work) const;

 private:
  struct Handle;
  explicit Communicator(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

/// "Open MPI 4.1.4", for provenance.
[[nodiscard]] std::string library_version();

}  // namespace surgeflow::comm
