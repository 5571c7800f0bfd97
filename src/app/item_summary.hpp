// SPDX-License-Identifier: Apache-2.0
// The numbers of plans of several items, together and each by itself.
#pragma once

#include <string>
#include <vector>

#include "surgeflow/archive/item_file.hpp"
#include "surgeflow/flow/item_certificate.hpp"

namespace surgeflow::app {

/// Counts what all plans together come to, and what the certificate says of them. The rest is the
/// caller's to add, as with count_summary.
[[nodiscard]] archive::Summary count_item_summary(const archive::ItemDocument& document,
                                                  const ItemReport& report);

/// What the certificates say of one item by itself: of a tied one no more than that nobody can be
/// treated who is not there, since its bound stands with all others'.
[[nodiscard]] CertificateReport certificate_of_item(const archive::ItemDocument& document,
                                                    std::size_t item, const ItemReport& report,
                                                    int threads);

/// The content of summary.json: the public keys of all items together, and of each under "items".
[[nodiscard]] std::string item_summary_json(const archive::ItemDocument& document);

}  // namespace surgeflow::app
