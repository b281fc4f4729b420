"""Finds the program, and calls it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

_HOW_TO_GET_IT = (
    "the program phasic is not found; install Node 20.19 or newer and the program "
    "(in its source folder: npm install -g .), or set PHASIC to its path, such as .../bin/phasic.cjs"
)


class PhasicError(RuntimeError):
    """What the program reports: what is wrong, where, and the remedy, in one line."""


def find_program() -> list[str]:
    """The command that starts the program.

    It is ``$PHASIC`` if set, else ``phasic`` on the PATH, else that of a source folder that contains this package or
    the working folder.
    """
    given = os.environ.get("PHASIC")
    if given:
        return _command(Path(given).expanduser(), "PHASIC")
    installed = shutil.which("phasic")
    if installed is not None and _is_ours([installed]):
        return [installed]
    for folder in _sources():
        return _command(folder / "bin" / "phasic.cjs", str(folder))
    raise PhasicError(_HOW_TO_GET_IT)


def _command(path: Path, where: str) -> list[str]:
    if not path.is_file():
        raise PhasicError(f"{where}: {path} is not a file; set PHASIC to the path of the program")
    if path.suffix not in (".mjs", ".js"):
        return [str(path)]
    node = shutil.which("node")
    if node is None:
        raise PhasicError(f"{path} needs Node, which is not found; install Node 20.19 or newer")
    return [node, str(path)]


def _is_ours(command: Sequence[str]) -> bool:
    """Another program has the same name: https://www.npmjs.com/package/phasic."""
    shown = subprocess.run([*command, "--help"], capture_output=True, text=True, encoding="utf-8", check=False)
    return "dopamine" in shown.stdout


def _sources() -> Iterator[Path]:
    for start in (Path(__file__).resolve(), Path.cwd()):
        for folder in (start, *start.parents):
            if (folder / "bin" / "phasic.cjs").is_file() and _name_of(folder / "package.json") == "phasic":
                yield folder


def _name_of(package: Path) -> str | None:
    try:
        return cast("str | None", json.loads(package.read_text(encoding="utf-8")).get("name"))
    except (OSError, ValueError, AttributeError):
        return None


def call(arguments: Sequence[str]) -> str:
    """The standard output of a command.

    :raises PhasicError: with the program's line, if it reports an error
    """
    done = subprocess.run(
        [*find_program(), *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        line = lines[-1] if lines else f"phasic {arguments[0]} ended with code {done.returncode}"
        raise PhasicError(line.removeprefix("phasic: "))
    return done.stdout


def call_json(arguments: Sequence[str]) -> dict[str, Any]:
    """The JSON that a command prints."""
    return cast("dict[str, Any]", json.loads(call([*arguments, "--json"])))
