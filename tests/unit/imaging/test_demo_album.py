import hashlib
import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.errors import JobCancelled, PhotoError, UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.imaging import demo_album
from album_organizer.imaging.decode import DecodedPhoto, decode
from album_organizer.imaging.demo_album import write_demo_album
from album_organizer.imaging.demo_camera import take_photo
from album_organizer.imaging.demo_shots import Mishap, Shot, demo_shots
from album_organizer.imaging.scan import scan_folder
from album_organizer.imaging.similarity import layout_embedding
from album_organizer.ml.technical import technical_quality
from tests.support.photos import START, scene

pytest.importorskip("skimage", reason="the demo album needs its pictures")


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "album"
    write_demo_album(folder)
    return folder


@pytest.fixture(scope="module")
def photos(album: Path) -> dict[str, DecodedPhoto]:
    found, _ = scan_folder(album)
    decoded = {}
    for file in found:
        try:
            decoded[file.path] = decode(album / file.path, 256, 200)
        except PhotoError:
            continue
    return decoded


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


class TestAlbum:
    def test_is_what_a_scan_finds(self, album: Path) -> None:
        found, problems = scan_folder(album)

        assert sorted(file.path for file in found) == sorted(shot.path for shot in demo_shots())
        assert 36 <= len(found) <= 40
        assert problems == []

    def test_lies_in_dated_folders_with_camera_like_names(self, album: Path) -> None:
        folders = {path.parent.name for path in album.rglob("*.JPG")}
        names = [path.name for path in album.rglob("*.JPG")]

        assert len(folders) == 3
        assert all(name[:10].count("-") == 2 for name in folders)
        assert len(set(names)) == len(names)
        assert "IMG_0412.JPG" in names

    def test_exactly_one_file_is_broken(self, album: Path, photos: dict[str, DecodedPhoto]) -> None:
        assert len(photos) == len(demo_shots()) - 1

    def test_states_the_licences_of_all_pictures(self, album: Path) -> None:
        text = (album / "LICENSES.txt").read_text(encoding="utf-8")

        assert all(shot.scene in text for shot in demo_shots())
        assert "CC0" in text
        assert "https://creativecommons.org/licenses/by/2.0/" in text

    def test_exif_tells_what_the_shot_list_says(self, photos: dict[str, DecodedPhoto]) -> None:
        for shot in demo_shots():
            if shot.truncated:
                continue
            capture = photos[shot.path].capture
            assert capture.taken_at == shot.taken_at
            assert capture.camera == "Album Organizer Demo Camera"
            assert capture.exposure_s == pytest.approx(shot.exposure_s, rel=0.05)
            assert capture.iso == shot.iso
            assert capture.exposure_bias_ev == pytest.approx(shot.mishap.bias_ev)

    def test_has_one_exposure_bracket(self) -> None:
        biased = [shot for shot in demo_shots() if shot.mishap.bias_ev]

        assert sorted(shot.mishap.bias_ev for shot in biased) == [-1.3, 1.3]

    def test_bursts_are_similar_and_single_shots_differ(
        self, photos: dict[str, DecodedPhoto]
    ) -> None:
        shots = [shot for shot in demo_shots() if not shot.truncated]
        for before, after in pairwise(shots):
            pair = [layout_embedding(photos[shot.path].image) for shot in (before, after)]
            gap_s = (after.taken_at - before.taken_at).total_seconds()
            distance = 1 - float(pair[0] @ pair[1])
            if gap_s < 10:
                assert distance < 0.13, (before.path, after.path)
            else:
                assert distance > 0.2, (before.path, after.path)

    def test_no_frame_reaches_beyond_its_scene(self) -> None:
        white = Image.new("RGB", (700, 500), (255, 255, 255))
        for shot in demo_shots():
            photo = Image.open(io.BytesIO(take_photo(white, replace(shot, truncated=False))))
            darkest = 255 * 2 ** (min(shot.mishap.ev, 0) / 2) - 60
            assert np.asarray(photo.convert("L")).min() > darkest, shot.path

    def test_is_the_same_every_time(self, album: Path, tmp_path: Path) -> None:
        write_demo_album(tmp_path)

        assert digest(tmp_path) == digest(album)


class TestDestination:
    def test_a_complete_album_is_left_alone(self, album: Path) -> None:
        (album / "export.csv").write_text("mine", encoding="utf-8")
        before = {path: path.stat().st_mtime_ns for path in album.rglob("*")}

        paths = write_demo_album(album)

        assert paths == sorted(album / shot.path for shot in demo_shots())
        assert {path: path.stat().st_mtime_ns for path in album.rglob("*")} == before
        (album / "export.csv").unlink()

    def test_a_folder_with_other_files_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "holiday.jpg").write_bytes(b"precious")

        with pytest.raises(UsageError, match="not empty"):
            write_demo_album(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]

    def test_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", encoding="utf-8")

        with pytest.raises(UsageError, match="cannot be written"):
            write_demo_album(tmp_path / "file")

    def test_an_interrupted_album_is_finished(self, album: Path, tmp_path: Path) -> None:
        job = Job(lambda progress: job.cancel() if progress.done == 3 else None)
        with pytest.raises(JobCancelled):
            write_demo_album(tmp_path, job)
        assert len(list(tmp_path.rglob("*.JPG"))) in {3, 4}

        write_demo_album(tmp_path)

        assert digest(tmp_path) == digest(album)

    def test_reports_progress(self, tmp_path: Path) -> None:
        seen: list[Progress] = []
        write_demo_album(tmp_path, Job(seen.append))

        assert [report.done for report in seen] == list(range(len(demo_shots())))

    def test_missing_packages_are_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(demo_album, "find_spec", lambda name: None)

        with pytest.raises(UsageError, match=r'pip install "album-organizer\[demo\]"'):
            write_demo_album(tmp_path / "demo")
        assert not (tmp_path / "demo").exists()


class TestCamera:
    def test_mishaps_show(self, tmp_path: Path) -> None:
        good = self.taken(tmp_path)
        quality = technical_quality(good.image)

        assert technical_quality(self.taken(tmp_path, blur=4).image).sharpness < quality.sharpness
        assert technical_quality(self.taken(tmp_path, motion=14).image).sharpness < (
            quality.sharpness
        )
        assert technical_quality(self.taken(tmp_path, noise=0.1).image).noise < quality.noise
        assert self.brightness(self.taken(tmp_path, ev=1)) > self.brightness(good) + 20
        assert self.brightness(self.taken(tmp_path, ev=-1)) < self.brightness(good) - 20

    @pytest.mark.parametrize("orientation", [1, 6, 8])
    def test_orientation_comes_out_upright(self, tmp_path: Path, orientation: int) -> None:
        photo = self.taken(tmp_path, orientation=orientation)

        assert (photo.width, photo.height) == (432, 288)

    def taken(self, folder: Path, orientation: int = 1, **mishap: float) -> DecodedPhoto:
        shot = Shot(
            number=1,
            folder="",
            scene="",
            box=(0.05, 0.05, 0.95, 0.95),
            taken_at=START,
            mishap=Mishap(**mishap),
            handheld=True,
            exposure_s=0.01,
            iso=100,
            orientation=orientation,
            truncated=False,
        )
        path = folder / "shot.jpg"
        path.write_bytes(take_photo(scene(2), shot))
        return decode(path, 256, 200)

    def brightness(self, photo: DecodedPhoto) -> float:
        histogram = photo.image.convert("L").histogram()
        return sum(level * count for level, count in enumerate(histogram)) / sum(histogram)
