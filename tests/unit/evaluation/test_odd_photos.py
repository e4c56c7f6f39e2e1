"""Photos that are no ordinary photos, from the folder to the figures."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.errors import FolderError, PhotoError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.asking import ADVANTAGE, compare_by_score, compare_directly
from album_organizer.evaluation.benchmark_run import AS_IS, SAME_DETAIL, run_benchmark
from album_organizer.evaluation.damage_variants import SIDE, all_variants
from album_organizer.evaluation.evaluation_report_html import evaluation_to_html
from album_organizer.evaluation.evaluation_results import (
    Evaluation,
    EvaluationRequest,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.photo_source import MIN_SIDE, PhotoSource
from album_organizer.evaluation.statistics import Floats
from album_organizer.evaluation.version_evaluation import VersionEvaluator
from album_organizer.settings.schema import Performance, Settings
from tests.support.judges import BrightnessJudge
from tests.support.pages import Page
from tests.support.photos import scene, write_photo
from tests.support.pictures import write_picture

SETTINGS = Settings(performance=Performance(workers=2))
NAMES = [variant.name for variant in all_variants()]


def save(path: Path, image: Image.Image) -> Path:
    return write_photo(path, image=image, taken_at=None)


def answers(folder: Path, path: str) -> Floats:
    """Of a judge of brightness about one photo, shape (2, V, 3)."""
    ask = compare_by_score(BrightnessJudge(), 8)
    found = run_benchmark(PhotoSource(folder, SETTINGS), [path], [ask], 1, Job())
    assert found.problems == ()
    one: Floats = found.answers[0][0]
    return one


def ava(folder: Path, job: Job | None = None, labels: Path | None = None) -> Evaluation:
    request = EvaluationRequest(folder, labels)
    evaluator = VersionEvaluator("ava", request, SETTINGS)
    return evaluator.evaluate_ava([BrightnessJudge()], [None], job or Job())


def siamese(folder: Path, labels: Path | None = None) -> Evaluation:
    request = EvaluationRequest(folder, labels)
    evaluator = VersionEvaluator("siamese", request, SETTINGS)
    return evaluator.evaluate_siamese([BrightnessJudge("siamese")], [None], Job())


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "LA", "1", "I;16"])
def test_pictures_of_every_mode_are_damaged_as_rgb(tmp_path: Path, mode: str) -> None:
    picture = scene(1, (120, 90))
    if mode == "I;16":
        grey = np.asarray(picture.convert("L"), np.uint16) * np.uint16(257)
        save(tmp_path / "a.png", Image.fromarray(grey))
    else:
        save(tmp_path / "a.png", picture.convert(mode))
    pixels = PhotoSource(tmp_path, SETTINGS).pixels("a.png")
    assert pixels.shape == (90, 120, 3)
    assert pixels.dtype == np.uint8
    assert answers(tmp_path, "a.png").shape == (2, len(NAMES), 3)


def test_a_grey_photo_is_judged_like_any_other(tmp_path: Path) -> None:
    save(tmp_path / "grey.jpg", scene(1, (160, 120)).convert("L"))
    found = answers(tmp_path, "grey.jpg")
    assert (found[:, NAMES.index("exposure +2"), ADVANTAGE] < 0).all()
    assert (found[:, NAMES.index("exposure -2"), ADVANTAGE] > 0).all()


def test_damage_that_cannot_be_seen_is_a_tie_and_no_defeat(tmp_path: Path) -> None:
    """Nothing blurs an even surface, whatever is cut off it."""
    save(tmp_path / "even.png", Image.new("RGB", (160, 120), (90, 90, 90)))
    found = answers(tmp_path, "even.png")
    unseen = [i for i, v in enumerate(all_variants()) if "crop" in v.family or v.family == "blur"]
    assert len(unseen) > 10
    assert np.abs(found[:, unseen, ADVANTAGE]).max() < 0.05


@pytest.mark.parametrize(
    ("size", "usable"),
    [
        ((MIN_SIDE, MIN_SIDE), True),
        ((MIN_SIDE - 1, MIN_SIDE), False),
        ((SIDE, MIN_SIDE), True),
        ((SIDE, MIN_SIDE - 1), False),
        ((2 * SIDE, 2 * MIN_SIDE), True),
        ((2 * SIDE, 2 * MIN_SIDE - 4), False),
        ((1, 1), False),
        ((4000, 300), False),
        ((300, 4000), False),
    ],
)
def test_the_smallest_photo_that_is_damaged(
    tmp_path: Path, size: tuple[int, int], usable: bool
) -> None:
    save(tmp_path / "a.png", Image.new("RGB", size, (90, 120, 60)))
    if usable:
        assert answers(tmp_path, "a.png").shape == (2, len(NAMES), 3)
    else:
        with pytest.raises(PhotoError, match=r"'a\.png' is too small"):
            PhotoSource(tmp_path, SETTINGS).pixels("a.png")


@pytest.mark.parametrize("size", [(64, 64), (65, 97), (448, 64), (64, 448), (449, 301)])
def test_every_damage_of_every_shape_makes_a_picture(tmp_path: Path, size: tuple[int, int]) -> None:
    save(tmp_path / "a.png", scene(2, size))
    pixels = PhotoSource(tmp_path, SETTINGS).pixels("a.png")
    for variant in all_variants():
        damaged = variant.damage(pixels)
        assert damaged.dtype == np.uint8, variant.name
        assert damaged.ndim == 3, variant.name
        assert min(damaged.shape) >= 3, variant.name
        assert max(damaged.shape) <= SIDE, variant.name


def test_panoramas_and_icons_are_listed_and_the_rest_is_evaluated(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.jpg")
    save(tmp_path / "icon.png", Image.new("RGB", (16, 16)))
    save(tmp_path / "panorama.jpg", scene(1, (3000, 200)))
    found = ava(tmp_path)
    assert (found.found, found.benchmark.photos) == (3, 1)
    assert [problem.path for problem in found.problems] == ["icon.png", "panorama.jpg"]
    assert all("left out" in problem.error for problem in found.problems)


def test_a_panorama_with_a_label_is_left_out_of_the_damage_only(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.jpg", brightness=0.8)
    save(tmp_path / "panorama.jpg", scene(1, (3000, 200)))
    labels = tmp_path / "labels.csv"
    labels.write_text("path,score\na.jpg,4\npanorama.jpg,7\n")
    found = ava(tmp_path, labels=labels)
    assert found.benchmark.photos == 1
    assert isinstance(found.agreement, ScoreAgreement)
    assert list(found.agreement.labels) == [4, 7]


def test_only_panoramas(tmp_path: Path) -> None:
    save(tmp_path / "panorama.jpg", scene(1, (3000, 200)))
    with pytest.raises(FolderError, match=r"None of the 1 photos .*'panorama\.jpg' is too small"):
        ava(tmp_path)


@pytest.mark.parametrize("evaluate", [ava, siamese])
def test_one_photo_bounds_next_to_nothing(
    tmp_path: Path, evaluate: Callable[[Path], Evaluation]
) -> None:
    write_picture(tmp_path / "a.jpg", brightness=0.8)
    found = evaluate(tmp_path)
    assert found.benchmark.photos == 1
    for name, rates in found.benchmark.variants.items():
        value = rates.as_is.values[0]
        assert value is not None
        assert value.value in {0, 0.5, 1}, name
        assert value.high - value.low >= 0.9 or value.value == 0.5, name
    page = Page(evaluation_to_html(found, PhotoSource(tmp_path, SETTINGS).jpeg))
    assert "Of 1 photo," in page.text
    assert "With 1 photo, even the intervals are rough" in page.text


def test_two_labelled_photos_are_enough_for_a_page(tmp_path: Path) -> None:
    for i in range(2):
        write_picture(tmp_path / f"{i}.jpg", scene=i, brightness=0.6 + 0.3 * i)
    labels = tmp_path / "labels.csv"
    for second, constant in ((8, False), (3, True)):
        labels.write_text(f"path,score\n0.jpg,3\n1.jpg,{second}\n")
        found = ava(tmp_path, labels=labels)
        page = Page(evaluation_to_html(found, PhotoSource(tmp_path, SETTINGS).jpeg))
        assert ("not defined" in page.text) == constant
    labels.write_text("a,b,winner\n0.jpg,1.jpg,b\n")
    decided = siamese(tmp_path, labels)
    assert isinstance(decided.agreement, PairAgreement)
    page = Page(evaluation_to_html(decided, PhotoSource(tmp_path, SETTINGS).jpeg))
    assert "None: it decides every pair as people do." in page.text


@pytest.mark.parametrize("stage", ["Judging damaged photos", "Judging labelled photos"])
def test_a_photo_that_vanishes_meanwhile_is_a_problem(tmp_path: Path, stage: str) -> None:
    for i in range(4):
        write_picture(tmp_path / f"{i}.jpg", scene=i)
    labels = tmp_path / "labels.csv"
    labels.write_text("path,score\n0.jpg,4\n1.jpg,7\n2.jpg,6\n")

    def vanish(progress: Progress) -> None:
        if progress.stage == stage:
            (tmp_path / "0.jpg").unlink(missing_ok=True)

    found = ava(tmp_path, Job(vanish), labels)
    assert found.found == 4
    assert found.benchmark.photos == (3 if "damaged" in stage else 4)
    assert isinstance(found.agreement, ScoreAgreement)
    assert list(found.agreement.labels) == [7, 6]
    assert [problem.path for problem in found.problems] == ["0.jpg"]


def test_all_photos_vanish_meanwhile(tmp_path: Path) -> None:
    write_picture(tmp_path / "0.jpg")

    def vanish(progress: Progress) -> None:
        if progress.stage == "Judging damaged photos":
            (tmp_path / "0.jpg").unlink(missing_ok=True)

    with pytest.raises(FolderError, match="None of the 1 photos"):
        ava(tmp_path, Job(vanish))


ODD_NAMES = ["a & b.jpg", "it's.jpg", "100%.jpg", "{{ x }}.jpg", "ü 日本.jpg", "#1.jpg"]
if sys.platform != "win32":
    ODD_NAMES += ["<u>.jpg", '"onload=x.jpg', "a:b?.jpg"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_every_sort_are_found_by_their_labels_and_shown(tmp_path: Path, name: str) -> None:
    write_picture(tmp_path / name, brightness=0.8)
    write_picture(tmp_path / "other.jpg", scene=1, brightness=0.9)
    labels = tmp_path / "labels.csv"
    with labels.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "score"), (name, 9), ("other.jpg", 2)])
    found = ava(tmp_path, labels=labels)
    assert found.problems == ()
    page = Page(evaluation_to_html(found, PhotoSource(tmp_path, SETTINGS).jpeg))
    assert name in page.text
    assert not page.all("u")
    assert all("onload" not in attributes for _, attributes in page.tags)


def test_both_kinds_of_one_taste_prefer_the_same(tmp_path: Path) -> None:
    """One taste gives one favourite, whether it is asked for scores or for a comparison."""
    save(tmp_path / "a.png", scene(3, (200, 150)))
    source = PhotoSource(tmp_path, SETTINGS)
    asks = [
        compare_by_score(BrightnessJudge(), 8),
        compare_directly(BrightnessJudge("siamese"), 8),
    ]
    scored, compared = run_benchmark(source, ["a.png"], asks, 1, Job()).answers
    for way in (SAME_DETAIL, AS_IS):
        signs = np.sign(scored[0, way, :, ADVANTAGE]), np.sign(compared[0, way, :, ADVANTAGE])
        clear = np.abs(scored[0, way, :, ADVANTAGE]) > 0.01
        assert np.array_equal(signs[0][clear], signs[1][clear])


def test_a_repeated_evaluation_of_odd_photos_is_the_same(tmp_path: Path) -> None:
    save(tmp_path / "grey.png", scene(1, (90, 120)).convert("L"))
    save(tmp_path / "strip.jpg", scene(2, (2000, 300)))
    save(tmp_path / "icon.png", Image.new("RGB", (8, 8)))
    first = ava(tmp_path)
    assert [problem.path for problem in first.problems] == ["icon.png"]
    assert ava(tmp_path) == first
