"""Agents trained in stepped environments."""

from __future__ import annotations

import io
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ._tables import read_csv

if TYPE_CHECKING:
    import numpy as np


class TrainedRun:
    """A run of ``phasic train``."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest

    @property
    def spec(self) -> dict[str, Any]:
        """The complete spec."""
        return dict(self.manifest["spec"])

    @cached_property
    def episodes(self) -> pd.DataFrame:
        """One row per episode: end_step (over all parallel environments), length_steps, return."""
        # Rows after those that the manifest counts are left over from a crash, or are being written.
        with (self.folder / "episodes.csv").open("rb") as file:
            counted = file.read(self.manifest["files"]["episodes.csv"]["bytes"])
        return read_csv(io.BytesIO(counted)).astype({"return": "float64"})

    @cached_property
    def tensors(self) -> dict[str, np.ndarray]:
        """The arrays of the saved state by name; each layer of a network is one, as in PyTorch. Needs safetensors."""
        from safetensors.numpy import load_file  # noqa: PLC0415

        [name] = [one for one in self.manifest["files"] if one.endswith(".safetensors")]
        tensors: dict[str, np.ndarray] = load_file(self.folder / name)
        return tensors

    def __repr__(self) -> str:
        return f"<phasic.TrainedRun {self.folder.name}, {self.manifest['steps']} steps>"
