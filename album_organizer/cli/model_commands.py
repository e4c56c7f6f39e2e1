"""Commands that look at model versions: list, show, history, compare."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.text import Text

from album_organizer.cli.context import messages, results
from album_organizer.cli.model_changes import (
    add,
    add_builtin,
    note,
    promote,
    retire,
    rollback,
    verify,
)
from album_organizer.cli.model_comparison import compare
from album_organizer.cli.model_output import (
    JsonFile,
    Kind,
    KindArgument,
    VersionArgument,
    open_registry,
    standing,
    table,
    version_to_dict,
    write_json,
)
from album_organizer.cli.output import STANDARD_OUTPUT
from album_organizer.registry.card import version_card
from album_organizer.registry.history import Event
from album_organizer.registry.model_version import ModelVersion

_CARD_WIDTH = 100

models = typer.Typer(
    no_args_is_help=True, help="List, add, verify, compare, promote and roll back model versions."
)


@models.command("list")
def list_versions(context: typer.Context, json: JsonFile = None) -> None:
    """Show all versions; the current ones are marked."""
    registry = open_registry(context)
    versions = {kind.value: registry.versions(kind.value) for kind in Kind}
    states = {_key(v): registry.condition(v) for found in versions.values() for v in found}
    others, offered = registry.others(), registry.offered()
    listed = {
        kind: {
            "current": next((v.version for v in found if v.is_current), None),
            "versions": [version_to_dict(v, states[_key(v)].state) for v in found],
        }
        for kind, found in versions.items()
    }
    left_alone = [
        {
            "application": other.application,
            "kind": other.kind,
            "current": other.current,
            "versions": list(other.versions),
        }
        for other in others
    ]
    to_add = [{"kind": version.kind, "version": version.version} for version in offered]
    write_json(json, {"models": listed, "others": left_alone, "offered": to_add})
    if json == STANDARD_OUTPUT:
        return
    shown = table("Kind", "Version", "State", "Date", "Metrics", "File", "Note")
    for kind, found in versions.items():
        for version in found:
            shown.add_row(*_cells(kind, version, standing(version, states[_key(version)].state)))
    results().print(shown)
    for condition in states.values():
        if condition.sentence:
            messages().print(Text(condition.sentence, style="yellow"))
    for other in others:
        current = f", current {other.current}" if other.current else ""
        line = f"Also in registry.yaml, left alone: {other.application} {other.kind}{current}"
        results().print(Text(line))
    if offered:
        what = " and ".join(version.title for version in offered)
        use = "album-organizer models add-builtin"
        results().print(Text(f"Came with the program, not added yet: {what}. To add: {use}"))


@models.command()
def show(
    context: typer.Context, kind: KindArgument, version: VersionArgument, json: JsonFile = None
) -> None:
    """Show the card of a version and what happened to it."""
    registry = open_registry(context)
    found = registry.find(kind.value, version)
    condition = registry.condition(found)
    events = [e for e in registry.history(kind.value) if version in {e.version, e.from_version}]
    card = version_card(found)
    write_json(
        json,
        {
            "kind": kind.value,
            **version_to_dict(found, condition.state),
            "card": card,
            "events": [event.to_dict() for event in events],
        },
    )
    if json == STANDARD_OUTPUT:
        return
    results().print(Text(f"{found.title}: {standing(found, condition.state)}"))
    results().print(Markdown(card), width=_CARD_WIDTH)
    if condition.sentence:
        messages().print(Text(condition.sentence, style="yellow"))
    _print_events(events)


@models.command()
def history(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Argument(show_default=False)] = None,
    json: JsonFile = None,
) -> None:
    """Show what happened to the versions, oldest first."""
    events = open_registry(context).history(kind.value if kind else None)
    write_json(json, {"events": [event.to_dict() for event in events]})
    if json != STANDARD_OUTPUT:
        _print_events(events)


for command in (add, add_builtin, verify, promote, rollback, retire, note, compare):
    models.command()(command)


def _print_events(events: list[Event]) -> None:
    shown = table("Time", "Who", "Kind", "Event", "From", "To", "Reason")
    for event in events:
        to = event.to_version or event.version
        what = f"{event.event}, forced" if (event.details or {}).get("forced") else event.event
        cells = (_local(event.time), event.who, event.kind, what, event.from_version, to)
        shown.add_row(*(Text(cell or "") for cell in (*cells, event.reason)))
    results().print(shown)


def _local(time: str) -> str:
    """The time of an event as a clock on the wall shows it."""
    try:
        return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return time


def _key(version: ModelVersion) -> tuple[str, str]:
    return version.kind, version.version


def _cells(kind: str, version: ModelVersion, state: str) -> list[Text]:
    metrics = ", ".join(f"{name} {value:.3g}" for name, value in version.metrics.items())
    cells = (kind, version.version, state, version.date, metrics, version.relative_path)
    return [Text(cell or "") for cell in (*cells, version.note)]
