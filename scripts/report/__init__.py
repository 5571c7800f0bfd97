# SPDX-License-Identifier: Apache-2.0
"""The page and the work orders that scripts/report.py makes of a plan file."""
