import io

import pytest
from rich.console import Console
from rich.text import Text

from album_organizer.cli.evaluation_commands import _check, _rich
from album_organizer.cli.output import STANDARD_OUTPUT
from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.evaluation_words import Row, Table

ROWS = (
    Row("Blur", ("90% (88 to 92)", "95% (93 to 97)"), ("+5 (+3 to +7)",), (1,)),
    Row("[bold]Noise", ("80% (78 to 82)", "70% (68 to 72)"), ("−10 (−14 to −6)",), (-1,)),
    Row("Tilt", ("50% (40 to 60)", "51% (41 to 61)"), ("+1 (−3 to +5)",), (0,)),
)


def printed() -> str:
    stream = io.StringIO()
    Console(file=stream, width=100).print(_rich(Table("The original wins", ROWS), ("v1", "v2")))
    return stream.getvalue()


def test_versions_and_differences_are_columns() -> None:
    text = printed()
    assert "v1" in text
    assert "v2 against v1" in text
    assert "The original wins" in text
    assert all(figure in text for row in ROWS for figure in (*row.values, *row.differences))
    assert "[bold]Noise" in text  # a name is no markup


def test_only_what_chance_cannot_explain_is_coloured() -> None:
    table = _rich(Table("The original wins", ROWS), ("v1", "v2"))
    cells = list(table.columns[-1].cells)
    assert [str(cell.style) for cell in cells if isinstance(cell, Text)] == ["green", "red", ""]


@pytest.mark.parametrize(
    ("versions", "words"),
    [(["v1", "v2", "v1"], "named twice"), (["a", "b", "c", "d", "e"], "not 5")],
)
def test_versions_that_cannot_stand_side_by_side(versions: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        _check(versions, None, None)


def test_two_results_need_two_places() -> None:
    _check(["v1"], STANDARD_OUTPUT, None)
    with pytest.raises(UsageError, match="choose two files"):
        _check(["v1"], STANDARD_OUTPUT, STANDARD_OUTPUT)
