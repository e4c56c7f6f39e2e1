import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QColorSpace

from album_organizer.domain.album import UserDecision
from album_organizer.domain.errors import FolderError, JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.analysis import ANALYSIS_VERSION
from album_organizer.pipeline.scoring import PhotoScorer, ScoredBatch
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from tests.support.judges import BrightnessJudge
from tests.support.pictures import write_picture

SETTINGS = with_values(Settings(), {"performance.batch_size": 2, "performance.workers": 2})


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "home" / "catalog.sqlite") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    for i in range(5):
        write_picture(photos / f"{i}.jpg", scene=i, seconds=60.0 * i)
    return photos


def ignore(batch: ScoredBatch) -> None: ...


def test_every_photo_is_scored_and_the_batches_add_up_to_the_album(
    catalog: Catalog, folder: Path
) -> None:
    write_picture(folder / "day 2" / "ünï.jpg", scene=9)
    seen: list[str] = []
    heard: list[Progress] = []
    album = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(
        folder, Job(heard.append), lambda batch: seen.extend(p.photo.path for p in batch.photos)
    )
    assert list(album.photos) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "day 2/ünï.jpg"]
    assert sorted(seen) == sorted(album.photos)
    assert heard[-1].done == heard[-1].total == 6
    card = album.photos["0.jpg"].card
    assert 1 <= card.ava <= 10
    assert 0 <= card.technical <= 1
    assert 0 <= card.composite <= 1


def test_a_second_run_computes_nothing_and_gives_the_same_album(
    catalog: Catalog, folder: Path
) -> None:
    first = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(folder, Job(), ignore)
    idle = BrightnessJudge()
    again = PhotoScorer(catalog, SETTINGS, idle).score(folder, Job(), ignore)
    assert idle.scored == 0
    assert [p.card for p in again.photos.values()] == [p.card for p in first.photos.values()]
    assert [p.photo for p in again.photos.values()] == [p.photo for p in first.photos.values()]


def test_only_new_and_changed_photos_are_scored_again(catalog: Catalog, folder: Path) -> None:
    PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(folder, Job(), ignore)
    write_picture(folder / "0.jpg", scene=77)
    write_picture(folder / "new.jpg", scene=78)
    judge = BrightnessJudge()
    PhotoScorer(catalog, SETTINGS, judge).score(folder, Job(), ignore)
    assert judge.scored == 2


def test_another_model_version_scores_anew_and_the_old_scores_stay(
    catalog: Catalog, folder: Path
) -> None:
    old = BrightnessJudge(version="v1")
    PhotoScorer(catalog, SETTINGS, old).score(folder, Job(), ignore)
    new = BrightnessJudge(version="v2")
    PhotoScorer(catalog, SETTINGS, new).score(folder, Job(), ignore)
    assert new.scored == 5
    PhotoScorer(catalog, SETTINGS, old).score(folder, Job(), ignore)
    assert old.scored == 5


def test_a_photo_that_cannot_be_read_is_a_problem_and_the_rest_goes_on(
    catalog: Catalog, folder: Path
) -> None:
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "cut.jpg").write_bytes((folder / "0.jpg").read_bytes()[:900])
    (folder / "text.png").write_text("no picture")
    problems: list[str] = []
    album = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(
        folder, Job(), lambda batch: problems.extend(p.path for p in batch.problems)
    )
    assert len(album.photos) == 5
    assert [p.path for p in album.problems] == ["cut.jpg", "empty.jpg", "text.png"]
    assert sorted(problems) == ["cut.jpg", "empty.jpg", "text.png"]
    assert all("\n" not in p.error and p.error.endswith(".") for p in album.problems)


def test_damaged_files_are_remembered_and_read_again_only_when_they_change(
    catalog: Catalog, folder: Path
) -> None:
    broken = folder / "broken.jpg"
    broken.write_bytes(b"")
    scorer = PhotoScorer(catalog, SETTINGS, BrightnessJudge())
    first = scorer.score(folder, Job(), ignore)
    assert scorer.score(folder, Job(), ignore).problems == first.problems
    write_picture(broken, scene=50)
    mended = scorer.score(folder, Job(), ignore)
    assert mended.problems == ()
    assert "broken.jpg" in mended.photos


def test_a_file_deleted_during_the_scan_is_a_problem(catalog: Catalog, folder: Path) -> None:
    class Deleting(BrightnessJudge):
        def prepare(self, image: Image.Image) -> NDArray[np.float32]:
            (folder / "4.jpg").unlink(missing_ok=True)
            return super().prepare(image)

    one_by_one = with_values(SETTINGS, {"performance.workers": 1, "performance.batch_size": 1})
    album = PhotoScorer(catalog, one_by_one, Deleting()).score(folder, Job(), ignore)
    assert [p.path for p in album.problems] == ["4.jpg"]
    assert len(album.photos) == 4


