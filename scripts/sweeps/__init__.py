# SPDX-License-Identifier: Apache-2.0
"""The parts of scripts/plot_sweep.py: what a sweep file holds, and pictures of it."""
