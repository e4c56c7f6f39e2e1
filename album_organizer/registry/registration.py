"""Brings a checkpoint under a name of its own into registry.yaml."""

import datetime
from collections.abc import Callable
from pathlib import Path

from album_organizer.domain.errors import UsageError
from album_organizer.domain.verification import CheckpointFacts
from album_organizer.registry.files import RegistryFiles
from album_organizer.registry.history import REGISTERED, new_event
from album_organizer.registry.intake import Intake
from album_organizer.registry.model_version import clean, next_name, require_name

Describe = Callable[[Path, str], CheckpointFacts]


def register(
    files: RegistryFiles,
    describe: Describe,
    kind: str,
    source: Path,
    version: str | None,
    note: str | None,
) -> str:
    """Registers a checkpoint or training folder; nothing changes for the next scan.

    Args:
        files: Of the home folder.
        describe: Reads what the checkpoint tells about itself.
        kind: A known model kind.
        source: Checkpoint, or training folder.
        version: Its name, or None for the next of v1, v2, ...
        note: What the person says of it.

    Returns:
        The name.

    Raises:
        UsageError: If the name is wrong or taken.
        ModelError: If the checkpoint cannot be read as a model of that kind, or copied.
    """
    note = clean(note)
    if version is not None:
        require_name(version)
        if not files.shelf.is_new():
            _require_free(version, files.shelf.read().document.names(kind), kind)
    intake = Intake(kind, source.absolute(), files.models)
    facts = describe(intake.source, kind)
    with files.changing():
        document = files.document()
        taken = document.names(kind)
        name = version or next_name(taken)
        _require_free(name, taken, kind)
        for other in taken:
            if document.entry(kind, other).sha256 == intake.sha256:
                raise UsageError(
                    f"{intake.source} is registered already: it is the file of {other}; put that "
                    f"to use with 'album-organizer models promote {kind} {other}'."
                )
        used = {files.shelf.version(document, kind, other).path for other in taken}
        path = intake.place(name, used)
        document.add(kind, name, _entry(intake, facts, files.shelf.shown(path), path, note))
        document.save()
        files.append(new_event(REGISTERED, kind, name, sha256=intake.sha256, reason=note))
    return name


def _require_free(name: str, taken: list[str], kind: str) -> None:
    # On some systems, V1 and v1 are one folder.
    if name.lower() in {other.lower() for other in taken}:
        raise UsageError(
            f"The version {name} of {kind} exists already and versions never change; "
            f"choose another name, for example {next_name(taken)}."
        )


def _entry(
    intake: Intake, facts: CheckpointFacts, shown: str, path: Path, note: str | None
) -> dict[str, object]:
    run = intake.run
    if run is None:
        date = datetime.date.fromtimestamp(intake.source.stat().st_mtime)
        metrics, source = facts.metrics, intake.source
    else:
        date = datetime.date.fromisoformat(run.date())
        metrics, source = run.metrics(facts.metrics, facts.epoch), run.folder
    entry: dict[str, object] = {
        "path": shown,
        "date": date,
        # NumPy's numbers, as training leaves them, are unknown to YAML.
        "metrics": {key: float(value) for key, value in metrics.items()},
        "architecture": facts.architecture,
    }
    if source != path:
        entry["source"] = source.as_posix()
    if facts.data:
        entry["data"] = facts.data
    if note:
        entry["note"] = note
    return {**entry, "sha256": intake.sha256}
