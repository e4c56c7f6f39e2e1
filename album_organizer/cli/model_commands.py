"""Commands on model versions: list, add, promote, roll back, history."""

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from album_organizer.cli.context import cli_context, messages, results
from album_organizer.cli.output import STANDARD_OUTPUT, write_result
from album_organizer.registry.model_version import ModelVersion

models = typer.Typer(no_args_is_help=True, help="List, add, promote and roll back model versions.")


class Kind(StrEnum):
    """Network kinds that have versions."""

    AVA = "ava"
    SIAMESE = "siamese"


KindArgument = Annotated[Kind, typer.Argument(show_default=False)]
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write as JSON; - for standard output.")
]


@models.command("list")
def list_versions(context: typer.Context, json: JsonFile = None) -> None:
    """Show all versions; the current ones are marked."""
    registry = cli_context(context).workspace().registry
    versions = {kind.value: registry.versions(kind.value) for kind in Kind}
    if json is not None:
        listed = {
            kind: {
                "current": next((v.version for v in found if v.is_current), None),
                "versions": [_as_dict(v) for v in found],
            }
            for kind, found in versions.items()
        }
        _write(json, {"schema": 1, "models": listed})
    if json != STANDARD_OUTPUT:
        table = _table("Kind", "Version", "", "Date", "Metrics", "File")
        for kind, found in versions.items():
            for version in found:
                table.add_row(*_cells(kind, version))
        results().print(table)


@models.command()
def add(
    context: typer.Context,
    kind: KindArgument,
    file: Annotated[
        Path, typer.Argument(help="Checkpoint to register.", show_default=False, readable=False)
    ],
    version: Annotated[
        str | None, typer.Option(help="Name of the version; by default the next vN.")
    ] = None,
) -> None:
    """Register a checkpoint as a new version; the file is copied, the current version stays."""
    added = cli_context(context).workspace().registry.add(kind.value, file, version)
    messages().print(
        Text(
            f"Registered {added.title} as {added.relative_path}. To use it: "
            f"album-organizer models promote {kind} {added.version}"
        )
    )


@models.command()
def promote(
    context: typer.Context,
    kind: KindArgument,
    version: Annotated[str, typer.Argument(show_default=False)],
) -> None:
    """Use a version for new scans; the version before can be brought back with rollback."""
    promoted = cli_context(context).workspace().registry.promote(kind.value, version)
    messages().print(Text(f"New scans use {promoted.title}."))


@models.command()
def rollback(context: typer.Context, kind: KindArgument) -> None:
    """Go back to the version that was current before."""
    version = cli_context(context).workspace().registry.rollback(kind.value)
    messages().print(Text(f"Rolled back: new scans use {version.title}."))


@models.command()
def history(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Argument(show_default=False)] = None,
    json: JsonFile = None,
) -> None:
    """Show what happened to the versions, oldest first."""
    events = cli_context(context).workspace().registry.history(kind.value if kind else None)
    if json is not None:
        _write(json, {"schema": 1, "events": [event.to_dict() for event in events]})
    if json != STANDARD_OUTPUT:
        table = _table("Time", "Who", "Kind", "Event", "From", "To", "Reason")
        for event in events:
            to = event.to_version or event.version
            cells = (event.time, event.who, event.kind, event.event, event.from_version, to)
            table.add_row(*(Text(cell or "") for cell in (*cells, event.reason)))
        results().print(table)


def _table(*headings: str) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _write(target: Path, document: dict[str, object]) -> None:
    write_result(target, json_format.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _as_dict(version: ModelVersion) -> dict[str, object]:
    return {
        "version": version.version,
        "path": version.relative_path,
        "sha256": version.sha256,
        "date": version.date,
        "metrics": version.metrics or {},
        "current": version.is_current,
        "pinned": version.pinned,
    }


def _cells(kind: str, version: ModelVersion) -> list[Text]:
    mark = "current" if version.is_current else ""
    if version.pinned:
        mark = "pinned by configuration"
    metrics = ", ".join(f"{name} {value:.3g}" for name, value in (version.metrics or {}).items())
    cells = (kind, version.version, mark, version.date or "", metrics, version.relative_path)
    return [Text(cell) for cell in cells]
