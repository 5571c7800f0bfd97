// SPDX-License-Identifier: Apache-2.0
// Who made a file, from what and how.
#pragma once

#include <string>
#include <vector>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::app {

/// `arguments` are the command line's, without the program's name.
[[nodiscard]] archive::Provenance make_provenance(const std::vector<std::string>& arguments,
                                                  const formats::CaseFile& file);

}  // namespace surgeflow::app
