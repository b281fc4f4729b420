from __future__ import annotations

import gc
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import Saved

import phasic
from phasic import PhasicError
from phasic._program import call

SHORT = {"trainingTrials": 40}


def test_run() -> None:
    run = phasic.run("schultz-1997", agent="td-csc", parameters=SHORT, seed=3)
    assert run.seeds == [3]
    assert run.spec["seed"] == 3
    assert run.spec["world"]["parameters"]["trainingTrials"] == 40
    assert len(run.signals) == run.trials["steps"].sum()
    assert run.signals.attrs["units"]["rate"] == "spikes/s"
    assert run.signatures["pass"].dtype == "boolean"
    assert run.signatures.loc["naive-reward-burst", "measured"] == 1
    assert run.figure.svg.startswith("<?xml")
    assert run.units is None
    assert repr(run) == "<phasic.Run schultz-1997, td-csc, seed 3>"


def test_averages_are_those_of_the_json(saved: Saved) -> None:
    run = phasic.open(saved.folder)
    assert isinstance(run, phasic.Run)
    table = run.averages
    for condition, averages in saved.json["conditions"].items():
        for signal in ("rpe", "value", "rate"):
            rows = table[(table["condition"] == condition) & (table["signal"] == signal)]
            assert list(rows["t_s"]) == averages["t"]
            assert list(rows["mean"]) == averages[signal]["mean"]
            assert list(rows["sem"]) == averages[signal]["sem"]


def test_opened_folder_is_the_run(saved: Saved) -> None:
    run = phasic.open(saved.folder)
    assert isinstance(run, phasic.Run)
    assert run.spec == saved.json["spec"]
    assert run.result["hash"] == saved.json["hash"]
    assert [*run.signatures["measured"]] == [one["measured"] for one in saved.json["signatures"]]
    assert run.units is not None
    assert run.recording is not None
    assert len(run.units) == len(run.signals)
    assert {*run.recording["t_s"]} <= {*run.signals["t_s"]}
    assert (run.recording.loc[run.recording["step"] == 0, "t_s"] == 0).all()
    assert run.units.attrs["labels"]["channel-rpe_0"]


def test_several_seeds() -> None:
    run = phasic.run("G | 20A+ | 20AB+ | 5#B", agent="rescorla-wagner", seeds=2)
    assert run.seeds == [1, 2]
    assert set(run.averages["n"]) == {2}
    assert list(run.signals["seed"].unique()) == [1, 2]
    first = phasic.run("G | 20A+ | 20AB+ | 5#B", agent="rescorla-wagner", seed=1)
    mine = run.signals[run.signals["seed"] == 1].drop(columns="seed")
    pd.testing.assert_frame_equal(mine, first.signals)
    dataset = run.to_xarray()
    assert dict(dataset.sizes)["seed"] == 2
    with pytest.raises(PhasicError, match="several seeds have a folder each"):
        _ = run.folder
    assert [folder.name.split("_")[2] for folder in run.folders] == ["seed-1", "seed-2"]
    assert run.figure.svg.startswith("<?xml")
    with pytest.raises(PhasicError, match="--units is for one seed"):
        phasic.run("schultz-1997", agent="td-csc", seeds=2, units="all")


def test_pooled_signatures() -> None:
    run = phasic.run("schultz-1997", agent="td-csc", parameters=SHORT, seeds=3)
    assert run.signatures.loc["naive-reward-burst", "pass_rate"] == 1
    assert {"interval_low", "interval_high", "defined"} <= {*run.signatures.columns}


def test_manipulated_subject() -> None:
    run = phasic.run(
        "schultz-1997", agent="td-csc", parameters=SHORT, manipulate="rpe-window:mode=clamp,amount=0,event=reward"
    )
    assert run.spec["manipulations"][0]["id"] == "rpe-window"
    assert not run.signatures.loc["naive-reward-burst", "pass"]
    assert "control" in run.figure.svg


def test_spec_as_dict_and_kept_folder(tmp_path: Path) -> None:
    spec = {"world": {"id": "schultz-1997", "parameters": SHORT}, "agent": "td-expectile", "recording": "identity"}
    run = phasic.run(spec, runs=tmp_path, units="channel-rpe")
    assert run.folder.parent == tmp_path
    # The recording is the RPE itself.
    assert "rate" not in run.signals
    assert run.recording is None
    assert run.units is not None
    again = phasic.run(spec, runs=tmp_path, units="channel-rpe")
    assert again.folder == run.folder
    assert "all" not in json.loads((run.folder / "manifest.json").read_text(encoding="utf-8"))["units"]


