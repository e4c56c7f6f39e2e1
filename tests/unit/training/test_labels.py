from pathlib import Path

import pytest

from album_organizer.domain.errors import FolderError, UsageError
from album_organizer.training.labels import PhotoFolder, read_pairs, read_ratings
from tests.support.photos import write_photo


def table(folder: Path, text: str, name: str = "labels.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if "\r" in text else text.encode("utf-8"))
    return path


def rating_error(folder: Path, text: str, name: str = "labels.csv") -> str:
    with pytest.raises(UsageError) as caught:
        read_ratings(table(folder, text, name))
    return str(caught.value)


def pair_error(folder: Path, text: str) -> str:
    with pytest.raises(UsageError) as caught:
        read_pairs(table(folder, text))
    return str(caught.value)


def test_scores(tmp_path: Path) -> None:
    found = read_ratings(
        table(tmp_path, "Path,Score,Theme,split\na.jpg,5.5,x,train\nb.jpg,7,,val\n")
    )
    assert [(p.path, p.score, p.votes, p.group, p.split, p.line) for p in found] == [
        ("a.jpg", 5.5, None, "x", "train", 2),
        ("b.jpg", 7.0, None, None, "val", 3),
    ]
    assert found[0].photos == ("a.jpg",)


def test_semicolons_byte_order_mark_decimal_commas_and_windows(tmp_path: Path) -> None:
    text = '\ufefffile;score\r\n".\\sub\\a, b.jpg";5,5\r\n\r\n"c;d.jpg";7\r\n'
    found = read_ratings(table(tmp_path, text))
    assert [(p.path, p.score) for p in found] == [("sub/a, b.jpg", 5.5), ("c;d.jpg", 7.0)]


def test_tabs(tmp_path: Path) -> None:
    assert read_ratings(table(tmp_path, "image\trating\na\t3\n"))[0].score == 3


@pytest.mark.parametrize("prefix", ["", "votes_", "count_"])
def test_votes(tmp_path: Path, prefix: str) -> None:
    header = ",".join(f"{prefix}{score}" for score in range(1, 11))
    found = read_ratings(table(tmp_path, f"path,{header}\na,1,0,0,0,0,0,0,0,0,3\n"))[0]
    assert found.votes == (0.25, *[0.0] * 8, 0.75)
    assert found.score == pytest.approx(7.75)


def test_ava_list(tmp_path: Path) -> None:
    text = "1 953619 0 1 5 17 38 36 15 6 5 1 1 22 1396\n2 953958 0 0 0 0 4 0 0 0 0 0 0 0 1396\n"
    found = read_ratings(table(tmp_path, text, "AVA.txt"))
    assert [(p.path, p.group) for p in found] == [("953619", "1396"), ("953958", "1396")]
    assert found[0].score == pytest.approx(5.637, abs=1e-3)
    assert found[1].score == 5.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("path,score\n", "no lines below"),
        ("name,score\na,1\n", "no column 'path' or 'file'"),
        ("path,points\na,1\n", "its columns are 'path', 'points'"),
        ("path,score\na,good\n", "line 2: score is 'good' instead of a number"),
        ("path,score\na,1,2\n", "line 2: it has 3 values for 2 columns"),
        ("path,score\n,5\n", "line 2: path names no photo"),
        ("path,path\na,1\n", "two columns of one name"),
        ("path,score\na,5\nb,11\nc,0\nd,nan\n", "3 scores that are not between 1 and 10: line 3"),
        ("path,score,split\na,5,test\n", "split is 'test' instead of train or val"),
        ("path,1,2,3,4,5,6,7,8,9,10\na,0,0,0,0,0,0,0,0,0,0\n", "some above 0"),
        ("path,1,2,3,4,5,6,7,8,9,10\na,-1,0,0,0,0,0,0,0,0,2\n", "must not be negative"),
    ],
)
def test_wrong_tables_are_told_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    assert told in rating_error(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1 2 3\n", "line 1: it does not have the 15 whole numbers"),
        ("1 2 0 0 0 0 0 0 0 0 0 0 1 1 1\n", "nobody voted"),
        ("\n", "is empty"),
    ],
)
def test_wrong_ava_lists(tmp_path: Path, text: str, told: str) -> None:
    assert told in rating_error(tmp_path, text, "AVA.txt")


def test_other_encodings_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_bytes("path,score\nä,5".encode("utf-16"))
    with pytest.raises(UsageError, match="not text in UTF-8"):
        read_ratings(tmp_path / "l.csv")
    with pytest.raises(UsageError, match="There is no file"):
        read_ratings(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        read_ratings(tmp_path)


def test_pairs(tmp_path: Path) -> None:
    text = "a,b,winner,strength,series\nx.jpg,y.jpg,A,0.5,s\ny.jpg,z.jpg,b,1,s\n"
    one, two = read_pairs(table(tmp_path, text))
    assert (one.photos, one.a_wins, one.strength, one.group) == (("x.jpg", "y.jpg"), True, 0.5, "s")
    assert (two.a_wins, two.strength, two.split) == (False, 1.0, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\nx,y\n", "no column 'winner'"),
        ("a,b,winner\nx,y,both\n", "line 2: winner is 'both' instead of a or b"),
        ("a,b,winner,strength\nx,y,a,0\n", "strength is 0"),
        ("a,b,winner,strength\nx,y,a,nan\n", "strength is nan"),
        ("a,b,winner\nx,,a\n", "b names no photo"),
    ],
)
def test_wrong_pairs(tmp_path: Path, text: str, told: str) -> None:
    assert told in pair_error(tmp_path, text)


def test_photos_are_found_whatever_system_wrote_the_path(tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "set1" / "a.jpg", size=(40, 30))
    folder = PhotoFolder(tmp_path)
    for path in ("set1/a.jpg", "D:/photos/set1/a.jpg", str(photo), "/home/x/set1/a.jpg", "set1/a"):
        assert folder.find(path) == photo
    assert folder.find("b.jpg") == tmp_path / "b.jpg"
    assert not folder.find("other/a.jpg").exists()


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="There is no folder"):
        PhotoFolder(tmp_path / "none")
