"""Experiments as arguments of the program."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Experiment = str | os.PathLike[str] | Mapping[str, Any]
"""A paradigm's id; the path of a spec or a design; a design as text, such as ``'G | 20A+ | 20AB+'``; or a spec."""

Value = str | float | bool


class Workspace:
    """A temporary folder, removed with the last object that uses it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="phasic-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


def source_of(experiment: Experiment, workspace: Workspace) -> str:
    """The program's first argument."""
    if isinstance(experiment, Mapping):
        return workspace.file("spec.json", json.dumps(experiment))
    text = os.fspath(experiment)
    # Neither an id nor, in practice, the path of a file contains the bar that separates the phases of a design.
    return workspace.file("design.txt", f"{text}\n") if "|" in text else text


def options_of(
    *,
    agent: str | None = None,
    seed: int | None = None,
    parameters: Mapping[str, Value] | None = None,
    manipulate: str | Sequence[str] = (),
    recording: str | None = None,
) -> list[str]:
    """Options that the program's commands share."""
    options: list[str] = []
    for name, value in (("agent", agent), ("seed", seed), ("recording", recording)):
        if value is not None:
            options += [f"--{name}", str(value)]
    for name, given in (parameters or {}).items():
        options += ["--set", f"{name}={text_of(given)}"]
    for one in [manipulate] if isinstance(manipulate, str) else manipulate:
        options += ["--manipulate", one]
    return options


def text_of(value: Value) -> str:
    """As the command line writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
