// SPDX-License-Identifier: Apache-2.0
// Adds up payments.
#include "surgeflow/review/money.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <tuple>

#include "surgeflow/core/error.hpp"
#include "surgeflow/review/loans.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::review {
namespace {

using Wide = __int128;

constexpr std::string_view kLender = "lender";
constexpr std::string_view kReceiver = "receiver";
constexpr std::int64_t kMetres = 1000;

class Ledger {
 public:
  Ledger(const MoneyTerms& terms, std::span<const Facility> facilities)
      : terms_(terms), facilities_(facilities) {}

  void buy(FacilityId i, Count devices) {
    add(terms_.purchase_payer == kReceiver ? id(i) : terms_.purchase_payer, "supplier", "purchase",
        devices, Wide{terms_.purchase} * devices);
  }

  void ship(const Shipment& shipment) {
    const std::string lender = id(shipment.origin);
    const std::string payer = terms_.transport_payer == kLender     ? lender
                              : terms_.transport_payer == kReceiver ? id(shipment.destination)
                                                                    : terms_.transport_payer;
    const Wide by_distance =
        (Wide{terms_.per_device_km} * shipment.quantity * metres(shipment) + kMetres / 2) / kMetres;
    add(payer, "carrier", "transport", shipment.quantity,
        terms_.per_shipment + Wide{terms_.per_device} * shipment.quantity + by_distance);
    add(terms_.subsidy_payer, lender, "subsidy", 1, terms_.subsidy);
  }

  /// `devices` owed for so many periods.
  void rent(const LoanEntry& loan, std::int32_t periods) {
    const Wide quantity = Wide{loan.devices} * periods;
    add(id(loan.borrower), id(loan.lender), "rental", quantity, quantity * terms_.rental);
  }

  [[nodiscard]] std::vector<Payment> payments() const {
    std::vector<Payment> list;
    for (const auto& [parties, sums] : sums_) {
      const auto& [payer, payee, what] = parties;
      const auto& [quantity, amount] = sums;
      if (quantity > kMost || amount > kMost) {
        throw InputError({{"", 0, "money"},
                          fmt::format("what {} pays {} for {} leaves 64 bits", payer, payee, what),
                          "sums below 9.2e16",
                          "state the amounts in thousands"});
      }
      list.push_back(
          {payer, payee, what, static_cast<std::int64_t>(quantity), static_cast<Amount>(amount)});
    }
    return list;
  }

 private:
  static constexpr Wide kMost = std::numeric_limits<Amount>::max();

  [[nodiscard]] const std::string& id(FacilityId i) const {
    return facilities_[static_cast<std::size_t>(i.value())].id;
  }
  [[nodiscard]] std::int64_t metres(const Shipment& shipment) const {
    const auto& from = facilities_[static_cast<std::size_t>(shipment.origin.value())].location;
    const auto& to = facilities_[static_cast<std::size_t>(shipment.destination.value())].location;
    return from && to ? std::llround(kMetres * transit::distance_km(*from, *to)) : 0;
  }
  void add(const std::string& payer, const std::string& payee, const std::string& what,
           Wide quantity, Wide amount) {
    if (amount == 0) return;
    auto& [quantities, amounts] = sums_[{payer, payee, what}];
    quantities += quantity;
    amounts += amount;
  }

  struct Sums {
    Wide quantity = 0;
    Wide amount = 0;
  };
  const MoneyTerms& terms_;
  std::span<const Facility> facilities_;
  std::map<std::tuple<std::string, std::string, std::string>, Sums> sums_;
};

/// What two facilities owe each other, from one entry to the next and to the end of the horizon.
void rent_all(const Plan& plan, std::int32_t periods, Ledger& ledger) {
  std::map<std::pair<FacilityId, FacilityId>, LoanEntry> last;
  for (const LoanEntry& loan : loan_ledger(plan)) {
    auto [known, is_new] = last.try_emplace({loan.lender, loan.borrower}, loan);
    if (is_new) continue;
    ledger.rent(known->second, loan.period.value() - known->second.period.value());
    known->second = loan;
  }
  for (const auto& [parties, loan] : last) ledger.rent(loan, periods - loan.period.value());
}

}  // namespace

std::vector<Payment> payments(const MoneyTerms& terms, std::span<const Facility> facilities,
                              const Instance& instance, const Plan& plan) {
  Ledger ledger(terms, facilities);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (const Count devices : instance.arrivals().row(i)) ledger.buy(i, devices);
  }
  for (const Shipment& shipment : plan.shipments) ledger.ship(shipment);
  rent_all(plan, instance.periods(), ledger);
  return ledger.payments();
}

std::string in_words(Amount amount, const std::string& currency) {
  std::string digits = fmt::format("{}", amount / kHundredths);
  for (std::size_t n = digits.size(); n > 3; n -= 3) digits.insert(n - 3, 1, ',');
  return fmt::format("{}.{:02}{}{}", digits, amount % kHundredths, currency.empty() ? "" : " ",
                     currency);
}

}  // namespace surgeflow::review