def test_a_renamed_photo_keeps_its_score(catalog: Catalog, folder: Path) -> None:
    PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(folder, Job(), ignore)
    (folder / "0.jpg").rename(folder / "renamed.jpg")
    idle = BrightnessJudge()
    album = PhotoScorer(catalog, SETTINGS, idle).score(folder, Job(), ignore)
    assert idle.scored == 0
    assert "renamed.jpg" in album.photos
    assert "0.jpg" not in catalog.known_files(str(folder))


def test_copies_of_one_file_have_the_same_scores(catalog: Catalog, folder: Path) -> None:
    (folder / "copy.jpg").write_bytes((folder / "0.jpg").read_bytes())
    album = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(folder, Job(), ignore)
    assert album.photos["copy.jpg"].card == album.photos["0.jpg"].card


def test_a_cancelled_job_keeps_what_was_scored(catalog: Catalog, folder: Path) -> None:
    job = Job()
    one_by_one = with_values(SETTINGS, {"performance.workers": 1, "performance.batch_size": 1})

    def stop(batch: ScoredBatch) -> None:
        if batch.photos:
            job.cancel()

    with pytest.raises(JobCancelled):
        PhotoScorer(catalog, one_by_one, BrightnessJudge()).score(folder, job, stop)
    rest = BrightnessJudge()
    PhotoScorer(catalog, one_by_one, rest).score(folder, Job(), ignore)
    assert 0 < rest.scored < 5


def test_a_missing_folder_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(FolderError):
        PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(tmp_path / "no", Job(), ignore)


def test_an_empty_folder_gives_an_empty_album(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    scorer = PhotoScorer(catalog, SETTINGS, BrightnessJudge())
    album = scorer.score(tmp_path / "empty", Job(), ignore)
    assert (album.photos, album.problems) == ({}, ())


def test_thumbnails_are_kept(catalog: Catalog, folder: Path) -> None:
    album = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(folder, Job(), ignore)
    for scored in album.photos.values():
        thumbnail = catalog.thumbnail(scored.photo.content_id)
        assert thumbnail is not None
        assert thumbnail.startswith(b"\xff\xd8")


def test_colour_profile_changes_the_thumbnail_and_no_score(
    catalog: Catalog, tmp_path: Path
) -> None:
    wide = QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb)
    image = Image.new("RGB", (300, 200), (60, 160, 80))
    (tmp_path / "both").mkdir()
    image.save(tmp_path / "both/plain.png")
    image.save(tmp_path / "both/wide.png", icc_profile=bytes(wide.iccProfile().data()))
    album = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(
        tmp_path / "both", Job(), ignore
    )
    plain, wide_one = album.photos["plain.png"], album.photos["wide.png"]
    assert wide_one.card == plain.card
    assert wide_one.analysis.technical == plain.analysis.technical

    def red(photo: ScoredPhoto) -> int:
        data = catalog.thumbnail(photo.photo.content_id)
        assert data is not None
        pixel = Image.open(io.BytesIO(data)).getpixel((150, 100))
        assert isinstance(pixel, tuple)
        return int(pixel[0])

    assert red(wide_one) < red(plain) - 20


def test_photos_of_an_older_program_are_measured_again_and_keep_what_was_decided(
    catalog: Catalog, folder: Path
) -> None:
    first = PhotoScorer(catalog, SETTINGS, BrightnessJudge()).score(folder, Job(), ignore)
    content_id = first.photos["0.jpg"].photo.content_id
    catalog.set_decision(content_id, UserDecision.PICK)
    catalog.close()
    with closing(sqlite3.connect(catalog.path)) as database, database:
        for column in ("motion", "highlights", "shadows", "brightness", "compression", "blown"):
            database.execute(f"ALTER TABLE analyses DROP COLUMN {column}")
        for table in ("marks", "folder_tuning"):
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE analyses SET analysis_version = '1'")
        database.execute("PRAGMA user_version = 1")

    idle = BrightnessJudge()
    with Catalog(catalog.path) as renewed:
        again = PhotoScorer(renewed, SETTINGS, idle).score(folder, Job(), ignore)
        assert renewed.notice is None
        assert renewed.decisions([content_id]) == {content_id: UserDecision.PICK}
        assert set(renewed.analyses([content_id], ANALYSIS_VERSION)) == {content_id}
    assert [p.card for p in again.photos.values()] == [p.card for p in first.photos.values()]
    assert idle.scored == 0
