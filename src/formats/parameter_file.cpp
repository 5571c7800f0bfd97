// SPDX-License-Identifier: Apache-2.0
// Maps BayesCHIME's parameters to numbers of [demand].
#include "formats/parameter_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "formats/csv_table.hpp"
#include "formats/toml_document.hpp"
#include "model/parameter_bounds.hpp"

namespace surgeflow::formats {
namespace {

/// Their name, ours, and the number of which it is a share.
struct Counterpart {
  std::string_view theirs;
  std::string_view ours;
  std::string_view share_of;
};

constexpr std::array kCounterparts = {
    Counterpart{"hosp_prop", "hospitalized_rate", {}},
    Counterpart{"ICU_prop", "icu_rate", "hospitalized_rate"},
    Counterpart{"vent_prop", "ventilated_rate", "icu_rate"},
    Counterpart{"hosp_LOS", "hospital_days", {}},
    Counterpart{"ICU_LOS", "icu_days", {}},
    Counterpart{"vent_LOS", "ventilator_days", {}},
    Counterpart{"recovery_days", "infectious_days", {}},
    Counterpart{"mkt_share", "market_share", {}},
    Counterpart{"doubling_time", "doubling_time", {}},
};

constexpr std::array<std::string_view, 15> kNotUsed = {"n_hosp",
                                                       "region_pop",
                                                       "incubation_days",
                                                       "logistic_k",
                                                       "logistic_x0",
                                                       "logistic_L",
                                                       "nu",
                                                       "beta",
                                                       "hosp_capacity",
                                                       "vent_capacity",
                                                       "beta_spline_dimension",
                                                       "beta_spline_power",
                                                       "b0",
                                                       "beta_spline_prior",
                                                       "mob_coefs"};

struct Kind {
  std::string_view word;
  DistributionKind kind;
};

constexpr std::array kKinds = {
    Kind{"gamma", DistributionKind::gamma}, Kind{"beta", DistributionKind::beta},
    Kind{"normal", DistributionKind::normal}, Kind{"norm", DistributionKind::normal}};

constexpr std::string_view kDistributionWords = "constant, gamma, beta, normal";

const Counterpart* counterpart_of(std::string_view name) {
  const auto found = std::find_if(kCounterparts.begin(), kCounterparts.end(),
                                  [&](const Counterpart& c) { return c.theirs == name; });
  return found == kCounterparts.end() ? nullptr : &*found;
}

class ParameterReader {
 public:
  ParameterReader(const CsvTable& table, Diagnostics& findings)
      : table_(table),
        findings_(findings),
        param_(table, "param", findings),
        distribution_(table, "distribution", findings),
        base_(table, "base", findings),
        p1_(table, "p1", findings),
        p2_(table, "p2", findings) {}

  ParameterFile read() {
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::string name = param_.required_text(row);
      if (name.empty()) continue;
      const auto entry = first_line_.emplace(name, table_.line(row));
      if (!entry.second) {
        refuse(row, "param",
               fmt::format("{} is there already, in line {}", in_quotes(name), entry.first->second),
               "each parameter once", "remove one of the two lines");
      } else if (const Counterpart* counterpart = counterpart_of(name)) {
        read_parameter(row, *counterpart);
      } else if (std::find(kNotUsed.begin(), kNotUsed.end(), name) != kNotUsed.end()) {
        file_.not_used.push_back(name);
      } else {
        refuse_unknown(row, name);
      }
    }
    return std::move(file_);
  }

 private:
  void refuse(std::size_t row, std::string column, std::string seen, std::string allowed,
              std::string remedy) {
    findings_.add({{table_.file(), table_.line(row), std::move(column)},
                   std::move(seen),
                   std::move(allowed),
                   std::move(remedy)});
  }

  void refuse_unknown(std::size_t row, const std::string& name) {
    std::vector<std::string> known;
    known.reserve(kCounterparts.size() + kNotUsed.size());
    for (const Counterpart& counterpart : kCounterparts) known.emplace_back(counterpart.theirs);
    const std::string used = fmt::format("{}", fmt::join(known, ", "));
    for (const std::string_view other : kNotUsed) known.emplace_back(other);
    refuse(row, "param", fmt::format("{} is no parameter of BayesCHIME", in_quotes(name)), used,
           remedy_for_unknown(nearest_name(name, known)));
  }

  void read_parameter(std::size_t row, const Counterpart& counterpart) {
    UncertainParameter parameter;
    parameter.name = counterpart.ours;
    parameter.share_of = counterpart.share_of;
    const std::string word = distribution_.required_text(row);
    if (word.empty()) return;
    if (word == "constant") {
      read_constant(row, std::move(parameter));
      return;
    }
    const auto kind =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.word == word; });
    if (kind == kKinds.end()) {
      refuse(row, "distribution", in_quotes(word), std::string(kDistributionWords),
             fmt::format("state it as a [[vary]] with key = \"demand.{}\"", counterpart.ours));
      return;
    }
    read_distribution(row, kind->kind, std::move(parameter));
  }

  void read_constant(std::size_t row, UncertainParameter parameter) {
    const auto base = required_decimal(row, base_, "base");
    if (!base) return;
    const auto kind = kind_of_parameter(parameter.name);
    if (kind && !is_allowed(*kind, *base)) {
      refuse(row, "base", fmt::format("{}", *base), std::string(allowed_values(*kind)),
             "correct the value");
      return;
    }
    parameter.distribution = Distribution{DistributionKind::uniform, {*base, *base + 1.0}};
    parameter.least = *base;
    parameter.most = *base;
    file_.constants.push_back(std::move(parameter));
  }

  void read_distribution(std::size_t row, DistributionKind kind, UncertainParameter parameter) {
    const auto p1 = required_decimal(row, p1_, "p1");
    const auto p2 = required_decimal(row, p2_, "p2");
    if (!p1 || !p2) return;
    parameter.distribution = Distribution{kind, {*p1, *p2}};
    if (const auto impossible = what_is_impossible(*parameter.distribution)) {
      refuse(row, "p1", *impossible, "numbers with which the distribution exists",
             "correct p1 and p2");
      return;
    }
    Factor factor;
    factor.key = "demand." + parameter.name;
    factor.uncertain = std::move(parameter);
    file_.drawn.push_back({table_.line(row), std::move(factor)});
  }

  std::optional<double> required_decimal(std::size_t row, const CsvColumn& column,
                                         const char* name) {
    const std::size_t before = findings_.size();
    const auto value = column.decimal(row);
    if (!value && findings_.size() == before) {
      refuse(row, name, "the cell is empty", "a number", "fill it");
    }
    return value;
  }

  const CsvTable& table_;
  Diagnostics& findings_;
  CsvColumn param_, distribution_, base_, p1_, p2_;
  std::map<std::string, std::int64_t> first_line_;
  ParameterFile file_;
};

}  // namespace

ParameterFile read_parameters(std::string_view bytes, const std::string& file,
                              Diagnostics& findings) {
  const CsvSchema schema{
      {"param", "base", "distribution", "p1", "p2"}, {"description"}, OtherColumns::ignored};
  const auto table = read_csv(bytes, file, schema, findings);
  if (!table) return {};
  return ParameterReader(*table, findings).read();
}

}  // namespace surgeflow::formats
