from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_file import (
    JudgedPair,
    LabelFile,
    RatedPhoto,
    for_evaluation,
    parse_scale,
    read_pairs,
    read_ratings,
)

NUMBERS = [str(score) for score in range(1, 11)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labels.csv"


def ratings(file: Path, *lines: str, column: str | None = None) -> LabelFile[RatedPhoto]:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_ratings(file, column)


def pairs(file: Path, *lines: str) -> LabelFile[JudgedPair]:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_pairs(file)


def reasons(found: LabelFile) -> dict[int, str]:
    return {problem.line: problem.reason for problem in found.problems}


class TestRatings:
    def test_all_columns(self, file: Path) -> None:
        found = ratings(file, "path,theme,score,split", "a.jpg,sea,5.5,val", "b/c.jpg,,7,")
        assert found.all() == [
            RatedPhoto("a.jpg", 5.5, None, "sea", "val", 2),
            RatedPhoto("b/c.jpg", 7.0, None, None, None, 3),
        ]
        assert found.labels[0].photos == ("a.jpg",)

    @pytest.mark.parametrize("heading", ["file", "FILE", "Image", " path ", "filename", "photo"])
    @pytest.mark.parametrize("score", ["score", "Mean", "mean_score", "rating"])
    def test_columns_go_by_several_names(self, file: Path, heading: str, score: str) -> None:
        found = ratings(file, f"{score},{heading}", "5,a.jpg")
        assert found.labels == (RatedPhoto("a.jpg", 5.0, line=2),)

    @pytest.mark.parametrize("name", ["series", "Group", "theme", "challenge"])
    def test_and_so_does_what_belongs_together(self, file: Path, name: str) -> None:
        assert ratings(file, f"path,score,{name}", "a,5,x").labels[0].group == "x"
        assert pairs(file, f"a,b,winner,{name}", "p,q,a,x").labels[0].group == "x"

    @pytest.mark.parametrize(
        "written", ["sub\\a.jpg", ".\\sub\\a.jpg", "./sub/a.jpg", " sub/a.jpg "]
    )
    def test_paths_get_forward_slashes(self, file: Path, written: str) -> None:
        assert ratings(file, "path,score", f"{written},5").labels[0].path == "sub/a.jpg"

    @pytest.mark.parametrize("prefix", ["", "vote_", "votes_", "count_", "rating", "VOTE "])
    def test_ten_columns_of_votes(self, file: Path, prefix: str) -> None:
        heading = ",".join(f"{prefix}{number}" for number in NUMBERS)
        found = ratings(file, f"path,{heading}", "a.jpg,0,0,0,0,3,0,0,1,0,0")
        assert list(found.labels[0].votes or ()) == [0, 0, 0, 0, 0.75, 0, 0, 0.25, 0, 0]
        assert found.labels[0].score == pytest.approx((3 * 5 + 8) / 4)
        assert found.scale == (1, 10)

    def test_nine_columns_of_votes_are_none(self, file: Path) -> None:
        heading = ",".join(NUMBERS[:9])
        with pytest.raises(UsageError, match="not the ten columns of the votes 1 to 10"):
            ratings(file, f"path,{heading}", "a.jpg,0,0,0,0,3,0,0,1,0")

    def test_votes_tell_more_than_a_mean_beside_them(self, file: Path) -> None:
        lines = f"path,mean,{','.join(NUMBERS)}", f"a.jpg,3.3,{'0,' * 9}2"
        assert ratings(file, *lines).labels[0].score == 10
        named = ratings(file, *lines, column="mean").labels[0]
        assert (named.score, named.votes) == (3.3, None)

    @given(st.lists(st.integers(0, 10**6), min_size=10, max_size=10).filter(any))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    def test_shares_are_shares_and_the_mean_is_on_the_scale(
        self, file: Path, counts: list[int]
    ) -> None:
        found = ratings(file, f"path,{','.join(NUMBERS)}", f"a,{','.join(map(str, counts))}")
        label = found.labels[0]
        assert label.votes is not None
        assert sum(label.votes) == pytest.approx(1)
        assert 1 - 1e-9 <= label.score <= 10 + 1e-9
        assert [share > 0 for share in label.votes] == [count > 0 for count in counts]

    def test_votes_must_be_votes(self, file: Path) -> None:
        found = ratings(
            file, f"path,{','.join(NUMBERS)}", f"a,{'0,' * 9}0", f"b,-1,{'1,' * 8}1",
            f"c,{'1,' * 9}", f"d,{'1e308,' * 9}1e308",
        )  # fmt: skip
        assert found.labels == ()
        told = "the counts of votes must not be negative, and some above 0"
        assert reasons(found) == {
            2: told, 3: told, 4: "10 is '' instead of a number", 5: told
        }  # fmt: skip

    def test_any_column_can_be_named(self, file: Path) -> None:
        lines = "file,Beauty_mean_1_7,score", "a.jpg,3.5,9"
        found = ratings(file, *lines, column=" Beauty_MEAN_1_7")
        assert found.labels[0].score == 3.5
        assert found.scale == (1, 7)

    def test_a_named_column_must_be_there(self, file: Path) -> None:
        with pytest.raises(UsageError, match=r"no column 'beauty' and .* are 'file', 'score'"):
            ratings(file, "file,score", "a.jpg,3.5", column="Beauty")

    @pytest.mark.parametrize(
        ("scores", "scale"),
        [
            ("2.0 8.5", (1.0, 10.0)),
            ("1 10", (1.0, 10.0)),
            ("1 7", None),
            ("1.5 6.5", None),
            ("0.2 0.9", None),
            ("20 95", None),
            ("0.5 9", None),
            ("5 10.5", None),
        ],
    )
    def test_a_scale_that_only_one_fits(
        self, file: Path, scores: str, scale: tuple[float, float] | None
    ) -> None:
        rows = [f"{i}.jpg,{score}" for i, score in enumerate(scores.split())]
        assert ratings(file, "path,score", *rows).scale == scale
        assert read_ratings(file, scale=(1, 5)).scale == (1, 5)

    def test_lines_that_cannot_be_used(self, file: Path) -> None:
        found = ratings(
            file, "path,score", "a.jpg,good", "b.jpg,", ",5", "a\0.jpg,5", "c.jpg,nan", "d.jpg",
            "ok.jpg,6",
        )  # fmt: skip
        assert [label.path for label in found.labels] == ["ok.jpg"]
        assert reasons(found) == {
            2: "score is 'good' instead of a number",
            3: "score is '' instead of a number",
            4: "path names no photo",
            5: "path names no photo",
            6: "score is 'nan' instead of a number",
            7: "it has 1 values for 2 columns",
        }
        with pytest.raises(UsageError, match=r"labels\.csv, line 2: score is 'good' .*correct it"):
            found.all()

    def test_says_what_is_missing(self, file: Path) -> None:
        with pytest.raises(UsageError, match=r"no column 'path' or .* are 'name', 'score'"):
            ratings(file, "name,score", "a,5")
        with pytest.raises(UsageError, match=r"no column 'score' or .*--score-column"):
            ratings(file, "path,beauty", "a,5")

    def test_ava_list(self, tmp_path: Path) -> None:
        text = "1 953619 0 1 5 17 38 36 15 6 5 1 1 22 1396\n2 953958 0 0 0 0 4 0 0 0 0 0 0 0 1397\n"
        found = ratings(tmp_path / "AVA.txt", text)
        assert [(p.path, p.group, p.line) for p in found.all()] == [
            ("953619", "1396", 1), ("953958", "1397", 2)
        ]  # fmt: skip
        assert found.labels[0].score == pytest.approx(5.637, abs=1e-3)
        assert found.labels[1].score == 5.0
        assert found.scale == (1, 10)

    def test_photos_of_an_ava_list_that_nobody_voted_for(self, tmp_path: Path) -> None:
        found = ratings(tmp_path / "ava.TXT", "1 2 0 0 0 0 0 0 0 0 0 0 1 1 1", "3 4 " + "1 " * 13)
        assert [label.path for label in found.labels] == ["4"]
        assert "some above 0" in reasons(found)[1]


class TestPairs:
    def test_all_columns(self, file: Path) -> None:
        found = pairs(
            file, "a,b,winner,strength,series,set", "x.jpg,y.jpg,A,0.5,s,train",
            "y.jpg,sub\\z.jpg, b ,1,,",
        )  # fmt: skip
        assert found.all() == [
            JudgedPair("x.jpg", "y.jpg", True, 0.5, "s", "train", 2),
            JudgedPair("y.jpg", "sub/z.jpg", False, 1.0, None, None, 3),
        ]
        assert [(pair.winner, pair.loser) for pair in found.labels] == [
            ("x.jpg", "y.jpg"), ("sub/z.jpg", "y.jpg")
        ]  # fmt: skip
        assert found.labels[1].photos == ("y.jpg", "sub/z.jpg")

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("x,y,both,1", "winner is 'both' instead of a or b"),
            ("x,y,,1", "winner is '' instead of a or b"),
            ("x,y,x,1", "winner is 'x' instead of a or b"),
            ("x,y,a,0", "strength is 0 instead of a number above 0 up to 1"),
            ("x,y,a,1.5", "strength is 1.5 instead"),
            ("x,y,a,-1", "strength is -1 instead"),
            ("x,y,a,nan", "strength is 'nan' instead of a number"),
            ("x,,a,1", "b names no photo"),
            (",y,a,1", "a names no photo"),
        ],
    )
    def test_lines_that_cannot_be_used(self, file: Path, line: str, told: str) -> None:
        found = pairs(file, "a,b,winner,strength", line, "x,y,b,1")
        assert told in reasons(found)[2]
        assert [label.line for label in found.labels] == [3]

    @pytest.mark.parametrize("missing", ["a", "b", "winner"])
    def test_says_what_is_missing(self, file: Path, missing: str) -> None:
        heading = [name for name in ("a", "b", "winner") if name != missing]
        with pytest.raises(UsageError, match=f"no column '{missing}' for the"):
            pairs(file, ",".join(heading), "x,y")


