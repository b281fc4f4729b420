from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from phasic._program import call


class Saved:
    """Everything that the program writes about one run, and its JSON."""

    def __init__(self, folder: Path) -> None:
        self.csv = folder / "averages.csv"
        self.units_csv = folder / "units.csv"
        told = call(
            [
                *("run", "schultz-1997", "--agent", "td-expectile", "--set", "trainingTrials=40", "--units", "all"),
                *("--csv", str(self.csv), "--units-csv", str(self.units_csv)),
                *("--save", "--runs", str(folder / "runs"), "--json", "--recorded-means"),
            ]
        )
        self.json: dict[str, Any] = json.loads(told)
        [self.folder] = (folder / "runs").iterdir()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    return Saved(tmp_path_factory.mktemp("saved"))
