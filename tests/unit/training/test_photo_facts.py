from pathlib import Path

import pytest

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.imaging.decode import decode
from album_organizer.training import photo_facts
from album_organizer.training.labels import PhotoFolder
from album_organizer.training.photo_facts import (
    PhotoFacts,
    facts_from_json,
    facts_to_json,
    look_at_photos,
)
from tests.support.photos import scene, write_empty, write_photo, write_text
from tests.unit.training.labelled import SIZE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(4):
        write_photo(tmp_path / f"{number}.jpg", number, size=SIZE)
    return tmp_path


def look(
    folder: Path, *paths: str, known: dict[str, PhotoFacts] | None = None
) -> dict[str, PhotoFacts]:
    return look_at_photos(paths, PhotoFolder(folder), {} if known is None else known, 2)


def test_facts_of_photos(folder: Path) -> None:
    (folder / "copy.jpg").write_bytes((folder / "0.jpg").read_bytes())
    found = look(folder, "1.jpg", "0.jpg", "copy.jpg", "0.jpg")
    assert list(found) == ["1.jpg", "0.jpg", "copy.jpg"]
    assert found["0.jpg"].content_id == found["copy.jpg"].content_id != found["1.jpg"].content_id
    assert all(one.problem is None and 0 <= one.sharpness <= 1 for one in found.values())


def test_problems_are_sentences(folder: Path) -> None:
    write_empty(folder / "empty.jpg")
    write_text(folder / "text.jpg")
    found = look(folder, "none.jpg", "empty.jpg", "text.jpg", "odd\x00name.jpg")
    problems = [one.problem for one in found.values()]
    assert all(problem is not None and problem.endswith(".") for problem in problems)
    assert all(one.content_id is None for one in found.values())


def test_known_photos_are_not_read_again_unless_they_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = look(folder, "0.jpg", "1.jpg")
    read: list[str] = []

    def counting(path: Path, *rest: float) -> object:
        read.append(path.name)
        return decode(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(photo_facts, "decode", counting)
    before = known["1.jpg"].content_id
    write_photo(folder / "1.jpg", image=scene(9, (50, 40)))
    again = look(folder, "0.jpg", "1.jpg", known=known)
    assert read == ["1.jpg"]
    assert again["1.jpg"].content_id != before


def test_facts_survive_a_file(folder: Path) -> None:
    found = look(folder, "0.jpg", "none.jpg")
    path = folder / "facts.json"
    path.write_text(facts_to_json(found), encoding="utf-8")
    assert facts_from_json(path) == found


@pytest.mark.parametrize("text", [None, "", "[]", '{"a": 1}', '{"a": {"file": "x"}}'])
def test_a_damaged_file_of_facts_is_none(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "facts.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert facts_from_json(path) == {}


def test_a_stopped_look_keeps_what_it_saw(folder: Path) -> None:
    known: dict[str, PhotoFacts] = {}

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            job.cancel()

    job = Job(stop)
    with pytest.raises(JobCancelled):
        look_at_photos([f"{n}.jpg" for n in range(4)], PhotoFolder(folder), known, 1, job)
    assert len(known) >= 2
