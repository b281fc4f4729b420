"""The program's files and JSON as pandas tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import csv


def read_arrow(file: Path) -> pd.DataFrame:
    """A table of a run folder. ``attrs`` has the units of its columns, and their labels."""
    with pa.OSFile(str(file)) as source:
        table = pa.ipc.open_file(source).read_all()
        frame: pd.DataFrame = table.to_pandas()
    for key in ("unit", "label"):
        found = {
            field.name: field.metadata[key.encode()].decode()
            for field in table.schema
            if field.metadata and key.encode() in field.metadata
        }
        frame.attrs[f"{key}s"] = found
    return frame


def read_csv(source: Path | io.BytesIO) -> pd.DataFrame:
    """A table, every number to its last bit, which pandas' own reader does not promise in every version."""
    frame: pd.DataFrame = csv.read_csv(source).to_pandas()
    return frame


def averages_table(conditions: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """One row per condition, time and signal."""
    parts = [
        pd.DataFrame(
            {
                "condition": condition,
                "align": averages["align"],
                "t_s": averages["t"],
                "signal": signal,
                "mean": averages[signal]["mean"],
                "sem": averages[signal]["sem"],
                "n": averages[signal]["n"],
            }
        )
        for condition, averages in conditions.items()
        for signal in ("rpe", "value", "rate")
        if averages[signal]["n"] > 0
    ]
    columns = ["condition", "align", "t_s", "signal", "mean", "sem", "n"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame.astype({"mean": "float64", "sem": "float64"})


def signatures_table(signatures: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """One row per signature, by its id. Over several seeds also the pass rate and the interval of the mean."""
    rows = [
        {
            "id": one["id"],
            "claim": one["claim"],
            "quantity": one["quantity"],
            "measured": one["measured"],
            "pass": one["pass"],
            "expected": one["expected"],
            "source": one["source"],
            **({} if "passRate" not in one else _over_seeds(one)),
        }
        for one in signatures
    ]
    columns = ["id", "claim", "quantity", "measured", "pass", "expected", "source"]
    frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns)
    return frame.astype({"measured": "float64", "pass": "boolean"}).set_index("id")


def _over_seeds(one: Mapping[str, Any]) -> dict[str, Any]:
    low, high = one["interval"] or (None, None)
    return {"pass_rate": one["passRate"], "interval_low": low, "interval_high": high, "defined": one["defined"]}
