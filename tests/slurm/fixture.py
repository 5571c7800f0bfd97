# SPDX-License-Identifier: Apache-2.0
"""Starts or stops the Slurm that the other tests submit to; skipped where there can be none."""

import os
import sys

import slurm_case

if __name__ == "__main__":
    missing = slurm_case.why_not_here()
    if missing is not None:
        print(f"Not run: {missing}.")
        sys.exit(slurm_case.SKIPPED)
    os.execv(slurm_case.LOCAL_SLURM, [str(slurm_case.LOCAL_SLURM), sys.argv[1]])
