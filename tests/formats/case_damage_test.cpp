// SPDX-License-Identifier: Apache-2.0
// Damaged files: whatever is cut off or changed, a case is read or refused with a place.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "formats/damage.hpp"
#include "support/case_folder.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::CaseFolder;
using surgeflow::testing::kDamage;

struct InputFile {
  const char* name;
  std::string_view bytes;
};

constexpr std::array kFiles = {InputFile{"case.toml", surgeflow::testing::kCaseToml},
                               InputFile{"facilities.csv", surgeflow::testing::kFacilitiesCsv},
                               InputFile{"demand.csv", surgeflow::testing::kDemandCsv},
                               InputFile{"arrivals.csv", surgeflow::testing::kArrivalsCsv},
                               InputFile{"transit.csv", surgeflow::testing::kTransitCsv}};

/// Whether the case is accepted, or refused by findings that all name a file. Any other exception
/// reaches the test and fails it.
bool is_handled(const CaseFolder& folder) {
  try {
    static_cast<void>(check_case(read_case(folder.toml()).statement));
  } catch (const InputError& error) {
    for (const Diagnostic& finding : error.diagnostics()) {
      if (finding.place.file.empty() || finding.seen.empty()) return false;
    }
  }
  return true;
}

TEST(DamagedCase, CutOffAnywhere) {
  for (const InputFile& file : kFiles) {
    const CaseFolder folder;
    for (std::size_t length = 0; length < file.bytes.size(); ++length) {
      folder.write(file.name, file.bytes.substr(0, length));
      ASSERT_TRUE(is_handled(folder)) << file.name << " cut after " << length;
    }
  }
}

TEST(DamagedCase, BytesChangedAnywhere) {
  std::uint64_t draw = 0;
  const auto below = [&](std::size_t bound) {
    return static_cast<std::size_t>(random_below({20200331, 0, 0}, draw++, bound));
  };
  for (const InputFile& file : kFiles) {
    const CaseFolder folder;
    for (int round = 0; round < 400; ++round) {
      std::string bytes(file.bytes);
      for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
        bytes[below(bytes.size())] = kDamage[below(kDamage.size())];
      }
      folder.write(file.name, bytes);
      ASSERT_TRUE(is_handled(folder)) << file.name << ":\n" << bytes;
    }
  }
}

}  // namespace
}  // namespace surgeflow::formats
