"""The package is typed, licensed and versioned as the program."""

from __future__ import annotations

import json
from importlib import metadata, resources
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

PACKAGE = Path(__file__).parents[1]
SOURCE = PACKAGE.parent


def test_typed() -> None:
    assert (resources.files("phasic") / "py.typed").is_file()


@pytest.mark.skipif(not (SOURCE / "package.json").is_file(), reason="needs the source folder")
def test_version_and_licence_are_those_of_the_program() -> None:
    program = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    found = metadata.metadata("phasic-rpe")
    assert found["Version"] == program["version"]
    assert found["License-Expression"] == program["license"]
    assert (PACKAGE / "LICENSE").read_bytes() == (SOURCE / "LICENSE").read_bytes()


@pytest.mark.parametrize("notebook", sorted((PACKAGE / "examples").glob("*.ipynb")), ids=lambda path: path.name)
def test_notebook_runs(notebook: Path) -> None:
    content = nbformat.read(notebook, as_version=4)
    assert all(cell.get("outputs", []) == [] for cell in content.cells)
    NotebookClient(content, timeout=60, resources={"metadata": {"path": str(PACKAGE)}}).execute()
    shown = [output for cell in content.cells for output in cell.get("outputs", [])]
    assert any("image/svg+xml" in output.get("data", {}) for output in shown)
