"""Figures that a notebook displays."""

from __future__ import annotations

import os
from pathlib import Path


class Figure:
    """A drawing as SVG."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def save(self, file: str | os.PathLike[str]) -> None:
        """Writes it as an SVG file."""
        Path(file).write_text(self.svg, encoding="utf-8")

    def _repr_svg_(self) -> str:
        return self.svg
