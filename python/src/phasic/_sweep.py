"""Many subjects that differ in some parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ._experiment import Experiment, Value, Workspace, options_of, source_of, text_of
from ._program import call
from ._tables import read_csv

Range = tuple[float, float] | tuple[float, float, str]


def sweep(
    experiment: Experiment,
    vary: Mapping[str, Range | Sequence[Value]],
    *,
    agent: str | None = None,
    seed: int | None = None,
    seeds: int = 1,
    subjects: int | None = None,
    grid: int | None = None,
    parameters: Mapping[str, Value] | None = None,
    manipulate: str | Sequence[str] = (),
) -> pd.DataFrame:
    """One row per subject and seed: its parameters, what was measured for each signature, and whether it passes.

    :param vary: for each parameter a range as a tuple, ``(0.01, 0.5)`` or ``(0.01, 0.5, 'log')``, or a list of values
    :param subjects: draw them at random from the ranges and lists; by default they form a grid
    :param grid: points of the grid for each range
    :returns: the table; ``attrs`` has the complete spec and the units of the columns
    :raises PhasicError: with the program's line
    """
    workspace = Workspace()
    arguments = ["sweep", source_of(experiment, workspace)]
    arguments += options_of(agent=agent, seed=seed, parameters=parameters, manipulate=manipulate)
    for name, values in vary.items():
        arguments += ["--vary", f"{name}={_varied(values)}"]
    for option, number in (("subjects", subjects), ("grid", grid)):
        if number is not None:
            arguments += [f"--{option}", str(number)]
    file = workspace.folder / "sweep.csv"
    call([*arguments, "--seeds", str(seeds), "--csv", str(file)])
    return _read(file)


def _varied(values: Range | Sequence[Value]) -> str:
    if isinstance(values, tuple):
        low, high, *scale = values
        return ":".join([f"{low}..{high}", *(str(one) for one in scale)])
    return ",".join(text_of(value) for value in values)


def _read(file: Path) -> pd.DataFrame:
    frame = read_csv(file)
    notes = json.loads(Path(f"{file}.json").read_text(encoding="utf-8"))
    frame.attrs["spec"] = notes["spec"]
    frame.attrs["units"] = {name: note["unit"] for name, note in notes["columns"].items() if "unit" in note}
    passes = [name for name in frame.columns if name.endswith(":pass")]
    # A column of whole numbers is read as integers.
    measured = [name.removesuffix(":pass") for name in passes]
    measured += [name for name in frame.columns if name.endswith((":rpe", ":value"))]
    return frame.astype(
        {"diverged": "bool", **dict.fromkeys(passes, "boolean"), **dict.fromkeys(measured, "float64")}
    )
