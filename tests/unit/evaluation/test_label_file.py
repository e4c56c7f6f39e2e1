from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_file import (
    PairLabel,
    ScoreLabel,
    parse_scale,
    read_decided_pairs,
    read_scores,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.csv"


class TestScores:
    def test_paths_scores_and_themes(self, file: Path) -> None:
        file.write_text("path,theme,score\na.jpg,sea,5.5\nb/c.jpg,,7\n", encoding="utf-8")
        found = read_scores(file)
        assert found.labels == (ScoreLabel("a.jpg", 5.5, "sea"), ScoreLabel("b/c.jpg", 7.0, ""))
        assert found.problems == ()

    @pytest.mark.parametrize("heading", ["file", "FILE", "Image", " path ", "filename", "photo"])
    @pytest.mark.parametrize("score", ["score", "Mean", "mean_score"])
    def test_columns_go_by_several_names(self, file: Path, heading: str, score: str) -> None:
        file.write_text(f"{score},{heading}\n5,a.jpg\n", encoding="utf-8")
        assert read_scores(file).labels == (ScoreLabel("a.jpg", 5.0, ""),)

    def test_from_a_spreadsheet_of_another_country(self, file: Path) -> None:
        """Byte order mark, semicolons, decimal commas, backslashes, Windows line ends."""
        file.write_bytes("﻿path;score\r\nurlaub\\tag 1\\ü.jpg;5,25\r\n\r\n".encode())
        assert read_scores(file).labels == (ScoreLabel("urlaub/tag 1/ü.jpg", 5.25, ""),)

    def test_tabs_and_quotes(self, file: Path) -> None:
        file.write_text('path\tscore\n"a, b.jpg"\t4\n', encoding="utf-8")
        assert read_scores(file).labels[0].path == "a, b.jpg"

    @pytest.mark.parametrize("prefix", ["", "vote_", "rating"])
    def test_ten_columns_of_votes(self, file: Path, prefix: str) -> None:
        heading = ",".join(f"{prefix}{i}" for i in range(1, 11))
        file.write_text(f"path,{heading}\na.jpg,0,0,0,0,3,0,0,1,0,0\n", encoding="utf-8")
        found = read_scores(file)
        assert found.labels[0].score == pytest.approx((3 * 5 + 8) / 4)
        assert found.scale == (1, 10)

    def test_votes_tell_more_than_a_mean_beside_them(self, file: Path) -> None:
        votes = ",".join(map(str, range(1, 11)))
        file.write_text(f"path,mean,{votes}\na.jpg,3.3,{'0,' * 9}2\n", encoding="utf-8")
        assert read_scores(file).labels[0].score == 10
        assert read_scores(file, "mean").labels[0].score == 3.3

    def test_any_column_can_be_named(self, file: Path) -> None:
        file.write_text("file,beauty_mean_1_7,score\na.jpg,3.5,9\n", encoding="utf-8")
        found = read_scores(file, "beauty_mean_1_7")
        assert found.labels[0].score == 3.5
        assert found.scale == (1, 7)

    def test_a_named_column_must_be_there(self, file: Path) -> None:
        file.write_text("file,score\na.jpg,3.5\n", encoding="utf-8")
        with pytest.raises(UsageError, match="has no column 'beauty'; it has the columns file, sc"):
            read_scores(file, "beauty")

    @pytest.mark.parametrize(
        ("scores", "scale"),
        [
            ("2.0 8.5", (1.0, 10.0)),
            ("1.5 6.5", None),
            ("0.2 0.9", None),
            ("20 95", None),
            ("0.5 9", None),
        ],
    )
    def test_a_scale_that_only_one_fits(
        self, file: Path, scores: str, scale: tuple[float, float] | None
    ) -> None:
        rows = "".join(f"{i}.jpg,{score}\n" for i, score in enumerate(scores.split()))
        file.write_text(f"path,score\n{rows}", encoding="utf-8")
        assert read_scores(file).scale == scale
        assert read_scores(file, scale=(1, 5)).scale == (1, 5)

    def test_lines_that_cannot_be_used_are_listed(self, file: Path) -> None:
        file.write_text(
            "path,score\na.jpg,good\nb.jpg,\n,5\na.jpg,4\na.jpg,5\nc.jpg,nan\nd.jpg\nok.jpg,6\n",
            encoding="utf-8",
        )
        found = read_scores(file)
        assert [label.path for label in found.labels] == ["a.jpg", "ok.jpg"]
        assert found.labels[0].score == 4
        assert {p.path: p.error for p in found.problems} == {
            "line 2": "The line is left out: 'good' is no number.",
            "line 3": "The line is left out: '' is no number.",
            "line 4": "The line is left out: it names no photo.",
            "line 6": "The line is left out: a.jpg is listed twice; its first line counts.",
            "line 7": "The line is left out: 'nan' is no number.",
            "line 8": "The line is left out: '' is no number.",
        }

    def test_votes_must_be_votes(self, file: Path) -> None:
        heading = ",".join(map(str, range(1, 11)))
        file.write_text(f"path,{heading}\na,{'0,' * 9}0\nb,-1,{'1,' * 8}1\n", encoding="utf-8")
        assert read_scores(file).labels == ()
        assert len(read_scores(file).problems) == 2

    def test_says_what_is_missing(self, file: Path) -> None:
        file.write_text("name,score\na,5\n", encoding="utf-8")
        with pytest.raises(UsageError, match="needs a column path; it has the columns name, score"):
            read_scores(file)
        file.write_text("path,beauty\na,5\n", encoding="utf-8")
        with pytest.raises(UsageError, match="--score-column names another one"):
            read_scores(file)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "it has no columns"),
            (b"path,score\n\xff\xfe\x00,5\n", "save it as one"),
            (b'path,score\n"a.jpg,5\n', "is no CSV file"),
        ],
    )
    def test_other_files_are_refused(self, file: Path, content: bytes, message: str) -> None:
        file.write_bytes(content)
        with pytest.raises(UsageError, match=message):
            read_scores(file)

    def test_a_file_that_is_not_there(self, file: Path) -> None:
        with pytest.raises(UsageError, match="cannot be read"):
            read_scores(file)


