# SPDX-License-Identifier: Apache-2.0
"""A plan file as what equal runs agree on."""

import hashlib

import h5py
import numpy

MEASURED = [f"lagrangian/{column}" for column in
            ["seconds", "slowest_block_seconds", "mean_block_seconds", "bytes_sent"]]


def content(path):
    """Everything in a file but what is known to differ between equal runs, as comparable bytes."""
    found = {}

    def keep(name, thing):
        if "provenance/volatile" in name or name in MEASURED:
            return
        if isinstance(thing, h5py.Dataset):
            found[name] = (str(thing.dtype), thing.shape, thing.chunks, thing.compression,
                           thing.compression_opts, thing.shuffle, thing[()].tobytes())
        for key, value in thing.attrs.items():
            if key in ("DIMENSION_LIST", "REFERENCE_LIST"):
                continue  # object references are addresses within the file
            found[f"{name}@{key}"] = repr(numpy.asarray(value).tolist())

    with h5py.File(path) as file:
        file.visititems(keep)
        for key, value in file.attrs.items():
            found[f"@{key}"] = repr(numpy.asarray(value).tolist())
    return found


def content_sha256(dataset):
    """The checksum of a dataset of numbers, as docs/plan-file.md defines it."""
    values = dataset[...].astype(dataset.dtype.newbyteorder("<")).tobytes()
    shape = "[" + ",".join(str(size) for size in dataset.shape) + "]"
    return hashlib.sha256(f"{dataset.dtype.name}{shape}\n".encode() + values).hexdigest()
