// SPDX-License-Identifier: Apache-2.0
// Makes and removes the folder.
#include "support/work_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "surgeflow/core/error.hpp"

namespace surgeflow::bench {

WorkFolder::WorkFolder() {
  std::string name = std::filesystem::temp_directory_path() / "surgeflow-bench-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) {
    throw SystemError(fmt::format("mkdtemp {}: {}; set TMPDIR to a folder that you may write to",
                                  name, std::strerror(errno)));
  }
  path_ = name;
}

WorkFolder::~WorkFolder() {
  std::error_code left_behind;  // nothing to be done about it
  std::filesystem::remove_all(path_, left_behind);
}

}  // namespace surgeflow::bench
