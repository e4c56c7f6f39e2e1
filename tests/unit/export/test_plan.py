import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.errors import ExportError
from album_organizer.export.plan import ExportMode, ExportPlan, plan_export


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "album"


def photos(folder: Path, *relatives: str) -> list[tuple[Path, str]]:
    """Writes a file for each path, with the path as its content."""
    result = []
    for relative in relatives:
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(relative, encoding="utf-8")
        result.append((path, relative))
    return result


def names(plan: ExportPlan) -> list[str]:
    return [item.target.name for item in plan.items]


def test_photos_keep_their_names_in_one_flat_folder(folder: Path, destination: Path) -> None:
    plan = plan_export(photos(folder, "a.jpg", "day 1/b.JPG"), destination)

    assert names(plan) == ["a.jpg", "b.JPG"]
    assert {item.target.parent for item in plan.items} == {destination}
    assert plan.mode is ExportMode.COPY
    assert plan.problems == ()
    assert plan.bytes_needed == len("a.jpg") + len("day 1/b.JPG")


def test_planning_writes_nothing(folder: Path, destination: Path) -> None:
    plan_export(photos(folder, "a.jpg"), destination)

    assert not destination.exists()


def test_equal_names_get_numbers(folder: Path, destination: Path) -> None:
    plan = plan_export(photos(folder, "1/a.jpg", "2/a.jpg", "3/a.jpg"), destination)

    assert names(plan) == ["a.jpg", "a (2).jpg", "a (3).jpg"]


def test_names_that_some_file_systems_confuse_get_numbers(folder: Path, destination: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "é.jpg") for form in ("NFC", "NFD"))
    plan = plan_export(
        photos(folder, "1/a.jpg", "2/A.JPG", f"1/{composed}", f"2/{decomposed}"), destination
    )

    assert names(plan)[:2] == ["a.jpg", "A (2).JPG"]
    assert " (2)" in names(plan)[3]


def test_a_number_may_be_taken_by_a_photo_that_is_named_so(folder: Path, destination: Path) -> None:
    plan = plan_export(photos(folder, "1/a (2).jpg", "1/a.jpg", "2/a.jpg"), destination)

    assert names(plan) == ["a (2).jpg", "a.jpg", "a (3).jpg"]


def test_the_same_content_counts_as_present(folder: Path, destination: Path) -> None:
    ((source, relative),) = photos(folder, "a.jpg")
    destination.mkdir()
    (destination / "a.jpg").write_bytes(source.read_bytes())

    (item,) = plan_export([(source, relative)], destination).items

    assert item.present
    assert item.target == destination / "a.jpg"


def test_other_content_is_never_a_target(folder: Path, destination: Path) -> None:
    destination.mkdir()
    (destination / "a.jpg").write_text("other", encoding="utf-8")
    (destination / "a (2).jpg").mkdir()
    (destination / "a (3).jpg").symlink_to(destination / "nowhere")

    (item,) = plan_export(photos(folder, "a.jpg"), destination).items

    assert item.target.name == "a (4).jpg"
    assert not item.present


def test_present_files_need_no_space(folder: Path, destination: Path) -> None:
    sources = photos(folder, "a.jpg", "bb.jpg")
    destination.mkdir()
    (destination / "a.jpg").write_bytes(sources[0][0].read_bytes())

    assert plan_export(sources, destination).bytes_needed == len("bb.jpg")


def test_a_vanished_photo_is_a_problem(folder: Path, destination: Path) -> None:
    sources = photos(folder, "a.jpg", "b.jpg")
    sources[0][0].unlink()

    plan = plan_export(sources, destination)

    assert names(plan) == ["b.jpg"]
    assert [problem.path for problem in plan.problems] == ["a.jpg"]


def test_nothing_to_export(destination: Path) -> None:
    assert plan_export([], destination).items == ()


@pytest.mark.parametrize("detour", ["", "sub/..", "link"])
def test_the_folder_of_the_photos_is_refused(folder: Path, detour: str) -> None:
    sources = photos(folder, "sub/a.jpg")
    (folder / "link").symlink_to(folder, target_is_directory=True)

    with pytest.raises(ExportError, match="folder of the photos themselves"):
        plan_export(sources, folder / detour)


def test_a_folder_inside_the_photo_folder_is_allowed(folder: Path) -> None:
    plan = plan_export(photos(folder, "a.jpg"), folder / "album")

    assert plan.items[0].target == folder / "album" / "a.jpg"


def test_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(ExportError, match="is a file"):
        plan_export(photos(folder, "a.jpg"), tmp_path / "file")


def test_a_relative_destination_is_made_absolute(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = plan_export(photos(folder, "a.jpg"), Path("album"))

    assert plan.items[0].target == Path(os.getcwd()) / "album" / "a.jpg"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    relatives=st.lists(
        st.builds(
            "{}/{}.jpg".format, st.sampled_from("xyz"), st.sampled_from(["a", "A", "a (2)", "b"])
        ),
        unique=True,
    )
)
def test_every_photo_gets_its_own_name_whatever_the_file_system(
    folder: Path, destination: Path, relatives: Sequence[str]
) -> None:
    plan = plan_export(photos(folder, *relatives), destination)

    assert [item.relative for item in plan.items] == list(relatives)
    assert len({name.casefold() for name in names(plan)}) == len(relatives)
