// SPDX-License-Identifier: Apache-2.0
// What a variable of a file is, for people.
#pragma once

#include <string_view>

namespace surgeflow::archive {

struct Label {
  std::string_view units;  ///< "1" where a value has none
  std::string_view long_name;
};

}  // namespace surgeflow::archive
