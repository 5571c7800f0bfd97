# SPDX-License-Identifier: Apache-2.0
"""What all pictures of surgeflow have in common."""
