# SPDX-License-Identifier: Apache-2.0
"""How much tests try of what there is much of; the same as thorough.hpp for tests in Python."""

import os
import unittest

THOROUGH = "SURGEFLOW_THOROUGH_TESTS" in os.environ


def to_try(some, everything):
    """`everything` where the environment has SURGEFLOW_THOROUGH_TESTS, as in continuous integration;
    `some` elsewhere, where people wait for the answer."""
    return everything if THOROUGH else some


# For a test of what others show in part: seconds that people need not wait for.
thorough = unittest.skipUnless(THOROUGH, "only where SURGEFLOW_THOROUGH_TESTS is set")
