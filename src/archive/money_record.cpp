// SPDX-License-Identifier: Apache-2.0
// Prices as attributes.
#include "archive/money_record.hpp"

#include <limits>
#include <span>
#include <string>

#include "archive/decision_record.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kMoneyPath = "input/money";

struct NamedAmount {
  const char* name;
  Amount MoneyTerms::*amount;
};
struct NamedText {
  const char* name;
  std::string MoneyTerms::*text;
};

constexpr NamedAmount kAmounts[] = {{"purchase_hundredths", &MoneyTerms::purchase},
                                    {"rental_hundredths", &MoneyTerms::rental},
                                    {"per_shipment_hundredths", &MoneyTerms::per_shipment},
                                    {"per_device_hundredths", &MoneyTerms::per_device},
                                    {"per_device_km_hundredths", &MoneyTerms::per_device_km},
                                    {"subsidy_hundredths", &MoneyTerms::subsidy}};
constexpr NamedText kTexts[] = {{"currency", &MoneyTerms::currency},
                                {"purchase_payer", &MoneyTerms::purchase_payer},
                                {"transport_payer", &MoneyTerms::transport_payer},
                                {"subsidy_payer", &MoneyTerms::subsidy_payer}};

}  // namespace

void write_money(Hdf5Writer& file, const std::optional<MoneyTerms>& terms) {
  if (!terms) return;
  file.make_group(kMoneyPath);
  for (const auto& [name, amount] : kAmounts) file.set(kMoneyPath, name, (*terms).*amount);
  for (const auto& [name, text] : kTexts) file.set(kMoneyPath, name, (*terms).*text);
}

std::optional<MoneyTerms> read_money(const Hdf5Reader& file) {
  if (!file.has(kMoneyPath)) return std::nullopt;
  MoneyTerms terms;
  for (const auto& [name, amount] : kAmounts) {
    terms.*amount = read_within(file, kMoneyPath, name, 0, 1'000'000'000);
  }
  for (const auto& [name, text] : kTexts) terms.*text = file.text(kMoneyPath, name);
  return terms;
}

}  // namespace surgeflow::archive
