// SPDX-License-Identifier: Apache-2.0
// Kinds of keys: what the list says of a key is what the reader of a case demands of it.
#include "formats/case_keys.hpp"

#include <gtest/gtest.h>

#include "support/case_folder.hpp"
#include "support/messages.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::formats {
namespace {

using surgeflow::testing::CaseFolder;
using surgeflow::testing::input_error_of;
using surgeflow::testing::one_line_says;

/// A value of the wrong kind, and how a reader asks for the right one.
struct Wrong {
  const char* value;
  const char* allowed;
};

Wrong wrong_for(KeyKind kind) {
  switch (kind) {
    case KeyKind::text:
      return {"2.5", "a text"};
    case KeyKind::date:
      return {"2.5", "a date"};
    case KeyKind::whole:
      return {"2.5", "a whole number"};
    case KeyKind::decimal:
      return {"true", "a number"};
    case KeyKind::truth:
      return {"2.5", "true or false"};
    case KeyKind::schedule:
      return {"true", "a number, or a list"};
    case KeyKind::pairs:
      return {"true", "a list of pairs of numbers"};
    case KeyKind::text_or_whole:
      return {"2.5", "a whole number"};
  }
  return {};
}

TEST(CaseKeys, HaveTheKindThatTheReaderDemands) {
  const CaseFolder folder;
  folder.change_toml("file = \"transit.csv\"", "model = \"geodesic\"\nkm_per_period = 600");
  for (const KnownSection& section : known_sections()) {
    for (const std::string& name : section.keys) {
      const std::string key = section.name + "." + name;
      if (key == "transit.file") continue;  // refused beside a model, whatever it is
      const auto kind = kind_of_key(key);
      ASSERT_TRUE(kind.has_value()) << key;
      const Wrong wrong = wrong_for(*kind);
      const std::string refusal = input_error_of(
          [&] { static_cast<void>(read_case(folder.toml(), {key + "=" + wrong.value})); });
      EXPECT_TRUE(one_line_says(refusal, {"--set: '" + key + "'", wrong.allowed})) << key;
    }
  }
}

TEST(CaseKeys, UnknownOnesHaveNone) {
  for (const char* key : {"", "demand", "demand.", "demand.rate", "rates.icu_rate", ".model"}) {
    EXPECT_FALSE(kind_of_key(key).has_value()) << key;
  }
}

}  // namespace
}  // namespace surgeflow::formats
