"""Albums as they come home: brackets, panoramas, odd clocks, copies, decisions, equal names."""

import hashlib
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from album_organizer.domain.album import UserDecision
from album_organizer.storage.catalog import Catalog
from tests.integration.program import Program
from tests.support.photos import handheld, scene, write_burst, write_photo

MORNING = datetime(2026, 7, 12, 9, 0, 0)

pytestmark = pytest.mark.usefixtures("models_loaded_once")


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def holiday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bracket, a panorama, a burst, single shots, and shots without a time."""
    folder = tmp_path_factory.mktemp("albums") / "holiday"
    for i, stops in enumerate((0.0, -2.0, 2.0)):
        write_photo(
            folder / "bracket" / f"stop_{i}.jpg",
            image=handheld(scene(1), 0, stops=stops),
            taken_at=at(0.5 * i),
            bias_ev=stops,
        )
    wide = scene(3, (960, 320))
    for i in range(4):
        part = wide.crop((120 * i, 0, 120 * i + 480, 320))
        write_photo(folder / "panorama" / f"part_{i}.jpg", image=part, taken_at=at(1000 + 3 * i))
    write_burst(folder / "burst", 7, 3, taken_at=at(2000))
    for i in range(3):
        write_photo(folder / f"single_{i}.jpg", 20 + i, taken_at=at(4000 + 900 * i))
    for i in range(2):
        write_photo(folder / f"timeless_{i}.png", 30 + i, taken_at=None)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("albums") / "home"


@pytest.fixture
def known(program: Program, home: Path) -> Program:
    program.home = home
    return program


def by_path(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {photo["path"]: photo for photo in result["photos"]}


def content_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def nameless(result: dict[str, Any]) -> dict[str, Any]:
    """The same album with content hashes in the place of names, order of photos included."""
    folder = Path(result["folder"])
    content = {p["path"]: content_of(folder / p["path"]) for p in result["photos"]}
    bare = {Path(path).name: digest for path, digest in content.items()}

    def anonymous(reason: str) -> str:
        for name, digest in bare.items():
            reason = reason.replace(name, digest)
        return reason

    photos = [
        {**p, "path": content[p["path"]], "reasons": [anonymous(r) for r in p["reasons"]]}
        for p in result["photos"]
    ]
    groups = [{**g, "best": content[g["best"]]} for g in result["groups"]]
    for group in groups:
        group["photos"] = [content[path] for path in group["photos"]]
    compared = []
    for c in result["comparisons"]:
        a, b, p = content[c["a"]], content[c["b"]], c["p_a"]
        compared.append((a, b, p) if a < b else (b, a, round(1 - p, 5)))
    return {
        "models": result["models"],
        "photos": sorted(photos, key=lambda p: str(p["path"])),
        "groups": groups,
        "comparisons": sorted(compared),
    }


def test_brackets_and_panoramas_are_labelled_and_kept_together(
    known: Program, holiday: Path
) -> None:
    result = known.json("pick", holiday, "--count", 100)
    kinds = {tuple(sorted(g["photos"])): g["kind"] for g in result["groups"]}
    bracket = tuple(f"bracket/stop_{i}.jpg" for i in range(3))
    panorama = tuple(f"panorama/part_{i}.jpg" for i in range(4))
    burst = tuple(f"burst/burst_{i}.jpg" for i in range(3))
    assert kinds[bracket] == "bracket"
    assert kinds[panorama] == "panorama"
    assert kinds[burst] == "similar"
    assert sorted(kinds.values()) == ["bracket", "panorama", "similar", *["single"] * 5]
    photos = by_path(result)
    for path in (*bracket, *panorama):
        assert photos[path]["picked"]
        assert "kept together" in photos[path]["reasons"][0]
    assert photos[bracket[1]]["reasons"][0] == "Exposure bracket of 3, kept together"
    assert photos[panorama[1]]["reasons"][0] == "Panorama run of 4, kept together"
    assert sum(photos[path]["picked"] for path in burst) == 1
    compared = {path for c in result["comparisons"] for path in (c["a"], c["b"])}
    assert compared <= set(burst)


def test_every_photo_is_in_one_group_that_lists_it_at_its_rank(
    known: Program, holiday: Path
) -> None:
    result = known.json("pick", holiday)
    photos = by_path(result)
    assert [g["id"] for g in result["groups"]] == list(range(1, len(result["groups"]) + 1))
    assert sorted(p for g in result["groups"] for p in g["photos"]) == sorted(photos)
    for group in result["groups"]:
        assert group["best"] == group["photos"][0]
        for rank, path in enumerate(group["photos"], start=1):
            assert (photos[path]["group"], photos[path]["rank"]) == (group["id"], rank)
            assert all(r and "\n" not in r for r in photos[path]["reasons"])
            ava = f"AVA {photos[path]['ava']:.1f}"
            assert any(reason.startswith(ava) for reason in photos[path]["reasons"])


def test_names_and_their_order_change_nothing_at_all(
    known: Program, program: Program, holiday: Path, tmp_path: Path
) -> None:
    expected = nameless(known.json("pick", holiday, "--count", 6))
    files = sorted(p for p in holiday.rglob("*") if p.is_file())
    random = Random(1)
    names = [f"IMG_{i:04}" for i in range(len(files))]
    random.shuffle(names)
    random.shuffle(files)
    for name, source in zip(names, files, strict=True):
        target = tmp_path / "renamed" / random.choice(["", "a", "b/c"]) / (name + source.suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    program.home = tmp_path / "another home"
    found = nameless(program.json("pick", tmp_path / "renamed", "--count", 6))
    assert found == expected


def test_clocks_that_jump_and_photos_without_a_time_are_no_fault(
    program: Program, tmp_path: Path
) -> None:
    """The hour that is lived twice in autumn, no time at all, and impossible times."""
    folder = tmp_path / "photos"
    autumn = datetime(2026, 10, 25, 2, 59, 59)
    picture = scene(5)
    for i, moment in enumerate((autumn, autumn.replace(hour=2, minute=0, second=0), None, None)):
        write_photo(folder / f"{i}.jpg", image=handheld(picture, i), taken_at=moment)
    for i, moment in enumerate((datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59))):
        write_photo(folder / f"odd_{i}.jpg", 40 + i, taken_at=moment)
    result = program.json("pick", folder)
    photos = by_path(result)
    assert sorted(p for g in result["groups"] for p in g["photos"]) == sorted(photos)
    assert photos["0.jpg"]["group"] != photos["1.jpg"]["group"]  # an hour apart by their clock
    assert photos["odd_0.jpg"]["group"] == 1
    assert photos["odd_1.jpg"]["group"] > photos["0.jpg"]["group"]


class TestDecisions:
    def decide(self, program: Program, photo: Path, decision: UserDecision) -> None:
        """As the window does it: by content."""
        with Catalog(program.home / "catalog.sqlite") as catalog:
            (content_id,) = (
                file.content_id
                for path, file in catalog.known_files(str(photo.parent)).items()
                if path == photo.name
            )
            assert content_id is not None
            catalog.set_decision(content_id, decision)

    def test_nothing_that_happens_to_the_folder_undoes_them(
        self, program: Program, tmp_path: Path
    ) -> None:
        folder = tmp_path / "photos"
        write_burst(folder, 7, 3)
        for i in range(3):
            write_photo(folder / f"other_{i}.jpg", 50 + i, taken_at=at(3600 * (i + 1)))
        before = program.json("pick", folder, "--count", 2)
        last = before["groups"][0]["photos"][-1]
        dull = min(before["photos"], key=lambda p: p["score"])["path"]
        liked = last if last != dull else before["groups"][0]["photos"][0]
        best = max((p for p in before["photos"] if p["path"] != liked), key=lambda p: p["score"])
        self.decide(program, folder / liked, UserDecision.PICK)
        self.decide(program, folder / best["path"], UserDecision.REJECT)

        decided = by_path(program.json("pick", folder, "--count", 1))
        assert [path for path, p in decided.items() if p["picked"]] == [liked]
        assert decided[liked]["reasons"][0] == "Picked by you"
        assert decided[best["path"]]["reasons"][0] == "Rejected by you"

        (folder / liked).rename(folder / "renamed.jpg")
        write_burst(folder / "new", 7, 2, taken_at=at(1), name="same")
        for i in range(4):
            write_photo(folder / "new" / f"{i}.jpg", 60 + i, taken_at=at(90_000 + 900 * i))
        for count in (1, 3, 100):
            after = by_path(program.json("pick", folder, "--count", count))
            assert after["renamed.jpg"]["picked"]
            assert not after[best["path"]]["picked"]
            assert sum(p["picked"] for p in after.values()) >= min(count, 3)


class TestExport:
    def test_equal_names_and_foreign_files_are_both_kept(
        self, program: Program, tmp_path: Path
    ) -> None:
        folder, target = tmp_path / "photos", tmp_path / "album"
        for i in range(3):
            write_photo(folder / f"day {i}" / "IMG_1.jpg", 70 + i, taken_at=at(7000 * i))
        write_photo(folder / "IMG_1.JPG", 75, taken_at=at(90_000))
        target.mkdir()
        (target / "IMG_1.jpg").write_text("somebody's own file")
        originals = {content_of(p) for p in folder.rglob("*.[jJ]*")}
        assert program("pick", folder, "--export", target) == 0
        exported = {p.name: p for p in target.iterdir()}
        assert len(exported) == 5
        assert exported.pop("IMG_1.jpg").read_text() == "somebody's own file"
        assert {content_of(p) for p in exported.values()} == originals
        assert program("pick", folder, "--export", target) == 0
        assert "4 there already" in program.err
        assert len(list(target.iterdir())) == 5

    @pytest.mark.parametrize("into", ["file", "photos/../photos"])
    def test_a_destination_that_cannot_be_changes_nothing(
        self, program: Program, tmp_path: Path, into: str
    ) -> None:
        write_photo(tmp_path / "photos" / "a.jpg")
        (tmp_path / "file").write_text("mine")
        assert program("pick", tmp_path / "photos", "--export", tmp_path / into) == 1
        assert "choose a" in program.err
        assert [p.name for p in (tmp_path / "photos").iterdir()] == ["a.jpg"]
        assert (tmp_path / "file").read_text() == "mine"
