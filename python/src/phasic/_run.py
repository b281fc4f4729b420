"""Runs in a paradigm or a design."""

from __future__ import annotations

import builtins
import json
import os
from collections.abc import Callable, Mapping, Sequence
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
    request = _Request(
        workspace,
        source_of(experiment, workspace),
        options_of(agent=agent, parameters=parameters, manipulate=manipulate, recording=recording),
        ["--units", chosen] if chosen else [],
        workspace.folder / "runs" if runs is None else Path(runs),
    )
    first = [] if seed is None else ["--seed", str(seed)]
    if seeds == 1:
        return request.saved(first)
    return Run(request, call_json(["run", request.source, *request.options, *first, "--seeds", str(seeds)]), None)


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
    return Run(_Request(workspace, spec, [], [], path.parent), None, path)


class _Request:
    """What a run is made from; it can be repeated."""

    def __init__(self, workspace: Workspace, source: str, options: list[str], units: list[str], runs: Path) -> None:
        self.workspace = workspace
        self.source = source
        self.options = options
        self.units = units
        self.runs = runs

    def saved(self, seed: list[str]) -> Run:
        """One seed, in a folder."""
        result = call_json(
            ["run", self.source, *self.options, *seed, *self.units, "--save", "--runs", str(self.runs)]
        )
        digest = _subject(result)["hash"]
        for folder in sorted(self.runs.glob(f"*_{digest[:12]}")):
            if json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["hash"] == digest:
                return Run(self, result, folder)
        raise PhasicError(f"{self.runs}: the run with the hash {digest} is not there; was its folder moved?")


def _subject(result: dict[str, Any]) -> dict[str, Any]:
    """The manipulated one, if there is a control."""
    subject: dict[str, Any] = result["arms"][-1] if "arms" in result else result
    return subject


class Run:
    """A run of an experiment, of one seed or several.

    Tables are read, and what is not saved is computed, at first use.
    """

    def __init__(self, request: _Request, result: dict[str, Any] | None, folder: Path | None) -> None:
        self._request = request
        self._given = result
        self._folder = folder

    @cached_property
    def result(self) -> dict[str, Any]:
        """The program's JSON: of the manipulated subject, if there is a control."""
        if self._given is None:
            self._given = call_json(["run", self._request.source, *self._request.options])
        return _subject(self._given)

    @property
    def spec(self) -> dict[str, Any]:
        """The complete spec, of the first seed."""
        if self._folder is None:
            return dict(self.result["spec"])
        manifest = json.loads((self._folder / "manifest.json").read_text(encoding="utf-8"))
        return dict(manifest["spec"])

    @property
    def seeds(self) -> list[int]:
        """The seeds, first to last."""
        first = int(self.spec["seed"])
        count = 1 if self._folder is not None else int(self.result["seeds"])
        return [*range(first, first + count)]

    @cached_property
    def each(self) -> list[Run]:
        """One run per seed, each in its folder. Those of several seeds are run again, to be saved, at first use."""
        if self._folder is not None:
            return [self]
        return [self._request.saved(["--seed", str(seed)]) for seed in self.seeds]

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        if self._folder is None:
            raise PhasicError("several seeds have a folder each; use each[0].folder")
        return self._folder

    @cached_property
    def signals(self) -> pd.DataFrame:
        """One row per step: trial, t_s, rpe, value, reward and, if more than the RPE is recorded, rate.

        ``attrs['units']`` has the units.
        """
        return self._over_seeds(lambda one: read_arrow(one.folder / "signals.arrow"))

    @cached_property
    def trials(self) -> pd.DataFrame:
        """One row per trial: index, phase, type, outcome and so on."""
        return self._over_seeds(lambda one: read_arrow(one.folder / "trials.arrow"))

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
        """The program's figure: of the first seed, next to a control if there is a manipulation."""
        request = self._request
        seed = ["--seed", str(self.seeds[0])]
        manipulated = bool(self.spec.get("manipulations"))
        units = [] if manipulated else request.units
        return Figure(call(["run", request.source, *request.options, *seed, *units, "--figure", "-"]))

    def to_xarray(self, from_s: float = -1.0, to_s: float | None = None) -> xr.Dataset:
        """Signals by trial and time from time zero, NaN where a trial has no step. Needs xarray.

        Coordinates of a trial are its phase, type and outcome. With several seeds, a dimension ``seed`` comes first.
        """
        import xarray as xr  # noqa: PLC0415

        parts = [_dataset(one, from_s, to_s) for one in self.each]
        return parts[0] if len(parts) == 1 else xr.concat(parts, pd.Index(self.seeds, name="seed"), join="outer")

    def __repr__(self) -> str:
        spec = self.spec
        seeds = self.seeds
        agent = spec["agent"].get("id") or spec["agent"]["learningRule"]["id"]
        named = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
        return f"<phasic.Run {spec['world']['id']}, {agent}, {named}>"

    def _optional(self, name: str) -> pd.DataFrame | None:
        if not (self.each[0].folder / name).exists():
            return None
        return self._over_seeds(lambda one: read_arrow(one.folder / name))

    def _over_seeds(self, table: Callable[[Run], pd.DataFrame]) -> pd.DataFrame:
        if self._folder is not None:
            return table(self)
        parts = [table(one) for one in self.each]
        for seed, part in zip(self.seeds, parts, strict=True):
            part.insert(0, "seed", seed)
        together = pd.concat(parts, ignore_index=True)
        together.attrs = dict(parts[0].attrs)
        return together


def _dataset(one: Run, from_s: float, to_s: float | None) -> xr.Dataset:
    signals = one.signals
    shown = signals[(signals.t_s >= from_s) & (signals.t_s <= (float("inf") if to_s is None else to_s))]
    dataset = shown.set_index(["trial", "t_s"]).to_xarray()
    trials = one.trials.set_index("index").loc[dataset.trial.to_numpy()]
    units: dict[str, str] = signals.attrs["units"]
    for name, unit in units.items():
        if name in dataset:
            dataset[name].attrs["units"] = unit
    return dataset.assign_coords(
        {name: ("trial", trials[name].to_numpy(dtype=builtins.object)) for name in ("phase", "type", "outcome")}
    )
