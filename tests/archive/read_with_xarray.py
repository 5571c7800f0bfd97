#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens the small plan of the tests as a planner would, with xarray and h5py, and checks it."""
import argparse
import hashlib

import h5py
import numpy as np
import xarray as xr

# What the steps of a decomposition took: no two runs agree on it, and it has no checksum.
MEASURED = [f"lagrangian/{name}" for name in
            ["seconds", "slowest_block_seconds", "mean_block_seconds", "bytes_sent"]]


def content_sha256(dataset):
    """A dataset's checksum as docs/plan-file.md defines it."""
    shape = "[" + ",".join(str(size) for size in dataset.shape) + "]"
    if h5py.check_string_dtype(dataset.dtype):
        content = b"".join(text + b"\0" for text in dataset[...].ravel())
        return hashlib.sha256(b"text" + shape.encode() + b"\n" + content).hexdigest()
    values = dataset[...]
    little_endian = values.astype(values.dtype.newbyteorder("<"))
    return hashlib.sha256(
        f"{values.dtype.name}{shape}\n".encode() + little_endian.tobytes()
    ).hexdigest()


def check_plan(path):
    plan = xr.open_dataset(path, group="plan", engine="h5netcdf")
    assert plan.treated.dims == ("facility", "period")
    assert int(plan.treated.sel(facility="west", period="2020-04-02")) == 2
    assert plan.treated.dtype == np.int32
    assert plan.treated.attrs["units"] == "patients"
    assert plan.time.values[1] == np.datetime64("2020-04-01")
    by_time = plan.swap_dims(period="time")
    assert int(by_time.unmet.sel(time=slice("2020-04-01", "2020-04-30")).sum()) == 1
    assert list(plan.facility.values) == ["08031", "west", "pool"]


def check_input(path):
    given = xr.open_dataset(path, group="input", engine="h5netcdf")
    assert str(given.name.sel(facility="west").values) == 'Caf\u00e9 "West", annex'
    assert int(given.transit.sel(facility="pool", destination="west")) == 2
    assert np.isnan(given.latitude.sel(facility="pool"))
    assert int(given.arrivals.sum()) == 1
    assert given.attrs["start"] == "2020-03-31"


def check_shipments(path, count):
    shipments = xr.open_dataset(path, group="shipments", engine="h5netcdf")
    assert shipments.sizes["shipment"] == count
    table = shipments.to_dataframe()
    if count:
        assert list(table.origin_id) == ["08031", "pool"]
        assert list(table.arrive) == [1, 2]
        assert 300 < table.distance_km[0] < 330 and np.isnan(table.distance_km[1])


def check_duals(path):
    duals = xr.open_dataset(path, group="duals", engine="h5netcdf")
    assert int(duals.device_value_patients.sel(facility="pool", period="2020-04-03")) == 8
    assert duals.device_value_moves.attrs["long_name"]


def check_steps(path):
    steps = xr.open_dataset(path, group="lagrangian", engine="h5netcdf")
    assert list(steps.step.values) == ["coarse", "polish"]
    assert list(steps.bytes_sent.values) == [96, 17]
    assert steps.seconds.attrs["units"] == "s"


def check_gains(path):
    steps = xr.open_dataset(path, group="input/steps", engine="h5netcdf")
    assert steps.attrs["resolution"] == 2
    assert steps.treat_gain_0.dims == ("facility", "period")
    assert int(steps.treat_gain_0.sel(facility="west", period="2020-04-02")) == 3
    assert steps.time.values[1] == np.datetime64("2020-04-01")
    duals = xr.open_dataset(path, group="duals", engine="h5netcdf")
    assert float(duals.device_value_patients.sel(facility="pool", period="2020-04-03")) == 4


def check_layout(path):
    with h5py.File(path) as file:
        assert file.attrs["format_version"] == 2
        recorded = dict(file["provenance/checksums"].attrs)
        datasets = []
        file.visititems(lambda name, item: datasets.append(name) if hasattr(item, "shape") else None)
        assert sorted(datasets) == sorted([*recorded, *MEASURED])
        for name in recorded:
            dataset = file[name]
            assert content_sha256(dataset) == recorded[name], name
            assert dataset.attrs["units"] and dataset.attrs["long_name"], name
            assert dataset.compression == "gzip" and dataset.shuffle and dataset.chunks, name
            if not h5py.h5ds.is_scale(dataset.id):
                assert all(len(axis) == 1 for axis in dataset.dims), name


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", help="the small plan of the tests")
    parser.add_argument("without_shipments", help="the same with nothing shipped")
    parser.add_argument("with_steps", help="the same with gains and costs that have steps")
    arguments = parser.parse_args()
    check_plan(arguments.plan)
    check_input(arguments.plan)
    check_shipments(arguments.plan, 2)
    check_shipments(arguments.without_shipments, 0)
    check_duals(arguments.plan)
    check_steps(arguments.plan)
    check_layout(arguments.plan)
    check_gains(arguments.with_steps)
    check_layout(arguments.with_steps)


if __name__ == "__main__":
    main()
