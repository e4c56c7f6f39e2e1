from pathlib import Path

import pytest

from album_organizer.domain.errors import FolderError, UsageError
from album_organizer.training.labels import PhotoFolder, name_some, read_pairs, read_ratings
from tests.support.photos import write_photo


def table(folder: Path, text: str, name: str = "labels.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rating_error(folder: Path, text: str, name: str = "labels.csv") -> str:
    with pytest.raises(UsageError) as caught:
        read_ratings(table(folder, text, name))
    return str(caught.value)


def test_scores(tmp_path: Path) -> None:
    found = read_ratings(table(tmp_path, "Path,Score,Theme\na.jpg,5.5,x\nb.jpg,7,\n"))
    assert [(p.path, p.score, p.group, p.split) for p in found] == [
        ("a.jpg", 5.5, "x", None),
        ("b.jpg", 7.0, None, None),
    ]


def test_sides_of_the_split_go_by_several_names(tmp_path: Path) -> None:
    names = ["train", "Training", "val", "VALID", "validation"]
    rows = "".join(f"{i}.jpg,5,{name}\n" for i, name in enumerate(names))
    found = read_ratings(table(tmp_path, f"path,score,split\n{rows}"))
    assert [label.split for label in found] == ["train", "train", "val", "val", "val"]
    pairs = "".join(f"{i}.jpg,x.jpg,a,{name}\n" for i, name in enumerate(names))
    assert [p.split for p in read_pairs(table(tmp_path, f"a,b,winner,set\n{pairs}"))] == [
        "train", "train", "val", "val", "val"
    ]  # fmt: skip


def test_an_empty_column_for_the_split_is_none(tmp_path: Path) -> None:
    found = read_ratings(table(tmp_path, "path,score,split\na,5,\nb,6,\n"))
    assert [label.split for label in found] == [None, None]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("path,score\na,5\nb,good\n", "line 3: score is 'good' instead of a number; correct it"),
        ("path,score\na,1,2\nb,1\n", "line 2: it has 3 values for 2 columns"),
        ("path,score\na,5\nb,11\nc,0\nd,0.99\n", "3 scores that are not between 1 and 10: line 3 "),
        ("path,score\na,0\nb,0\nc,0\nd,0\ne,0\n", "line 2 (0), line 3 (0), line 4 (0) and 2 more"),
        ("path,score,split\na,5,test\n", "line 2: split is 'test' instead of train or val"),
        ("path,score,split\na,5,train\nb,5,\n", "line 3: split is '' instead of train or val"),
    ],
)
def test_nothing_is_left_out_silently(tmp_path: Path, text: str, told: str) -> None:
    assert told in rating_error(tmp_path, text)


def test_the_ends_of_the_scale_belong_to_it(tmp_path: Path) -> None:
    found = read_ratings(table(tmp_path, "path,score\na,1\nb,10\n"))
    assert [label.score for label in found] == [1, 10]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 2 3\n", "line 1: it does not have the 15 whole numbers"),
        ("path,score\na.jpg,5\n", "a CSV file ends in .csv"),
        ("1 2 0 0 0 0 0 0 0 0 0 0 1 1 1\n", "line 1: the counts of votes"),
        ("\n", "is empty"),
    ],
)
def test_wrong_ava_lists(tmp_path: Path, text: str, told: str) -> None:
    assert told in rating_error(tmp_path, text, "AVA.txt")


def test_a_pair_of_one_photo_is_kept_for_the_report(tmp_path: Path) -> None:
    """The check of the data leaves it out and says so, as it does with copies."""
    assert len(read_pairs(table(tmp_path, "a,b,winner\nx,x,a\nx,y,b\n"))) == 2


def test_wrong_pairs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"labels\.csv, line 3: winner is 'c'"):
        read_pairs(table(tmp_path, "a,b,winner\nx,y,a\nx,y,c\n"))


def test_photos_are_found_whatever_system_wrote_the_path(tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "set1" / "a.jpg", size=(40, 30))
    folder = PhotoFolder(tmp_path)
    for path in ("set1/a.jpg", "D:/photos/set1/a.jpg", str(photo), "/home/x/set1/a.jpg", "set1/a"):
        assert folder.find(path) == photo


def test_a_photo_that_is_missing_has_the_place_where_it_should_be(tmp_path: Path) -> None:
    folder = PhotoFolder(tmp_path)
    for path in ("b.jpg", "set1/b.jpg", "x" * 300):
        assert folder.find(path) == tmp_path / path


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="There is no folder"):
        PhotoFolder(tmp_path / "none")


@pytest.mark.parametrize(
    ("names", "told"),
    [("a", "a"), ("abc", "a, b, c"), ("abcd", "a, b, c and 1 more"), ("", "")],
)
def test_long_lists_are_cut(names: str, told: str) -> None:
    assert name_some(list(names)) == told