def test_temporary_folder_ends_with_its_last_user() -> None:
    run = phasic.run("schultz-1997", agent="td-csc", parameters=SHORT)
    folder = run.folder
    signals = run.signals
    assert folder.exists()
    del run
    gc.collect()
    assert not folder.exists()
    assert signals["rpe"].notna().all()


def test_xarray() -> None:
    run = phasic.run("schultz-1997", agent="td-csc", parameters=SHORT)
    dataset = run.to_xarray(from_s=-0.5)
    assert dataset["rpe"].attrs["units"] == "reward units"
    predicted = dataset["rpe"].sel(trial=(dataset["phase"] == "probe") & (dataset["type"] == "predicted"))
    expected = run.averages.query("condition == 'predicted' and signal == 'rpe' and t_s >= -0.5").set_index("t_s")
    means = predicted.mean("trial").sel(t_s=expected.index.to_numpy())
    np.testing.assert_allclose(means, expected["mean"], rtol=1e-12, atol=1e-12)


def test_sweep() -> None:
    table = phasic.sweep(
        "schultz-1997",
        {"learningRate": (0.05, 0.5, "log"), "discount": [0.9, 0.98]},
        agent="td-csc",
        grid=2,
        parameters=SHORT,
    )
    assert sorted({*table["learningRate"]}) == pytest.approx([0.05, 0.5])
    assert len(table) == 4
    assert table["diverged"].dtype == "bool"
    assert table["naive-reward-burst:pass"].dtype == "boolean"
    assert table["naive-reward-burst"].dtype == "float64"
    assert table.attrs["units"]["discount"] == "per second"
    assert table.attrs["spec"]["agent"]["id"] == "td-csc"


def test_trained_run(tmp_path: Path) -> None:
    call(["train", "breakout", "--agent", "dqn", "--steps", "400", "--runs", str(tmp_path)])
    [folder] = tmp_path.iterdir()
    with (folder / "episodes.csv").open("a", encoding="utf-8") as file:
        file.write("999,999,")
    trained = phasic.open(folder)
    assert isinstance(trained, phasic.TrainedRun)
    assert len(trained.episodes) == trained.manifest["episodes"]
    assert trained.episodes["return"].dtype == "float64"
    layers = {name: array.shape for name, array in trained.tensors.items() if "online/parameters" in name}
    assert layers["session/acting/online/parameters/layers.0.weight"] == (256, 400)
    assert layers["session/acting/online/parameters/layers.2.bias"] == (3,)
    assert trained.spec["world"]["id"] == "breakout"


def test_errors_are_the_line_of_the_program() -> None:
    with pytest.raises(PhasicError, match=r"^[^\n]*'nothing' [^\n]*$"):
        phasic.run("nothing")
    with pytest.raises(PhasicError, match=r"did you mean"):
        phasic.run("schultz-1997", agent="td-csx")
    with pytest.raises(PhasicError, match=r"not the folder of a run"):
        phasic.open("no-such-folder")


def test_program_is_found_or_the_error_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = phasic.find_program()
    monkeypatch.setenv("PHASIC", str(tmp_path / "none.mjs"))
    with pytest.raises(PhasicError, match=r"none\.mjs is not a file; set PHASIC"):
        phasic.find_program()
    monkeypatch.setenv("PHASIC", source[-1])
    assert phasic.find_program() == source
    monkeypatch.delenv("PHASIC")
    monkeypatch.setattr("phasic._program.__file__", str(tmp_path / "site-packages" / "phasic" / "_program.py"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PhasicError, match=r"npm install -g \."):
        phasic.find_program()


@pytest.mark.skipif(os.name == "nt", reason="needs an executable script")
def test_another_program_of_the_same_name_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PHASIC", raising=False)
    monkeypatch.setattr("phasic._program.__file__", str(tmp_path / "phasic" / "_program.py"))
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "phasic"
    other.write_text("#!/bin/sh\necho run functions in phases\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(PhasicError, match=r"is not found"):
        phasic.find_program()
    other.write_text("#!/bin/sh\necho dopamine\n", encoding="utf-8")
    assert phasic.find_program() == [str(other)]
