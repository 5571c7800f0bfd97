// SPDX-License-Identifier: Apache-2.0
// surgeflow explain: what shipments are good for, why patients go unmet, what more devices save.
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <ostream>

#include "app/explained_plan.hpp"
#include "app/failure.hpp"
#include "app/log.hpp"
#include "app/options.hpp"
#include "app/output_file.hpp"
#include "app/threads.hpp"

namespace surgeflow::app {
namespace {

constexpr std::string_view kAllShipments = "all";

std::optional<std::uint64_t> whole(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

std::string refuse_bad_shipment(const std::string& text) {
  if (text == kAllShipments || whole(text)) return {};
  return fmt::format("'{}' is no shipment; allowed: a whole number from 0 on, or all", text);
}

class ExplainCommand final : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "explain"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Say what shipments save, why patients go unmet, what more devices would save";
  }

  void declare(CLI::App& app) override {
    add_option(app, "PLAN", plan_path_, "The plan file").required().placeholder("PLAN.h5");
    add_option(
        app, "--shipment", shipment_,
        "What this shipment saves; by its number in the plan file, from 0 on, or all of them")
        .check(refuse_bad_shipment)
        .placeholder("N|all");
    add_option(app, "--facility", facility_, "Why patients of this facility go unmet")
        .placeholder("ID");
    add_option(app, "--date", date_, "Why patients go unmet on this day").placeholder("DATE");
    add_option(app, "--item", item_, "The item, of a file that holds several").placeholder("NAME");
    add_option(app, "--json", json_path_, "Writes the numbers of the answer as JSON")
        .placeholder("FILE");
    declare_threads(app, threads_);
    declare_log_options(app, log_options_);
    add_footer(app,
               "Without --shipment, --facility and --date: where one more device saves most, and "
               "what many would save.\nThe plan must be certified optimal, or have limits.");
  }

  [[nodiscard]] ExitCode run(const Environment& environment) override {
    if (!shipment_.empty() && (!facility_.empty() || !date_.empty())) {
      throw UsageError("--shipment stands alone; allowed beside it: --json");
    }
    require_distinct({plan_path_, json_path_});
    std::optional<OutputFile> json_file;
    if (!json_path_.empty()) json_file.emplace(json_path_);
    const ExplainedPlan plan(plan_path_, item_, threads_);
    const Explanation answer = explanation(environment, plan);
    if (json_file) {
      json_file->stream() << answer.json;
      json_file->commit();
    }
    environment.out << answer.text;
    return ExitCode::done;
  }

 private:
  [[nodiscard]] Explanation explanation(const Environment& environment,
                                        const ExplainedPlan& plan) const {
    const bool limits = plan.has_limits();
    if (shipment_ == kAllShipments) {
      return limits ? explain_shipments_within_limits(plan) : explain_shipments(plan);
    }
    if (!shipment_.empty()) {
      const std::size_t number = shipment_number(plan);
      return limits ? explain_shipment_within_limits(plan, number) : explain_shipment(plan, number);
    }
    if (!facility_.empty() && !date_.empty()) {
      const FacilityId facility = plan.facility(facility_);
      const Period period = plan.period(date_);
      return limits ? explain_place_within_limits(plan, facility, period)
                    : explain_place(plan, facility, period);
    }
    if (!facility_.empty()) return explain_facility(plan, plan.facility(facility_));
    if (!date_.empty()) return explain_day(plan, plan.period(date_));
    TerminalLog log(environment, log_options_);
    return explain_whole(plan, {.stop = {}, .log = &log, .threads = threads_});
  }

  [[nodiscard]] std::size_t shipment_number(const ExplainedPlan& plan) const {
    const std::size_t shipments = plan.shipments().size();
    const std::uint64_t number = whole(shipment_).value();
    if (number < shipments) return number;
    throw UsageError(fmt::format(
        "--shipment: the plan has no shipment {}; allowed: {}", shipment_,
        shipments == 0 ? "none, no device moves" : fmt::format("0 to {}, or all", shipments - 1)));
  }

  std::string plan_path_;
  std::string item_;
  std::string shipment_;
  std::string facility_;
  std::string date_;
  std::string json_path_;
  int threads_ = default_threads();
  LogOptions log_options_;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace surgeflow::app
