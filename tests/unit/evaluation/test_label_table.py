import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_table import LineProblem, Table, read_ava_list, read_table


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.csv"


def write(file: Path, text: str) -> Path:
    file.write_bytes(text.encode())
    return file


def test_rows_keep_their_line_numbers(file: Path) -> None:
    """Of the last line of a row, as editors count, whatever lies between."""
    table = read_table(write(file, 'Path,Score\n\n  ,\na.jpg,5\n"b\n.jpg",6\n'))
    assert [(row.line, row.values["score"]) for row in table.rows] == [(4, "5"), (6, "6")]
    assert table.columns == ("path", "score")


def test_from_a_spreadsheet_of_another_country(file: Path) -> None:
    """Byte order mark, semicolons, decimal commas, quotes, Windows line ends."""
    text = '\ufeffFile ;Score\r\n"tag 1\\a, ü.jpg"; 5,25 \r\n\r\n"c;d.jpg";7\r\n'
    table = read_table(write(file, text))
    assert [row.values["file"] for row in table.rows] == ["tag 1\\a, ü.jpg", "c;d.jpg"]
    assert [table.number(row, "score") for row in table.rows] == [5.25, 7]


def test_with_tabs_commas_are_left_to_the_numbers(file: Path) -> None:
    table = read_table(write(file, "path\tscore\na, b.jpg\t4,5\n"))
    assert table.number(table.rows[0], "score") == 4.5


def test_with_commas_they_are_not(file: Path) -> None:
    """``"1,234"`` may be thousands: no guess is better than a wrong one."""
    table = read_table(write(file, 'path,votes\na.jpg,"1,234"\n'))
    with pytest.raises(ValueError, match="votes is '1,234' instead of a number"):
        table.number(table.rows[0], "votes")


@pytest.mark.parametrize("text", ["", "good", "nan", "inf", "-Infinity", "1e999", "5 6", "0x5"])
def test_what_is_no_number(file: Path, text: str) -> None:
    table = read_table(write(file, f"path,score\na,{text}\n"))
    with pytest.raises(ValueError, match=r"score is .* instead of a number"):
        table.number(table.rows[0], "score")


def test_columns_without_a_name_are_left_out(file: Path) -> None:
    """Spreadsheets add some at the end, and some programs put row numbers in front."""
    table = read_table(write(file, ",path,score,,\n0,a.jpg,5,,\n"))
    assert table.columns == ("path", "score")
    assert table.rows[0].values["path"] == "a.jpg"


def test_optional_values(file: Path) -> None:
    row = read_table(write(file, "path,theme\na, \n")).rows[0]
    assert row.optional("theme") is None
    assert row.optional(None) is None
    assert row.optional("path") == "a"


def test_columns_by_the_first_name_that_exists(file: Path) -> None:
    table = read_table(write(file, "image,PATH\na,b\n"))
    assert table.column(("path", "image"), "the photo") == "path"
    assert table.optional(("score",)) is None
    with pytest.raises(
        UsageError, match="no column 'score' or 'mean' for its score; its columns are 'image', 'pa"
    ):
        table.column(("score", "mean"), "its score")


def test_lines_of_another_length_are_problems(file: Path) -> None:
    table = read_table(write(file, "path,score\na\nb,1\nc,1,2\n"))
    assert [row.line for row in table.rows] == [3]
    assert table.problems == (
        LineProblem(2, "it has 1 values for 2 columns"),
        LineProblem(4, "it has 3 values for 2 columns"),
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty; its first line must name the columns"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n\n", "is empty"),
        (b",,\n1,2,3\n", "no lines below its column names"),
        (b"path,score\n", "no lines below its column names"),
        (b"path,score\n,\n \n", "no lines below its column names"),
        (b"path, PATH\na,1\n", "two columns of one name"),
        (b"path,score\n\xff\xfe\x00,5\n", "not text in UTF-8"),
        ("path,score\nä,5".encode("utf-16"), "not text in UTF-8"),
        (b'path,score\n"a.jpg,5\n', "line 2: this is no CSV file"),
        (b'path,score\n"a"b,5\n', "line 2: this is no CSV file"),
        (b"path,score\n" + b"x" * 200_000 + b",5\n", "line 2: this is no CSV file"),
    ],
)
def test_other_files_are_refused(file: Path, content: bytes, told: str) -> None:
    file.write_bytes(content)
    with pytest.raises(UsageError, match=told):
        read_table(file)


@pytest.mark.parametrize("read", [read_table, read_ava_list])
def test_files_that_cannot_be_read(tmp_path: Path, read: Callable[[Path], Table]) -> None:
    with pytest.raises(UsageError, match=r"There is no file .*none\.csv; name the labels with --l"):
        read(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path)


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(st.tuples(_CELL.filter(str.strip), _CELL), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_program_writes_is_read_back(
    file: Path, cells: list[tuple[str, str]], delimiter: str, newline: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerows([("path", "theme"), *cells])
    table = read_table(write(file, buffer.getvalue()))
    assert [(row.values["path"], row.values["theme"]) for row in table.rows] == [
        (path.strip(), theme.strip()) for path, theme in cells
    ]
    assert table.problems == ()


class TestAvaList:
    GOOD = "1 953619 0 1 5 17 38 36 15 6 5 1 1 22 1396"

    def test_its_columns_get_names(self, file: Path) -> None:
        row = read_ava_list(write(file, self.GOOD)).rows[0]
        assert (row.values["path"], row.values["challenge"]) == ("953619", "1396")
        assert [row.values[str(score)] for score in range(1, 11)] == self.GOOD.split()[2:12]

    def test_spaces_line_ends_and_empty_lines_do_not_matter(self, file: Path) -> None:
        text = f"\ufeff  {self.GOOD}  \r\n\r\n{self.GOOD.replace(' ', chr(9))}\r\n"
        table = read_ava_list(write(file, text))
        assert [row.line for row in table.rows] == [1, 3]
        assert table.rows[0].values == table.rows[1].values

    @pytest.mark.parametrize(
        "line",
        ["1 2 3", f"{GOOD} 7", GOOD.replace("953619", "a.jpg"), GOOD.replace("38", "3.8"),
         GOOD.replace("38", "-38"), GOOD.replace("38", "²"), "path,score"],
    )  # fmt: skip
    def test_other_lines_are_problems(self, file: Path, line: str) -> None:
        table = read_ava_list(write(file, f"{self.GOOD}\n{line}\n"))
        assert [problem.line for problem in table.problems] == [2]
        assert "15 whole numbers of an AVA.txt" in table.problems[0].reason
        assert len(table.rows) == 1

    @pytest.mark.parametrize("text", ["", "\n \n\t\n"])
    def test_an_empty_one(self, file: Path, text: str) -> None:
        with pytest.raises(UsageError, match="is empty"):
            read_ava_list(write(file, text))
