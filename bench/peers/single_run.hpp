// SPDX-License-Identifier: Apache-2.0
// One run of one method on one instance, in a process of its own.
#pragma once

#include <string>

namespace surgeflow::bench {

/// Loads the instance, runs the method, and writes two lines of JSON to the standard output: the
/// instance, as soon as it is loaded, and the outcome. What libraries print there is dropped.
/// Returns the process's exit code.
///
/// The method first solves a tiny instance, so that neither times nor memory include the loading of
/// its library's code.
int run_single(const std::string& subject, const std::string& method_name);

}  // namespace surgeflow::bench