class TestPairs:
    def test_winner_and_group(self, file: Path) -> None:
        file.write_text(
            "a,b,winner,group\nx.jpg,y.jpg,a,g1\nx.jpg,sub\\z.jpg, B ,\n", encoding="utf-8"
        )
        found = read_decided_pairs(file)
        assert found.labels == (
            PairLabel("x.jpg", "y.jpg", "g1"),
            PairLabel("sub/z.jpg", "x.jpg", ""),
        )
        assert found.problems == ()

    def test_a_pair_may_be_decided_twice(self, file: Path) -> None:
        file.write_text("a,b,winner\nx,y,a\nx,y,b\n", encoding="utf-8")
        assert len(read_decided_pairs(file).labels) == 2

    def test_lines_that_cannot_be_used_are_listed(self, file: Path) -> None:
        file.write_text("a,b,winner\nx,y,x\nx,x,a\nx,,a\nx,y,\nx,y,b\n", encoding="utf-8")
        found = read_decided_pairs(file)
        assert found.labels == (PairLabel("y", "x", ""),)
        assert [p.path for p in found.problems] == ["line 2", "line 3", "line 4", "line 5"]
        assert "neither a nor b" in found.problems[0].error
        assert "with itself" in found.problems[1].error

    def test_says_what_is_missing(self, file: Path) -> None:
        file.write_text("a,b\nx,y\n", encoding="utf-8")
        with pytest.raises(UsageError, match="needs the columns a, b and winner; it has"):
            read_decided_pairs(file)


@pytest.mark.parametrize("text", ["1-10", "1 - 10", "1 to 10", "1..10", "1_10"])
def test_a_scale_is_two_ends(text: str) -> None:
    assert parse_scale(text) == (1, 10)


@pytest.mark.parametrize("text", ["", "10", "10-1", "1-1", "a-b", "1-10-20"])
def test_what_is_no_scale(text: str) -> None:
    with pytest.raises(UsageError, match="is no scale"):
        parse_scale(text)
