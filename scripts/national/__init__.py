# SPDX-License-Identifier: Apache-2.0
"""Parts of build_national.py: agencies' files in, cases of the whole country out."""
