"""The card of a version: what a person wants to know of it, as Markdown."""

import re
from pathlib import Path

from album_organizer.i18n import number, tr
from album_organizer.registry.model_version import TITLES, ModelVersion

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")
_MAX_BYTES = 1024**2


def metric_name(name: str) -> str:
    """What a person calls a figure of a training, such as ``val_spearman``."""
    return {
        "val_spearman": tr("Ranks like people (Spearman)"),
        "val_mse": tr("Squared error"),
        "val_mae": tr("Mean error"),
        "val_loss": tr("Loss"),
        "val_acc": tr("Pairs decided rightly"),
    }.get(name, name.replace("_", " "))


def version_card(version: ModelVersion) -> str:
    """The card: facts of the registry, then the description that lies beside the checkpoint.

    Args:
        version: Registered or pinned.

    Returns:
        Markdown without HTML from outside.
    """
    heading = f"# {_plain(TITLES[version.kind])} model {_plain(version.version)}"
    parts = [heading, *_note(version), _facts(version)]
    if version.metrics:
        parts += ["## Figures from training", _metrics(version)]
    description = _description(version)
    if description:
        parts += ["---", description]
    return "\n\n".join(parts) + "\n"


def size_of(version: ModelVersion) -> str | None:
    """The size of a version's file in words, or None if it is not there."""
    try:
        return f"{number(version.path.stat().st_size / 1e6, '.1f')} MB"
    except OSError:
        return None


def _note(version: ModelVersion) -> list[str]:
    note = (version.note or "").strip()
    return [f"*{_plain(note)}*"] if note else []


def _facts(version: ModelVersion) -> str:
    rows = {
        "Architecture": version.architecture,
        "Trained on": version.data,
        "Date": version.date,
        "Source": version.source,
        "File": version.relative_path,
        "Size": size_of(version),
        "sha256": version.sha256,
        "Verified": _verified(version),
        "Retired": version.retired,
    }
    return "\n".join(f"- **{name}:** {_plain(text)}" for name, text in rows.items() if text)


def _verified(version: ModelVersion) -> str | None:
    last = version.verification
    return None if last is None else f"{last.time[:10]}: {last.sentence}"


def _metrics(version: ModelVersion) -> str:
    lines = [
        f"- **{_plain(metric_name(name))}:** {value:.3g}" for name, value in version.metrics.items()
    ]
    return "\n".join(lines)


def _description(version: ModelVersion) -> str | None:
    """The README beside the checkpoint, that of its own training first."""
    folder = version.path.parent
    for file in (folder / f"{version.kind}_README.md", folder / "README.md"):
        text = _read(file)
        if text is not None:
            return text.strip()
    return None


def _read(file: Path) -> str | None:
    try:
        if not file.is_file() or file.stat().st_size > _MAX_BYTES:
            return None
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)
