// SPDX-License-Identifier: Apache-2.0
// A root that counts, ranks that ask, and the threads behind them.
#include "comm/deal.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "comm/handle.hpp"
#include "comm/mpi_check.hpp"
#include "comm/native.hpp"
#include "comm/pause.hpp"

namespace surgeflow::comm {
namespace {

constexpr int kRequestTag = 1;
constexpr int kAnswerTag = 2;
constexpr std::int64_t kNoMore = -1;

/// What a rank says when it asks for an item.
struct Request {
  std::int64_t finished = 0;  ///< since it asked the last time
  std::int64_t stops = 0;     ///< 1: it wants no more, and nobody shall get any
};

/// The threads of a rank.
class Workers {
 public:
  using Work = std::function<void(int, std::int64_t)>;

  Workers(int count, const Work& work) : work_(work), at_work_(count) {
    threads_.reserve(static_cast<std::size_t>(count));
    for (int worker = 0; worker < count; ++worker) {
      threads_.emplace_back([this, worker] { run(worker); });
    }
  }
  ~Workers() {
    close();
    for (std::thread& thread : threads_) thread.join();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Whether a thread waits for an item that is not yet given.
  [[nodiscard]] bool wants() {
    const std::lock_guard lock(mutex_);
    return !closed_ && waiting_ > static_cast<int>(given_.size());
  }
  void give(std::int64_t item) {
    const std::lock_guard lock(mutex_);
    given_.push_back(item);
    changed_.notify_one();
  }
  /// Nothing more will be given; what was is still done.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  [[nodiscard]] bool have_ended() {
    const std::lock_guard lock(mutex_);
    return at_work_ == 0;
  }
  [[nodiscard]] std::exception_ptr failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }
  /// Items finished since the last call.
  [[nodiscard]] std::int64_t take_finished() {
    const std::lock_guard lock(mutex_);
    return std::exchange(finished_, 0);
  }

 private:
  void run(int worker) {
    while (const std::optional<std::int64_t> item = next()) {
      std::exception_ptr thrown;
      try {
        work_(worker, *item);
      } catch (...) {
        thrown = std::current_exception();
      }
      const std::lock_guard lock(mutex_);
      ++finished_;
      if (thrown && !failure_) failure_ = thrown;
    }
    const std::lock_guard lock(mutex_);
    --at_work_;
  }

  std::optional<std::int64_t> next() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.wait(lock, [&] { return closed_ || !given_.empty(); });
    --waiting_;
    if (given_.empty() || failure_) return std::nullopt;
    const std::int64_t item = given_.front();
    given_.pop_front();
    return item;
  }

  const Work& work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::int64_t> given_;
  bool closed_ = false;
  int waiting_ = 0;
  int at_work_;
  std::int64_t finished_ = 0;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

/// What both kinds of rank ask before they go on.
bool shall_stop(const DealControl& control, Workers& workers) {
  return (control.stop && control.stop()) || workers.failure() != nullptr;
}

/// The root: counts, gives to its own workers, and answers the others.
class Dealer {
 public:
  Dealer(MPI_Comm comm, int others, std::int64_t items, const DealControl& control,
         Workers& workers)
      : comm_(comm), asking_(others), items_(items), control_(control), workers_(workers) {}

  /// Until all ranks know that there is no more, and the own workers are done.
  Dealing run() {
    Pause pause;
    while (asking_ > 0 || !workers_.have_ended()) {
      if (!look()) {
        pause();
      } else {
        pause = Pause();
      }
    }
    report(workers_.take_finished());
    return stopped_ ? Dealing::stopped : Dealing::complete;
  }

 private:
  /// Whether there was anything to do.
  bool look() {
    stopped_ = stopped_ || shall_stop(control_, workers_);
    report(workers_.take_finished());
    bool busy = false;
    while (workers_.wants() && has_more()) {
      workers_.give(next_++);
      busy = true;
    }
    if (!has_more()) workers_.close();
    return answer_one() || busy;
  }

  bool answer_one() {
    if (asking_ == 0) return false;
    int arrived = 0;
    MPI_Status status;
    check(MPI_Iprobe(MPI_ANY_SOURCE, kRequestTag, comm_, &arrived, &status), "MPI_Iprobe");
    if (arrived == 0) return false;
    Request request;
    check(MPI_Recv(&request, sizeof request, MPI_BYTE, status.MPI_SOURCE, kRequestTag, comm_,
                   MPI_STATUS_IGNORE),
          "MPI_Recv");
    report(request.finished);
    stopped_ = stopped_ || request.stops != 0;
    const std::int64_t answer = has_more() ? next_++ : kNoMore;
    if (answer == kNoMore) --asking_;
    MPI_Request sent = MPI_REQUEST_NULL;
    check(MPI_Isend(&answer, 1, MPI_INT64_T, status.MPI_SOURCE, kAnswerTag, comm_, &sent),
          "MPI_Isend");
    wait(sent);
    return true;
  }

  [[nodiscard]] bool has_more() const { return !stopped_ && next_ < items_; }

  void report(std::int64_t finished) {
    finished_ += finished;
    if (control_.progress) control_.progress(finished_);
  }

  MPI_Comm comm_;
  int asking_;  ///< ranks that may still ask
  std::int64_t items_;
  const DealControl& control_;
  Workers& workers_;
  std::int64_t next_ = 0;
  std::int64_t finished_ = 0;
  bool stopped_ = false;
};

/// Any other rank: asks for one item at a time.
class Asker {
 public:
  Asker(MPI_Comm comm, const DealControl& control, Workers& workers)
      : comm_(comm), control_(control), workers_(workers) {}

  void run() {
    Pause pause;
    while (!told_to_end_ || !workers_.have_ended()) {
      if (!told_to_end_ && (workers_.wants() || shall_stop(control_, workers_))) {
        ask();
        pause = Pause();
      } else {
        pause();
      }
    }
  }

 private:
  void ask() {
    const Request request{.finished = workers_.take_finished(),
                          .stops = shall_stop(control_, workers_) ? 1 : 0};
    std::int64_t answer = kNoMore;
    MPI_Request pending[2];
    check(MPI_Irecv(&answer, 1, MPI_INT64_T, 0, kAnswerTag, comm_, &pending[0]), "MPI_Irecv");
    check(MPI_Isend(&request, sizeof request, MPI_BYTE, 0, kRequestTag, comm_, &pending[1]),
          "MPI_Isend");
    wait_all(pending, 0);
    if (answer == kNoMore) {
      told_to_end_ = true;
      workers_.close();
    } else {
      workers_.give(answer);
    }
  }

  MPI_Comm comm_;
  const DealControl& control_;
  Workers& workers_;
  bool told_to_end_ = false;
};

}  // namespace

Dealing deal(const Communicator& ranks, std::int64_t items, const DealControl& control,
             const std::function<void(int, std::int64_t)>& work) {
  const Communicator own = ranks.duplicate();
  const MPI_Comm comm = Native::of(own);
  Dealing dealing = Dealing::complete;
  std::exception_ptr failure;
  {
    Workers workers(control.workers, work);
    if (own.is_root()) {
      dealing = Dealer(comm, own.size() - 1, items, control, workers).run();
    } else {
      Asker(comm, control, workers).run();
    }
    failure = workers.failure();
  }
  ranks.all_or_none([&] {
    if (failure) std::rethrow_exception(failure);
  });
  return ranks.broadcast_value(dealing);
}

}  // namespace surgeflow::comm
