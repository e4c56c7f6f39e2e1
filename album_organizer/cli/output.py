"""Prints tables and writes result files."""

import json as json_format
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from album_organizer.cli.context import messages, results
from album_organizer.domain.album import Album
from album_organizer.domain.errors import UsageError
from album_organizer.domain.photo import PhotoProblem
from album_organizer.export.report import to_csv, to_json
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
        UsageError: If both are standard output.
    """

    json: Path | None
    csv: Path | None

    def __post_init__(self) -> None:
        if self.json == self.csv == STANDARD_OUTPUT:
            raise UsageError("Only one of --json and --csv can go to standard output.")

    def write(self, album: Album) -> None:
        """Writes the files, and the table unless standard output is taken."""
        if STANDARD_OUTPUT not in (self.json, self.csv):
            print_album(album)
        if self.json is not None:
            write_result(self.json, to_json(album))
        if self.csv is not None:
            write_result(self.csv, to_csv(album))
        print_problems(album.problems)


def pairs_to_json(compared: ComparedPairs) -> str:
    """The JSON document, schema 1, of compared pairs."""
    document = {
        "schema": 1,
        "models": {
            kind: {"version": info.version, "sha256": info.sha256, "path": info.path}
            for kind, info in sorted(compared.models.items())
        },
        "comparisons": [
            {
                "a": c.a,
                "b": c.b,
                "p_a": c.p_a,
                "composite_a": round(compared.composites[c.a], 6),
                "composite_b": round(compared.composites[c.b], 6),
            }
            for c in compared.comparisons
        ],
        "problems": [asdict(problem) for problem in compared.problems],
    }
    return json_format.dumps(document, indent=2, ensure_ascii=False) + "\n"


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
        write_atomically(target, text)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written ({error.strerror}); choose another file."
        ) from error


def print_album(album: Album) -> None:
    """The result table: the proposed album, or all photos by score if only scored."""
    table = Table(title=f"{album.folder}", title_justify="left")
    for heading, justify in (
        ("", "right"),
        ("Photo", "left"),
        ("Score", "right"),
        ("AVA", "right"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    if album.picks:
        table.add_column("Why", ratio=1)
    chosen = [p for p in album.photos.values() if not album.picks or _picked(album, p.photo.path)]
    chosen.sort(key=lambda p: (-p.card.composite, p.photo.path))
    for number, scored in enumerate(chosen, start=1):
        path, card = scored.photo.path, scored.card
        cells = [str(number), Text(path), f"{100 * card.composite:.1f}", f"{card.ava:.1f}"]
        if album.picks:
            cells.append(Text("; ".join(album.picks[path].reasons)))
        table.add_row(*cells)
    results().print(table)
    groups = f", {_count(len(album.groups), 'group')}" if album.picks else ""
    summary = f"{_count(len(album.photos), 'photo')}{groups}"
    if album.picks:
        summary += f", {len(chosen)} proposed"
    results().print(summary)


def print_problems(problems: tuple[PhotoProblem, ...]) -> None:
    """The files that could not be used, on standard error."""
    if not problems:
        return
    console = messages()
    verb = "file" if len(problems) == 1 else "files"
    console.print(f"{len(problems)} {verb} could not be used:")
    for problem in problems:
        console.print(Text(f"  {problem.path}: {problem.error}"))


def _picked(album: Album, path: str) -> bool:
    return album.picks[path].picked


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
