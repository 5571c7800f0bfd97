// SPDX-License-Identifier: Apache-2.0
// The one session that all tests share, as a process has only one.
#pragma once

#include "comm/session.hpp"

/// The session of `main`.
const surgeflow::comm::Session& test_session();
