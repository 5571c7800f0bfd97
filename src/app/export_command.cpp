// SPDX-License-Identifier: Apache-2.0
// surgeflow export: a plan or its instance in other people's formats.
#include <fmt/format.h>

#include <ostream>

#include "app/failure.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/threads.hpp"
#include "surgeflow/archive/item_file.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::app {
namespace {

const std::vector<std::string> kFormats = {"csv", "geojson", "dimacs", "mps"};

std::string refuse_unknown_format(const std::string& format) {
  if (std::ranges::find(kFormats, format) != kFormats.end()) return {};
  const std::string nearest = nearest_name(format, kFormats);
  return fmt::format("'{}' is no format; allowed: {}{}", format, fmt::join(kFormats, ", "),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

class ExportCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "export"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Write a plan as CSV or GeoJSON, its problem as DIMACS or MPS";
  }

  void declare(CLI::App& app) override {
    add_option(app, "PLAN", plan_path_, "The plan file").required().placeholder("PLAN.h5");
    add_option(app, "--format", format_,
               "csv: a folder of tables; geojson: facilities and shipments on a map; dimacs, "
               "mps: the problem for other solvers, every lane written out")
        .required()
        .check(refuse_unknown_format)
        .placeholder("csv|geojson|dimacs|mps");
    add_option(app, "-o,--output", output_, "A folder for csv, otherwise a file")
        .required()
        .placeholder("PATH");
    add_option(app, "--item", item_, "The item, of a file that holds several; mps takes all")
        .placeholder("NAME");
    declare_threads(app, threads_);
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    require_distinct({plan_path_, output_});
    if (format_ == "mps" && item_.empty() && archive::holds_items(plan_path_)) {
      OutputFile file(output_);
      formats::write_mps(file.stream(), archive::read_item_plans(plan_path_, threads_).set);
      file.commit();
      environment.out << "Written: " << output_ << '\n';
      return ExitCode::done;
    }
    const archive::PlanDocument document = archive::read_plan(plan_path_, threads_, item_);
    if (format_ == "csv") {
      std::filesystem::create_directories(output_);
      formats::write_plan_csv(output_, document);
    } else {
      write_file(document);
    }
    environment.out << "Written: " << output_ << '\n';
    return ExitCode::done;
  }

 private:
  void write_file(const archive::PlanDocument& document) const {
    OutputFile file(output_);
    if (format_ == "geojson") {
      formats::write_plan_geojson(file.stream(), document);
    } else if (format_ == "dimacs") {
      formats::write_dimacs(file.stream(), problem_of(document, {}));
    } else {
      const Limits limits = document.limits ? document.limits->limits : Limits{};
      formats::write_mps(file.stream(), problem_of(document, limits),
                         within_orders(limits, document.instance, document.orders));
    }
    file.commit();
  }

  /// What is left to decide where a person gave orders.
  static Instance problem_of(const archive::PlanDocument& document, const Limits& limits) {
    if (document.orders.empty()) return document.instance;
    return with_orders(document.instance, document.orders, limits);
  }

  std::string plan_path_;
  std::string item_;
  std::string format_;
  std::string output_;
  int threads_ = default_threads();
};

}  // namespace

std::unique_ptr<Command> make_export_command() { return std::make_unique<ExportCommand>(); }

}  // namespace surgeflow::app
