"""Whether a run folder may be gone on with, and by this configuration."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from album_organizer.domain.errors import UsageError
from album_organizer.training.state import BEST, SavedState


def check_folder(folder: Path, kind: str, state: SavedState | None) -> None:
    """Refuses a folder that holds something else.

    Args:
        folder: The run folder.
        kind: What is to be trained there.
        state: What is saved there, if anything.

    Raises:
        UsageError: If it holds a training of the other kind, or a model of another program.
    """
    if state is not None and state.kind != kind:
        raise UsageError(
            f"{folder} holds a training of kind {state.kind}, not {kind}; use "
            f"'album-organizer train {state.kind}' or another name."
        )
    if state is None and (folder / BEST).exists():
        raise UsageError(
            f"{folder} holds a {BEST} already, but nothing to go on with; choose another name "
            "with --run."
        )


def check_unchanged(recipe: Mapping[str, Any], state: SavedState, folder: Path) -> None:
    """Refuses another configuration than the one that a training was begun with.

    Raises:
        UsageError: Naming every key that differs, with both values.
    """
    changed = _changed(state.recipe, recipe, "")
    if changed:
        raise UsageError(
            f"The training in {folder} was begun with another configuration: "
            f"{', '.join(changed)}; go on with the old one (--resume without --config), or start "
            "a new training under another name."
        )


def _changed(old: object, new: object, key: str) -> list[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return [
            line
            for name in sorted(old.keys() | new.keys())
            for line in _changed(old.get(name), new.get(name), f"{key}.{name}".strip("."))
        ]
    return [] if old == new else [f"{key} was {_shown(old)} and is {_shown(new)}"]


def _shown(value: object) -> str:
    return "not set" if value is None else str(value)
