// SPDX-License-Identifier: Apache-2.0
// Pairs in messages.
#include "flow/certificate/worth.hpp"

#include <fmt/format.h>

namespace surgeflow::flow::certificate {

std::string in_words(const Worth& worth) {
  return fmt::format("({} patients, {} moves)", worth.patients, worth.moves);
}

}  // namespace surgeflow::flow::certificate
