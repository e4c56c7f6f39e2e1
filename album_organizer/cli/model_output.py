"""Shows model versions on the terminal and as JSON."""

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from album_organizer.cli.context import cli_context, messages
from album_organizer.cli.output import STANDARD_OUTPUT, write_result
from album_organizer.registry.condition import FileState
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry


class Kind(StrEnum):
    """Network kinds that have versions."""

    AVA = "ava"
    SIAMESE = "siamese"


KindArgument = Annotated[Kind, typer.Argument(show_default=False)]
VersionArgument = Annotated[str, typer.Argument(metavar="VERSION", show_default=False)]
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write as JSON; - for standard output.")
]
Reason = Annotated[str | None, typer.Option(help="Why, for the history.")]

_STATES = {
    FileState.CHANGED: "file changed",
    FileState.MISSING: "file missing",
    FileState.UNREADABLE: "file unreadable",
    FileState.OUTSIDE: "file outside the models folder",
}


def open_registry(context: typer.Context) -> Registry:
    """The registry; says so when registry.yaml is broken and its last good state is in use."""
    registry = cli_context(context).workspace().registry
    if (registry.folder / "registry.yaml").exists():
        trouble = registry.trouble()
        if trouble is not None:
            messages().print(Text(trouble, style="yellow"))
    return registry


def table(*headings: str) -> Table:
    """An empty table whose cells fold instead of being cut."""
    made = Table()
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def write_json(target: Path | None, document: dict[str, object]) -> None:
    """Writes a document with its schema number, if a target was given."""
    if target is not None:
        text = json_format.dumps({"schema": 1, **document}, indent=2, ensure_ascii=False)
        write_result(target, text + "\n")


def say(sentence: str, json: Path | None) -> None:
    """A sentence for the person; on standard error, so that it never mixes with JSON."""
    if json != STANDARD_OUTPUT:
        messages().print(Text(sentence))


def standing(version: ModelVersion, state: FileState) -> str:
    """``"current, verified"``: everything worth knowing before choosing a version."""
    words = []
    if version.pinned:
        words.append("pinned by configuration")
    elif version.is_current:
        words.append("current")
    if version.retired:
        words.append("retired")
    if state is not FileState.GOOD:
        words.append(_STATES[state])
    elif version.verification is None:
        words.append("not verified")
    else:
        words.append("verified" if version.verification.passed else "failed verification")
    return ", ".join(words)


def version_to_dict(version: ModelVersion, state: FileState) -> dict[str, object]:
    """The JSON object of a version."""
    last = version.verification
    return {
        "version": version.version,
        "path": version.relative_path,
        "sha256": version.sha256,
        "date": version.date,
        "metrics": version.metrics,
        "current": version.is_current,
        "pinned": version.pinned,
        "architecture": version.architecture,
        "source": version.source,
        "data": version.data,
        "note": version.note,
        "retired": version.retired,
        "file": state.value,
        "verified": None
        if last is None
        else {
            "time": last.time,
            "passed": last.passed,
            "result": last.sentence,
            "photos_per_s": last.photos_per_s,
        },
    }
