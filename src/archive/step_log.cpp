// SPDX-License-Identifier: Apache-2.0
// One list of columns for both directions.
#include "archive/step_log.hpp"

#include <numeric>

#include "archive/plan_layout.hpp"

namespace surgeflow::archive {
namespace {

/// What equal runs agree on.
template <class Visit>
void visit_lasting_columns(Visit visit) {
  visit(
      kStep, [](auto& record) -> auto& { return record.step; });
  visit(
      kStepPartition, [](auto& record) -> auto& { return record.partition; });
  visit(
      kStepBlocks, [](auto& record) -> auto& { return record.blocks; });
  visit(
      kStepBound, [](auto& record) -> auto& { return record.bound_treated; });
  visit(
      kStepTreated, [](auto& record) -> auto& { return record.treated; });
  visit(
      kStepGap, [](auto& record) -> auto& { return record.gap; });
}

template <class Visit>
void visit_measured_columns(Visit visit) {
  visit(
      kStepSeconds, [](auto& record) -> auto& { return record.measured.seconds; });
  visit(
      kStepSlowest, [](auto& record) -> auto& { return record.measured.slowest_block_seconds; });
  visit(
      kStepMean, [](auto& record) -> auto& { return record.measured.mean_block_seconds; });
  visit(
      kStepBytes, [](auto& record) -> auto& { return record.measured.bytes_sent; });
}

class ColumnWriter {
 public:
  ColumnWriter(Hdf5Writer& file, std::span<const StepRecord> steps) : file_(file), steps_(steps) {}

  template <class Member>
  void operator()(const Variable& variable, Member member) const {
    using Value = std::remove_cvref_t<decltype(member(steps_[0]))>;
    std::vector<Value> values;
    for (const StepRecord& record : steps_) values.push_back(member(record));
    const std::vector<Axis> axes{{kStepNumberPath, values.size()}};
    if constexpr (std::is_same_v<Value, std::string>) {
      file_.write_text(variable.path, values, axes, variable.label);
    } else {
      file_.write<Value>(variable.path, values, axes, variable.label);
    }
  }

 private:
  Hdf5Writer& file_;
  std::span<const StepRecord> steps_;
};

class ColumnReader {
 public:
  ColumnReader(const Hdf5Reader& file, std::vector<StepRecord>& steps)
      : file_(file), steps_(steps) {}

  template <class Member>
  void operator()(const Variable& variable, Member member) const {
    using Value = std::remove_cvref_t<decltype(member(steps_[0]))>;
    const auto values = read<Value>(variable.path);
    for (std::size_t n = 0; n < steps_.size(); ++n) member(steps_[n]) = values[n];
  }

 private:
  template <class Value>
  [[nodiscard]] std::vector<Value> read(const char* path) const {
    if constexpr (std::is_same_v<Value, std::string>) {
      return file_.read_text(path, {steps_.size()});
    } else {
      return file_.read<Value>(path, {steps_.size()});
    }
  }

  const Hdf5Reader& file_;
  std::vector<StepRecord>& steps_;
};

}  // namespace

void write_steps(Hdf5Writer& file, std::span<const StepRecord> steps) {
  if (steps.empty()) return;
  file.make_group(kStepsPath);
  std::vector<std::int32_t> numbers(steps.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  file.write<std::int32_t>(kStepNumberPath, numbers, {{kStepNumberPath, numbers.size()}},
                           kStepNumberLabel);
  visit_lasting_columns(ColumnWriter(file, steps));
}

void write_measured(Hdf5Writer& file, std::span<const StepRecord> steps) {
  if (!steps.empty()) visit_measured_columns(ColumnWriter(file, steps));
}

std::vector<StepRecord> read_steps(const Hdf5Reader& file) {
  if (!file.has(kStepsPath)) return {};
  const Shape shape = file.shape(kStepNumberPath);
  if (shape.size() != 1) file.refuse(kStepNumberPath, shape_text(shape), "one axis");
  std::vector<StepRecord> steps(shape[0]);
  visit_lasting_columns(ColumnReader(file, steps));
  visit_measured_columns(ColumnReader(file, steps));
  return steps;
}

}  // namespace surgeflow::archive
