// SPDX-License-Identifier: Apache-2.0
// What the launcher was asked for, to hold against what MPI says.
#pragma once

/// Ranks that the test was started on, from the command line.
int expected_ranks();
