// SPDX-License-Identifier: Apache-2.0
// Which surgeflow this is, and what it was built with.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace surgeflow::app {

/// Known when the build was configured.
struct BuildInfo {
  std::string_view version;
  std::string_view commit;  ///< of the source, or "unknown" outside a git checkout
  std::string_view build_type;
  std::string_view compiler;
  std::string_view flags;
  std::string_view scripts_from_program;  ///< their folder, from that of the program
};
[[nodiscard]] BuildInfo build_info();

/// Name -> version of surgeflow and of the libraries whose work is in its results.
[[nodiscard]] std::map<std::string, std::string> versions();

/// What `surgeflow --version` prints, as lines and as JSON.
[[nodiscard]] std::string version_text();
[[nodiscard]] std::string version_json();

}  // namespace surgeflow::app
