from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_paths import find_photos, photo_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    for name in ("a.jpg", "day/b.jpg", "day/twin.jpg", "night/twin.jpg"):
        (photos / name).parent.mkdir(parents=True, exist_ok=True)
        (photos / name).touch()
    (tmp_path / "beside.jpg").touch()
    return photos


FOUND = ["a.jpg", "day/b.jpg", "day/twin.jpg", "night/twin.jpg"]


def places(folder: Path, *names: str) -> dict[str, str]:
    return find_photos(names, folder, folder.parent / "labels.csv", FOUND)[0]


def test_paths_count_from_the_photo_folder(folder: Path) -> None:
    assert places(folder, "day/b.jpg", "a.jpg") == {"day/b.jpg": "day/b.jpg", "a.jpg": "a.jpg"}


def test_or_from_the_label_file(folder: Path) -> None:
    found = places(folder, "beside.jpg", "photos/a.jpg")
    assert found["beside.jpg"] == str(folder.parent / "beside.jpg")
    assert found["photos/a.jpg"] == "a.jpg"


def test_absolute_paths_of_another_machine_go_by_their_name(folder: Path) -> None:
    assert places(folder, "D:/albums/2019/b.jpg") == {"D:/albums/2019/b.jpg": "day/b.jpg"}


def test_a_name_that_two_photos_have_decides_nothing(folder: Path) -> None:
    found, problems = find_photos(
        ["a.jpg", "elsewhere/twin.jpg"], folder, folder / "labels.csv", FOUND
    )
    assert found == {"a.jpg": "a.jpg"}
    assert [problem.path for problem in problems] == ["elsewhere/twin.jpg"]


def test_missing_photos_are_listed_once(folder: Path) -> None:
    names = ["a.jpg", "gone.jpg", "gone.jpg", "no\0name.jpg", "x" * 5000]
    found, problems = find_photos(names, folder, folder / "labels.csv", FOUND)
    assert set(found) == {"a.jpg"}
    assert [problem.path for problem in problems] == ["gone.jpg", "no\0name.jpg", "x" * 5000]
    assert problems[0].error == "The photo of the label file was not found."


def test_no_match_at_all_says_what_to_do(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"None of the 2 photos .* first is 'x\.jpg'.* --photos"):
        places(folder, "x.jpg", "y.jpg")


def test_every_way_to_write_a_path_inside_the_folder_is_the_same_photo(folder: Path) -> None:
    names = ("day/b.jpg", "./day/b.jpg", str(folder / "day" / "b.jpg"), "photos/day/b.jpg", "day/b")
    assert set(places(folder, *names).values()) == {"day/b.jpg"}


def test_paths_of_another_machine_go_by_their_longest_end(folder: Path) -> None:
    found = places(folder, "/home/x/night/twin.jpg", "E:/day/twin.jpg")
    assert list(found.values()) == ["night/twin.jpg", "day/twin.jpg"]


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".png", ".webp"])
def test_numbers_of_ava_get_the_usual_suffixes(folder: Path, suffix: str) -> None:
    (folder / f"953619{suffix}").touch()
    assert places(folder, "953619") == {"953619": f"953619{suffix}"}


@pytest.mark.parametrize("name", ["/", ".", "..", "", "day", "day/", "C:", "C:/"])
def test_folders_are_no_photos(folder: Path, name: str) -> None:
    assert photo_file(name, folder) is None


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_name_breaks_the_search(name: str) -> None:
    found = photo_file(name, Path("no such folder"))
    assert found is None or found.is_file()
