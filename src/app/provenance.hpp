// SPDX-License-Identifier: Apache-2.0
// Who made a file, from what and how.
#pragma once

#include "app/environment.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::app {

[[nodiscard]] archive::Provenance make_provenance(const Environment& environment,
                                                  const formats::CaseFile& file);

}  // namespace surgeflow::app
