"""pandas and polars read every file that the program writes, with the right types, and find the numbers of the JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from conftest import Saved

from phasic._program import call
from phasic._tables import read_csv

# Of pandas 2, whose reader is not exact by default. Files and other readers are.
ROUNDING = 1e-10

# The kind of each type: whole number, real number, text, truth value.
PANDAS_KINDS = {"i": "int", "u": "int", "f": "float", "O": "text", "b": "bool"}


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {
        name: "text" if pd.api.types.is_string_dtype(dtype) else PANDAS_KINDS[dtype.kind]
        for name, dtype in frame.dtypes.items()
    }


def polars_kinds(frame: pl.DataFrame) -> dict[str, str]:
    def kind(dtype: pl.DataType) -> str:
        if dtype.is_integer():
            return "int"
        return "float" if dtype.is_float() else "bool" if dtype == pl.Boolean else "text"

    return {name: kind(dtype) for name, dtype in frame.schema.items()}


def notes_of(file: Path) -> dict[str, Any]:
    notes: dict[str, Any] = json.loads(Path(f"{file}.json").read_text(encoding="utf-8"))
    return notes


def both(file: Path) -> tuple[pd.DataFrame, pl.DataFrame]:
    """As a user opens a CSV file: without options."""
    text = file.read_text(encoding="utf-8")
    assert "#" not in text
    frames = pd.read_csv(file), pl.read_csv(file, infer_schema_length=None)
    for frame in frames:
        assert list(frame.columns) == list(notes_of(file)["columns"])
        assert len(frame) == len(text.splitlines()) - 1
    return frames


def tidy(conditions: dict[str, Any]) -> list[tuple[str, float, str, float, float]]:
    return [
        (condition, t, signal, averages[signal]["mean"][i], averages[signal]["sem"][i])
        for condition, averages in conditions.items()
        for i, t in enumerate(averages["t"])
        for signal in ("rpe", "value", "rate")
        if averages[signal]["n"] > 0
    ]


def test_averages(saved: Saved) -> None:
    expected = tidy(saved.json["conditions"])
    for frame in both(saved.csv):
        names, times, signals, means, sems = zip(*expected, strict=True)
        assert list(frame["condition"]) == list(names)
        assert list(frame["signal"]) == list(signals)
        for column, numbers in (("t_s", times), ("mean", means), ("sem", sems)):
            np.testing.assert_allclose(np.asarray(frame[column], dtype=float), numbers, rtol=ROUNDING)
    assert list(read_csv(saved.csv)["mean"]) == list(means)
    text = ["agent", "manipulations", "condition", "align", "signal", "n_of", "unit", "paradigm", "backend", "hash"]
    expected_kinds = dict.fromkeys(notes_of(saved.csv)["columns"], "float")
    expected_kinds |= dict.fromkeys(text, "text") | dict.fromkeys(["n", "seed", "seeds"], "int")
    pandas_frame, polars_frame = both(saved.csv)
    assert kinds(pandas_frame) == expected_kinds
    assert polars_kinds(polars_frame) == expected_kinds
    assert notes_of(saved.csv)["spec"] == saved.json["spec"]
    assert notes_of(saved.csv)["columns"]["t_s"]["unit"] == "s"


def test_units_table(saved: Saved) -> None:
    units = pd.read_feather(saved.folder / "units.arrow")
    for frame in both(saved.units_csv):
        assert list(frame.columns[:4]) == ["trial", "phase", "type", "t_s"]
        for column, name in zip(frame.columns[4:], units.columns, strict=True):
            assert str(column).startswith(f"{name} ")
            np.testing.assert_allclose(np.asarray(frame[column], dtype=float), units[name], rtol=ROUNDING)


ARROW_KINDS = {
    "signals.arrow": {"trial": "int", **dict.fromkeys(["t_s", "rpe", "value", "reward", "rate"], "float")},
    "trials.arrow": {
        **dict.fromkeys(["index", "first_step", "zero_step", "steps", "outcome_step"], "int"),
        **dict.fromkeys(["phase", "type", "outcome"], "text"),
        "plastic": "bool",
        "magnitude": "float",
    },
}


@pytest.mark.parametrize("name", ["signals.arrow", "trials.arrow", "units.arrow", "recording.arrow"])
def test_columns_of_a_folder(saved: Saved, name: str) -> None:
    pandas_frame = pd.read_feather(saved.folder / name)
    polars_frame = pl.read_ipc(saved.folder / name)
    found = kinds(pandas_frame)
    assert found == polars_kinds(polars_frame)
    if name in ARROW_KINDS:
        assert found == ARROW_KINDS[name]
    elif name == "units.arrow":
        assert set(found.values()) == {"float"}
        assert any(column.startswith("channel-rpe_") for column in found)
    else:
        assert set(found.values()) == {"int"}
    for column in pandas_frame.columns:
        one, other = pandas_frame[column].to_numpy(), polars_frame[column].to_pandas().to_numpy()
        np.testing.assert_array_equal(one, other)


def test_signals_give_the_averages_of_the_json(saved: Saved) -> None:
    signals = pd.read_feather(saved.folder / "signals.arrow")
    trials = pd.read_feather(saved.folder / "trials.arrow")
    assert len(signals) == trials["steps"].sum()
    probes = signals.join(trials.drop(columns="index"), on="trial")
    probes = probes[(probes["phase"] == "probe") & (probes["type"] == "predicted")]
    expected = saved.json["conditions"]["predicted"]
    assert probes["trial"].nunique() == expected["n"]
    means = probes.groupby("t_s")[["rpe", "value", "rate"]].mean().loc[expected["t"]]
    for signal in ("rpe", "value", "rate"):
        np.testing.assert_allclose(means[signal], expected[signal]["mean"], rtol=1e-12, atol=1e-12)
    delivered = probes[probes["reward"] != 0]
    at = trials.loc[delivered["trial"], "outcome_step"].to_numpy() * 0.1
    np.testing.assert_allclose(delivered["t_s"], at)
    np.testing.assert_allclose(delivered["reward"], trials.loc[delivered["trial"], "magnitude"])


def test_spikes_give_the_rate(saved: Saved) -> None:
    spikes = pd.read_feather(saved.folder / "recording.arrow").set_index(["trial", "step"])
    rate = spikes.mean(axis=1) / 0.1
    signals = pd.read_feather(saved.folder / "signals.arrow").dropna(subset="rate")
    signals["step"] = (signals["t_s"] / 0.1).round().astype(int)
    by_step = signals.set_index(["trial", "step"])["rate"]
    np.testing.assert_allclose(by_step, rate.loc[by_step.index], rtol=1e-12)


def test_design_with_probes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Blocking | 20A+ | 20AB+ | 5#B\n", encoding="utf-8")
    file = tmp_path / "a.csv"
    told = json.loads(
        call(["run", str(tmp_path / "a.txt"), "--agent", "rescorla-wagner", "--csv", str(file), "--json"])
    )
    for frame in both(file):
        rows = [i for i, name in enumerate(frame["condition"]) if name == "Blocking/3/probe-B"]
        assert len(rows) == 3 * len(told["conditions"]["Blocking/3/#B"]["t"])
        assert not np.isnan(np.asarray(frame["mean"], dtype=float)[rows]).any()


def test_sweep(tmp_path: Path) -> None:
    file = tmp_path / "sweep.csv"
    command = ["sweep", "schultz-1997", "--agent", "td-csc", "--set", "trainingTrials=40", "--population", "off"]
    told = json.loads(call([*command, "--vary", "learningRate=0.1,0.3", "--csv", str(file), "--json"]))
    for frame in both(file):
        for i, result in enumerate(told["results"]):
            assert frame["subject"][i] == result["subject"]
            assert frame["learningRate"][i] == result["parameters"]["learningRate"]
            for one in result["signatures"]:
                found = [frame[one["id"]][i], frame[f"{one['id']}:pass"][i]]
                if one["measured"] is None:
                    assert [pd.isna(cell) for cell in found] == [True, True]
                else:
                    assert found == [pytest.approx(one["measured"], rel=ROUNDING), one["pass"]]
    assert notes_of(file)["columns"]["learningRate"]["unit"] == "per update"


def test_trained(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    command = ["train", "cliff-walking", "--agent", "q-table", "--steps", "3000", "--runs", str(tmp_path / "runs")]
    told = json.loads(call([*command, "--csv", str(file), "--json"]))
    pandas_frame, polars_frame = both(file)
    assert kinds(pandas_frame)["t_s"] == polars_kinds(polars_frame)["t_s"] == "float"
    assert set(pandas_frame["signal"]) == {"rpe", "value"} | set(pandas_frame["signal"]) & {"rate"}
    [folder] = (tmp_path / "runs").iterdir()
    for episodes in (pd.read_csv(folder / "episodes.csv"), pl.read_csv(folder / "episodes.csv")):
        assert list(episodes.columns) == ["end_step", "length_steps", "return"]
        assert len(episodes) == told["episodes"]
