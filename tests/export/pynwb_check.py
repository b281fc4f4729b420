"""Opens NWB files with pynwb, warnings being errors, and inspects them.

For each file one JSON line: what of it the reference packages say. The slope of recorded dF/F on the model's response is
computed here by other means than the program's: the ratio of signal to control, over a polynomial of time. Types of
ndx-fiber-photometry are those of the schema in the file; where its package is installed too, it reads the same at the end.
"""

import json
import sys
import warnings

import numpy as np
import pynwb
from nwbinspector import Importance, inspect_nwbfile


def slope(nwb):
    signal, control = (nwb.acquisition[f"fiber_photometry_{nm}nm"].data[:] for nm in (470, 405))
    shown = nwb.processing["model"]["rpe_response"].data[:]
    ratio = signal / control
    time = np.linspace(-1, 1, len(ratio))
    trend = np.polynomial.polynomial.polyval(time, np.polynomial.polynomial.polyfit(time, ratio, 8))
    return float(np.polyfit(shown, ratio / trend, 1)[0])


def fibres(nwb):
    series = (one for one in nwb.acquisition.values() if one.neurodata_type == "FiberPhotometryResponseSeries")
    rows = (one.fiber_photometry_table_region.to_dataframe().iloc[0] for one in series)
    return sorted([row.indicator.label, row.location, row.excitation_wavelength_in_nm] for row in rows)


def look(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pynwb.NWBHDF5IO(path, "r") as io:
            nwb = io.read()
            units = [] if nwb.units is None else [list(nwb.units["spike_times"][i]) for i in range(len(nwb.units))]
            seen = {
                "trials": nwb.trials.to_dataframe()["trial_type"].tolist(),
                "rpe": [float(x) for x in nwb.processing["model"]["rpe"].data[:]] if "rpe" in nwb.processing["model"].data_interfaces else [],
                "spikes": [[float(x) for x in one] for one in units],
                "script": nwb.source_script,
                "fibres": fibres(nwb),
                "slope": slope(nwb) if "fiber_photometry_470nm" in nwb.acquisition else None,
            }
    invalid = [str(error) for error in pynwb.validate(path=path)]
    worst = [
        f"{one.importance.name} {one.check_function_name}: {one.message}"
        for one in inspect_nwbfile(nwbfile_path=path)
        if one.importance not in (Importance.BEST_PRACTICE_SUGGESTION,)
    ]
    return {**seen, "invalid": invalid, "worst": worst}


def same_by_package(path, expected):
    with warnings.catch_warnings():
        # The package may be of another version than the schema in the file.
        warnings.filterwarnings("ignore", message="Ignoring the following cached")
        with pynwb.NWBHDF5IO(path, "r") as io:
            nwb = io.read()
            read = [one for one in nwb.acquisition.values() if isinstance(one, ndx_fiber_photometry.FiberPhotometryResponseSeries)]
            assert len(read) == len(expected) and fibres(nwb) == expected, path


seen = {path: look(path) for path in sys.argv[1:]}
try:
    import ndx_fiber_photometry
except ImportError:
    pass
else:
    for path, one in seen.items():
        same_by_package(path, one["fibres"])
for one in seen.values():
    print(json.dumps(one))
