"""Runs in a paradigm or a design."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ._experiment import Experiment, Value, Workspace, options_of, source_of
from ._figure import Figure
from ._program import PhasicError, call, call_json
from ._tables import averages_table, read_arrow, signatures_table
from ._trained import TrainedRun

if TYPE_CHECKING:
    import xarray as xr


def run(
    experiment: Experiment,
    *,
    agent: str | None = None,
    seed: int | None = None,
    seeds: int = 1,
    parameters: Mapping[str, Value] | None = None,
    manipulate: str | Sequence[str] = (),
    recording: str | None = None,
    units: str | Sequence[str] = (),
    runs: str | os.PathLike[str] | None = None,
) -> Run:
    """Runs an experiment.

    :param experiment: a paradigm's id (``phasic list paradigms``), the path of a spec or a design, a design as text, or
        a spec as a dict
    :param seed: the first one
    :param seeds: how many; signatures and averages are then over the seeds, and tables have a column ``seed``
    :param parameters: of any part, such as ``{'learningRate': 0.2}``
    :param manipulate: such as ``'rpe-gains:gainNegative=0.5'``; the tables are of the manipulated subject
    :param units: groups of units of the agent to record, or ``'all'``
    :param runs: a folder that keeps the run; by default it is deleted with the last use of the result
    :raises PhasicError: with the program's line
    """
    workspace = Workspace()
    chosen = units if isinstance(units, str) else ",".join(units)
    arguments = [
        "run",
        source_of(experiment, workspace),
        *options_of(agent=agent, seed=seed, parameters=parameters, manipulate=manipulate, recording=recording),
        *(["--seeds", str(seeds)] if seeds != 1 else []),
        *(["--units", chosen] if chosen else []),
    ]
    folder = workspace.folder / "runs" if runs is None else Path(runs)
    result = call_json([*arguments, "--recorded-means", "--save", "--runs", str(folder)])
    hashes = [one["hash"] for one in (result["runs"] if seeds != 1 else [_subject(result)])]
    return Run(workspace, arguments, [_folder_of(digest, folder) for digest in hashes], result)


def open(folder: str | os.PathLike[str]) -> Run | TrainedRun:  # noqa: A001
    """Opens a saved run: a :class:`Run` of an experiment, or a :class:`TrainedRun` in an environment."""
    path = Path(folder)
    try:
        manifest: dict[str, Any] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PhasicError(f"{path}: not the folder of a run ({error}); name a folder with a manifest.json") from error
    if "episodes" in manifest:
        return TrainedRun(path, manifest)
    workspace = Workspace()
    spec = workspace.file("spec.json", json.dumps(manifest["spec"]))
    return Run(workspace, ["run", spec], [path])


def _folder_of(digest: str, runs: Path) -> Path:
    for folder in sorted(runs.glob(f"*_{digest[:12]}")):
        if _manifest_of(folder)["hash"] == digest:
            return folder
    raise PhasicError(f"{runs}: the run with the hash {digest} is not there; was its folder moved?")


def _manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _subject(result: dict[str, Any]) -> dict[str, Any]:
    """The manipulated one, if there is a control."""
    subject: dict[str, Any] = result["arms"][-1] if "arms" in result else result
    return subject


class Run:
    """A run of an experiment, of one seed or several.

    Tables are read, and what is not saved is computed, at first use.
    """

    def __init__(
        self,
        workspace: Workspace,
        arguments: Sequence[str],
        folders: Sequence[Path],
        result: dict[str, Any] | None = None,
    ) -> None:
        # Its folders are kept as long as it is.
        self._workspace = workspace
        self._arguments = arguments
        self._given = result
        self.folders = list(folders)
        """The folder of each seed."""

    @cached_property
    def result(self) -> dict[str, Any]:
        """The program's JSON: of the manipulated subject, if there is a control."""
        return _subject(call_json([*self._arguments, "--recorded-means"]) if self._given is None else self._given)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The complete spec, of the first seed."""
        spec: dict[str, Any] = _manifest_of(self.folders[0])["spec"]
        return spec

    @property
    def seeds(self) -> list[int]:
        """The seed of each folder."""
        first = int(self.spec["seed"])
        return [*range(first, first + len(self.folders))]

    @property
    def folder(self) -> Path:
        """The folder of a run of one seed."""
        if len(self.folders) > 1:
            raise PhasicError("several seeds have a folder each; use folders")
        return self.folders[0]

    @cached_property
    def signals(self) -> pd.DataFrame:
        """One row per step: trial, t_s, rpe, value, reward and, if more than the RPE is recorded, rate.

        ``attrs['units']`` has the units.
        """
        return self._read("signals.arrow")

    @cached_property
    def trials(self) -> pd.DataFrame:
        """One row per trial: index, phase, type, outcome and so on."""
        return self._read("trials.arrow")

    @cached_property
    def units(self) -> pd.DataFrame | None:
        """The recorded units of the agent, rows as in signals; ``attrs`` has their labels. None if there are none."""
        return self._optional("units.arrow")

    @cached_property
    def recording(self) -> pd.DataFrame | None:
        """Spike counts or readings of each recorded unit, one row per trial and step; None if there are none.

        A column ``t_s`` has the seconds from time zero.
        """
        frame = self._optional("recording.arrow")
        if frame is not None:
            after_zero = self.signals["t_s"]
            step_s = after_zero[after_zero > 0].min()
            frame.insert([*frame.columns].index("step") + 1, "t_s", (frame["step"] * step_s).round(6))
        return frame

    @cached_property
    def averages(self) -> pd.DataFrame:
        """Mean and standard error of each signal: one row per condition, time and signal. n counts trials, or seeds."""
        return averages_table(self.result["conditions"])

    @cached_property
    def signatures(self) -> pd.DataFrame:
        """One row per reported finding, by its id: what was measured, what is expected, and whether it passes."""
        return signatures_table(self.result["signatures"])

    @cached_property
    def figure(self) -> Figure:
        """The program's figure: over the seeds if there are several, next to a control if there is a manipulation."""
        return Figure(call([*self._arguments, "--figure", "-"]))

    def to_xarray(self, from_s: float = -1.0, to_s: float | None = None) -> xr.Dataset:
        """Signals by trial and time from time zero, NaN where a trial has no step. Needs xarray.

        Coordinates of a trial are its phase, type and outcome. With several seeds, a dimension ``seed`` comes first.
        """
        signals = self.signals if "seed" in self.signals else self.signals.assign(seed=self.seeds[0])
        trials = self.trials if "seed" in self.trials else self.trials.assign(seed=self.seeds[0])
        shown = signals[(signals["t_s"] >= from_s) & (signals["t_s"] <= (float("inf") if to_s is None else to_s))]
        dataset = shown.set_index(["seed", "trial", "t_s"]).to_xarray()
        for name, unit in signals.attrs["units"].items():
            if name in dataset:
                dataset[name].attrs["units"] = unit
        named = trials.rename(columns={"index": "trial"}).set_index(["seed", "trial"])
        kinds = named[["phase", "type", "outcome"]].astype(object)
        dataset = dataset.assign_coords({name: kinds[name].to_xarray() for name in kinds})
        return dataset.squeeze("seed", drop=True) if len(self.seeds) == 1 else dataset

    def __repr__(self) -> str:
        spec = self.spec
        seeds = self.seeds
        agent = spec["agent"].get("id") or spec["agent"]["learningRule"]["id"]
        named = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
        return f"<phasic.Run {spec['world']['id']}, {agent}, {named}>"

    def _optional(self, name: str) -> pd.DataFrame | None:
        return self._read(name) if (self.folders[0] / name).exists() else None

    def _read(self, name: str) -> pd.DataFrame:
        if len(self.folders) == 1:
            return read_arrow(self.folders[0] / name)
        parts = [read_arrow(folder / name) for folder in self.folders]
        for seed, part in zip(self.seeds, parts, strict=True):
            part.insert(0, "seed", seed)
        together = pd.concat(parts, ignore_index=True)
        together.attrs = dict(parts[0].attrs)
        return together
