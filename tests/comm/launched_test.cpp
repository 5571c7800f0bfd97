// SPDX-License-Identifier: Apache-2.0
// A process knows by its environment whether a launcher has started it.
#include "comm/launched.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <map>
#include <optional>
#include <string>

namespace surgeflow::comm {
namespace {

constexpr std::array kNames = {"OMPI_COMM_WORLD_SIZE",
                               "PMIX_RANK",
                               "PMIX_NAMESPACE",
                               "PMI_RANK",
                               "PMI_FD",
                               "MV2_COMM_WORLD_RANK",
                               "JSM_NAMESPACE_RANK",
                               "PALS_RANKID",
                               "ALPS_APP_PE",
                               "FLUX_TASK_RANK"};

/// Without what launchers say; afterwards the environment is as it was.
class Launched : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : kNames) {
      const char* value = getenv(name);
      if (value != nullptr) before_[name] = value;
      unsetenv(name);
    }
  }
  void TearDown() override {
    for (const auto& [name, value] : before_) setenv(name.c_str(), value.c_str(), 1);
  }

 private:
  std::map<std::string, std::string> before_;
};

TEST_F(Launched, IsNotAProcessAlone) { EXPECT_FALSE(is_launched()); }

TEST_F(Launched, IsARankOfAnyLauncher) {
  for (const char* name : kNames) {
    setenv(name, "0", 1);
    EXPECT_TRUE(is_launched()) << name;
    unsetenv(name);
  }
}

}  // namespace
}  // namespace surgeflow::comm
