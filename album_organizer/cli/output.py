"""Prints tables and writes result files."""

import sys
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from album_organizer.cli.context import messages, results
from album_organizer.domain.album import Album, Pick
from album_organizer.domain.errors import UsageError
from album_organizer.domain.photo import PhotoProblem
from album_organizer.export.report import (
    SCHEMA,
    album_to_dict,
    models_to_dict,
    problems_to_list,
    to_csv,
    to_json,
)
from album_organizer.pipeline.pair_list import ComparedPairs
from album_organizer.settings.atomic import write_atomically

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a result goes besides the terminal.

    Attributes:
        json: Value of ``--json``.
        csv: Value of ``--csv``.

    Raises:
        UsageError: If both are the same file or standard output.
    """

    json: Path | None
    csv: Path | None

    def __post_init__(self) -> None:
        if self.json == self.csv == STANDARD_OUTPUT:
            raise UsageError("Only one of --json and --csv can go to standard output.")
        if self.json is not None and self.json == self.csv:
            raise UsageError(f"--json and --csv both name {self.json}; choose two files.")

    def write(self, album: Album, *, proposed: bool) -> None:
        """Writes the files, and the table unless standard output is taken.

        Args:
            album: The result.
            proposed: Whether groups and picks belong to it.
        """
        if STANDARD_OUTPUT not in (self.json, self.csv):
            print_album(album, proposed=proposed)
        if self.json is not None:
            write_result(self.json, to_json(album_to_dict(album, proposed=proposed)))
        if self.csv is not None:
            write_result(self.csv, to_csv(album, proposed=proposed))
        print_problems(album.problems)


def pairs_to_json(compared: ComparedPairs) -> str:
    """The JSON document, schema 1, of compared pairs."""
    document = {
        "schema": SCHEMA,
        "models": models_to_dict(compared.models),
        "comparisons": [
            {
                "a": c.a,
                "b": c.b,
                "p_a": c.p_a,
                "composite_a": compared.composites[c.a],
                "composite_b": compared.composites[c.b],
            }
            for c in compared.comparisons
        ],
        "problems": problems_to_list(compared.problems),
    }
    return to_json(document)


def write_result(target: Path, text: str) -> None:
    """Writes a result file, complete or not at all; ``-`` is standard output.

    Raises:
        UsageError: If the file cannot be written.
    """
    if target == STANDARD_OUTPUT:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device is written to; replacing it would take it away from the system.
            with target.open("w", encoding="utf-8") as stream:
                stream.write(text)
        else:
            write_atomically(target, text)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written ({error.strerror}); choose another file."
        ) from error


def print_album(album: Album, *, proposed: bool) -> None:
    """The result table: the proposed album, or all photos by score if only scored."""
    if not album.photos:
        results().print(Text(f"No photos were found in {album.folder}."))
        return
    chosen = [p for p in album.photos.values() if not proposed or album.picks[p.photo.path].picked]
    chosen.sort(key=lambda p: (-p.card.composite, p.photo.path))
    table = Table(title=Text(album.folder), title_justify="left")
    table.add_column("", justify="right")
    table.add_column("Photo", overflow="fold")
    table.add_column("Score", justify="right")
    table.add_column("AVA", justify="right")
    if proposed:
        table.add_column("Why", ratio=1)
    for number, scored in enumerate(chosen, start=1):
        path, card = scored.photo.path, scored.card
        why = [Text(_why(album.picks[path]))] if proposed else []
        score, ava = f"{100 * card.composite:.1f}", f"{card.ava:.1f}"
        table.add_row(str(number), Text(path), score, ava, *why)
    results().print(table)
    summary = _count(len(album.photos), "photo")
    if proposed:
        summary += f", {_count(len(album.groups), 'group')}, {len(chosen)} in the album"
    results().print(summary)


def print_problems(problems: tuple[PhotoProblem, ...]) -> None:
    """The files that could not be used, on standard error."""
    if not problems:
        return
    console = messages()
    console.print(f"{_count(len(problems), 'file')} could not be used:")
    for problem in problems:
        console.print(Text(f"  {problem.path}: {problem.error}"))


def _why(pick: Pick) -> str:
    return "; ".join(reason.sentence for reason in pick.reasons)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
