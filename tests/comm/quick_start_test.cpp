// SPDX-License-Identifier: Apache-2.0
// A process tells MPI that it is alone where no launcher has started it, and nobody else.
#include "comm/quick_start.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <map>
#include <optional>
#include <string>

namespace surgeflow::comm {
namespace {

std::optional<std::string> value_of(const char* name) {
  const char* value = getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// The environment as the test wants it; afterwards as it was.
class QuickStartOfMpi : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMIX_NAMESPACE", "PMI_RANK",
                             "PMI_FD", "OMPI_MCA_pml", "OMPI_MCA_btl", "HWLOC_SYNTHETIC"}) {
      put(name, std::nullopt);
    }
  }
  void TearDown() override {
    for (const auto& [name, value] : before_) change(name, value);
  }
  void put(const char* name, std::optional<std::string> value) {
    before_.try_emplace(name, value_of(name));
    change(name, value);
  }

 private:
  static void change(const std::string& name, const std::optional<std::string>& value) {
    if (value) {
      setenv(name.c_str(), value->c_str(), 1);
    } else {
      unsetenv(name.c_str());
    }
  }
  std::map<std::string, std::optional<std::string>> before_;
};

TEST_F(QuickStartOfMpi, IsForAProcessAlone) {
  {
    const QuickStart quick;
    EXPECT_EQ(value_of("OMPI_MCA_btl"), "self");
    EXPECT_EQ(value_of("HWLOC_SYNTHETIC"), "pu:1");
  }
  EXPECT_EQ(value_of("OMPI_MCA_btl"), std::nullopt);
  EXPECT_EQ(value_of("HWLOC_SYNTHETIC"), std::nullopt);
}

TEST_F(QuickStartOfMpi, LeavesRanksOfALauncherAlone) {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"}) {
    put(name, "1");
    EXPECT_TRUE(is_launched()) << name;
    const QuickStart quick;
    EXPECT_EQ(value_of("OMPI_MCA_btl"), std::nullopt) << name;
    put(name, std::nullopt);
  }
  EXPECT_FALSE(is_launched());
}

TEST_F(QuickStartOfMpi, LeavesWhatTheUserHasSet) {
  put("OMPI_MCA_btl", "self,tcp");
  {
    const QuickStart quick;
    EXPECT_EQ(value_of("OMPI_MCA_btl"), "self,tcp");
    EXPECT_EQ(value_of("OMPI_MCA_pml"), "ob1");
  }
  EXPECT_EQ(value_of("OMPI_MCA_btl"), "self,tcp");
}

}  // namespace
}  // namespace surgeflow::comm
