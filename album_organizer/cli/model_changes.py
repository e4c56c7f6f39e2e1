"""Commands that change model versions: add, verify, promote, rollback, retire, note."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from album_organizer.cli.context import results
from album_organizer.cli.model_output import (
    JsonFile,
    KindArgument,
    Reason,
    VersionArgument,
    open_registry,
    say,
    version_to_dict,
    write_json,
)
from album_organizer.cli.output import STANDARD_OUTPUT
from album_organizer.cli.progress import progress_job
from album_organizer.domain.errors import ModelError
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry

AllowOutside = Annotated[
    bool,
    typer.Option(
        "--allow-outside", help="Agree that the file lies outside the models folder; remembered."
    ),
]


def add(
    context: typer.Context,
    kind: KindArgument,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE_OR_RUN_FOLDER",
            help="Checkpoint, or training folder with best_model.pt.",
            show_default=False,
            readable=False,
        ),
    ],
    version: Annotated[
        str | None, typer.Option(help="Name of the version; by default the next vN.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What you want to remember of it.")] = None,
    json: JsonFile = None,
) -> None:
    """Register a checkpoint as a new version; it is copied, the current version stays."""
    registry = open_registry(context)
    added = registry.add(kind.value, source, version, note)
    _report(registry, added, json)
    use = f"album-organizer models promote {kind} {added.version}"
    say(f"Registered {added.title} as {added.relative_path}. To use it: {use}", json)


def add_builtin(context: typer.Context, json: JsonFile = None) -> None:
    """Register what came with the program after this home was filled; nothing is put to use."""
    registry = open_registry(context)
    added = registry.add_offered()
    write_json(
        json,
        {
            "added": [
                {"kind": v.kind, **version_to_dict(v, registry.condition(v).state)} for v in added
            ]
        },
    )
    for version in added:
        use = f"album-organizer models promote {version.kind} {version.version}"
        say(f"Registered {version.title} as {version.relative_path}. To use it: {use}", json)
    if not added:
        say("This home folder knows the models that the program came with; nothing to add.", json)


def verify(
    context: typer.Context,
    kind: KindArgument,
    version: VersionArgument,
    allow_outside: AllowOutside = False,
    json: JsonFile = None,
) -> None:
    """Look whether a version works on this machine."""
    registry = open_registry(context)
    with progress_job() as job:
        outcome = registry.verify(kind.value, version, job, allow_outside=allow_outside)
    checks = [
        {"name": check.name, "passed": check.passed, "detail": check.detail}
        for check in outcome.checks
    ]
    write_json(
        json,
        {
            "kind": kind.value,
            "version": version,
            "passed": outcome.passed,
            "photos_per_s": outcome.photos_per_s,
            "checks": checks,
        },
    )
    if json != STANDARD_OUTPUT:
        for check in outcome.checks:
            sign = "passed" if check.passed else "FAILED"
            results().print(Text(f"{sign}  {check.name}: {check.detail}"), soft_wrap=True)
    if not outcome.passed:
        raise ModelError(f"{registry.find(kind.value, version).title} failed its verification.")
    say(outcome.sentence, json)


def promote(
    context: typer.Context,
    kind: KindArgument,
    version: VersionArgument,
    force: Annotated[
        bool, typer.Option("--force", help="Use it although it fails; needs --reason.")
    ] = False,
    reason: Reason = None,
    allow_outside: AllowOutside = False,
    json: JsonFile = None,
) -> None:
    """Verify a version and use it for new scans; rollback brings the one before back."""
    registry = open_registry(context)
    before = registry.find(kind.value, version).is_current
    with progress_job() as job:
        promoted = registry.promote(
            kind.value, version, reason, force=force, allow_outside=allow_outside, job=job
        )
    _report(registry, promoted, json)
    if before:
        say(f"{promoted.title} is in use already.", json)
        return
    say(f"New scans use {promoted.title}.", json)
    last = promoted.verification
    if last is not None and not last.passed:
        say(
            f"It failed its verification: {last.sentence} Scans may not work; "
            f"'album-organizer models rollback {kind}' goes back.",
            json,
        )
    _say_what_was_pinned(registry, promoted, json)


def rollback(
    context: typer.Context,
    kind: KindArgument,
    to: Annotated[
        str | None, typer.Option(help="Version to go back to; by default the one before.")
    ] = None,
    reason: Reason = None,
    json: JsonFile = None,
) -> None:
    """Go back to the version that was current before, or to an earlier one."""
    registry = open_registry(context)
    with progress_job() as job:
        back = registry.rollback(kind.value, reason, to=to, job=job)
    _report(registry, back, json)
    say(f"Rolled back: new scans use {back.title}.", json)
    _say_what_was_pinned(registry, back, json)


def retire(
    context: typer.Context,
    kind: KindArgument,
    version: VersionArgument,
    undo: Annotated[bool, typer.Option("--undo", help="Take a retirement back.")] = False,
    reason: Reason = None,
    json: JsonFile = None,
) -> None:
    """Take a version out of service; its file stays."""
    registry = open_registry(context)
    change = registry.restore if undo else registry.retire
    changed = change(kind.value, version, reason)
    _report(registry, changed, json)
    what = "can be promoted again" if undo else "is retired; its file stays"
    say(f"{changed.title} {what}.", json)


def note(
    context: typer.Context,
    kind: KindArgument,
    version: VersionArgument,
    text: Annotated[str, typer.Argument(help="An empty text takes the note away.")],
    json: JsonFile = None,
) -> None:
    """Write a note to a version."""
    registry = open_registry(context)
    changed = registry.set_note(kind.value, version, text)
    _report(registry, changed, json)
    say(f"{changed.title}: {changed.note or 'no note'}", json)


def _say_what_was_pinned(registry: Registry, version: ModelVersion, json: Path | None) -> None:
    events = [e for e in registry.history(version.kind) if e.to_version == version.version]
    path = (events[-1].details or {}).get("pinned_path") if events else None
    if path is not None:
        say(f"It replaces the path {path} in configs/global_config.yaml.", json)


def _report(registry: Registry, version: ModelVersion, json: Path | None) -> None:
    state = registry.condition(version).state
    write_json(json, {"kind": version.kind, **version_to_dict(version, state)})
