"""An album as JSON (schema 1) and CSV, the same for the same album to the last byte."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from album_organizer.domain.album import Album, Comparison, ModelInfo, PhotoGroup
from album_organizer.domain.photo import PhotoProblem

SCHEMA = 1
_DIGITS = 6
_SCORE_COLUMNS = ("path", "ava", "technical", "portrait", "score")
_PICK_COLUMNS = ("group", "rank", "picked", "reasons")


def album_to_dict(album: Album, *, proposed: bool | None = None) -> dict[str, Any]:
    """An album in the form of the JSON schema 1.

    Args:
        album: Scored, or scored and proposed.
        proposed: Whether groups, picks and comparisons belong in it; without it, whether the album
            has picks.

    Returns:
        Plain dictionaries, lists, strings and numbers; photos ordered by path.
    """
    proposed = bool(album.picks) if proposed is None else proposed
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "folder": album.folder,
        "models": models_to_dict(album.models),
        "photos": [_photo(album, path, proposed=proposed) for path in sorted(album.photos)],
    }
    if proposed:
        result["groups"] = [_group(group) for group in album.groups]
        result["comparisons"] = [_comparison(comparison) for comparison in album.comparisons]
    result["problems"] = problems_to_list(album.problems)
    return result


def models_to_dict(models: Mapping[str, ModelInfo]) -> dict[str, dict[str, str]]:
    """Model versions by kind, in the form of the JSON schema 1."""
    return {
        kind: {"version": info.version, "sha256": info.sha256, "path": info.path}
        for kind, info in sorted(models.items())
    }


def problems_to_list(problems: tuple[PhotoProblem, ...]) -> list[dict[str, str]]:
    """Problems in the form of the JSON schema 1, ordered by path."""
    ordered = sorted(problems, key=lambda problem: problem.path)
    return [{"path": problem.path, "error": problem.error} for problem in ordered]


def to_json(payload: Mapping[str, object]) -> str:
    """Writes a payload as JSON text: floats to 6 digits, names as they are, a newline at the end.

    Raises:
        ValueError: If a number is not finite.
    """
    return json.dumps(_rounded(payload), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(album: Album, *, proposed: bool | None = None) -> str:
    """Writes the photos of an album as CSV text with a header, ordered by path.

    Names are written as they are, also those that begin with ``=``: programs read this file, and a
    changed name would not be found.

    Args:
        album: Scored, or scored and proposed.
        proposed: As in :func:`album_to_dict`.
    """
    proposed = bool(album.picks) if proposed is None else proposed
    columns = (*_SCORE_COLUMNS, *_PICK_COLUMNS) if proposed else _SCORE_COLUMNS
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    for path in sorted(album.photos):
        row = _photo(album, path, proposed=proposed)
        if proposed:
            row["picked"] = "yes" if row["picked"] else "no"
            row["reasons"] = "; ".join(row["reasons"])
        writer.writerow({column: _rounded(value) for column, value in row.items()})
    return buffer.getvalue()


def _photo(album: Album, path: str, *, proposed: bool) -> dict[str, Any]:
    card = album.photos[path].card
    row: dict[str, Any] = {
        "path": path,
        "ava": card.ava,
        "technical": card.technical,
        "portrait": card.portrait,
        "score": card.composite,
    }
    if proposed:
        pick = album.picks[path]
        row |= {
            "group": pick.group,
            "rank": pick.rank,
            "picked": pick.picked,
            "reasons": [reason.sentence for reason in pick.reasons],
        }
    return row


def _group(group: PhotoGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "photos": list(group.paths),
        "best": group.best,
        "kind": group.kind.value,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {"a": comparison.a, "b": comparison.b, "p_a": comparison.p_a}


def _rounded(value: object) -> object:
    """The value with every float in it rounded."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    return value