class TestForEvaluation:
    def test_the_first_rating_of_a_photo_counts(self, file: Path) -> None:
        found = for_evaluation(ratings(file, "path,score", "a,4", "./a,5", "b,x", "c,6", "a,7"))
        assert [(label.path, label.score) for label in found.labels] == [("a", 4), ("c", 6)]
        again = "a is listed twice; its first line counts"
        assert reasons(found) == {3: again, 4: "score is 'x' instead of a number", 6: again}
        assert [problem.line for problem in found.problems] == [3, 4, 6]

    def test_a_pair_may_be_decided_twice_but_needs_two_photos(self, file: Path) -> None:
        found = for_evaluation(pairs(file, "a,b,winner", "x,y,a", "x,y,b", "x,.\\x,a"))
        assert len(found.labels) == 2
        assert reasons(found) == {4: "it compares a photo with itself"}

    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            (["path,score", "a,x", "b,y"], "line 2: score is 'x'"),
            (["path,score", "a,1,1"], "line 2: it has 3 values"),
        ],
    )
    def test_a_file_without_usable_line_tells_the_first_reason(
        self, file: Path, lines: list[str], told: str
    ) -> None:
        with pytest.raises(UsageError, match=f"no line that can be used.* in {told}"):
            for_evaluation(ratings(file, *lines))

    def test_a_file_with_pairs_of_the_same_photo_only(self, file: Path) -> None:
        with pytest.raises(UsageError, match="line 2: it compares a photo with itself"):
            for_evaluation(pairs(file, "a,b,winner", "x,x,a"))

    def test_what_is_known_of_the_scores_stays(self, file: Path) -> None:
        found = ratings(file, "path,score", "a,1", "a,2", "b,9")
        assert for_evaluation(found).scale == found.scale == (1, 10)


@pytest.mark.parametrize("text", ["1-10", "1 - 10", "1 to 10", "1..10", "1_10", " 1-10 "])
def test_a_scale_is_two_ends(text: str) -> None:
    assert parse_scale(text) == (1, 10)


def test_a_scale_may_have_decimals() -> None:
    assert parse_scale("0.5-5.5") == (0.5, 5.5)


@pytest.mark.parametrize("text", ["", "10", "10-1", "1-1", "a-b", "1-10-20", "-1-10", "1,5-2"])
def test_what_is_no_scale(text: str) -> None:
    with pytest.raises(UsageError, match="is no scale"):
        parse_scale(text)
