# SPDX-License-Identifier: Apache-2.0
"""Cases to replay, from published daily series."""
