# SPDX-License-Identifier: Apache-2.0
"""The parts of scripts/colorado_study.py: runs, figures and the document."""
