# SPDX-License-Identifier: Apache-2.0
"""The parts of scripts/bench_table.py: one module a benchmark, and the words they share."""
