from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.album import UserDecision
from album_organizer.domain.errors import FolderError, JobCancelled, ModelError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation import version_comparison
from album_organizer.evaluation.results import Estimate, Verdict, VersionComparison
from album_organizer.evaluation.version_comparison import VersionComparer
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from tests.support.judges import BrightnessJudge
from tests.support.photos import write_text
from tests.support.pictures import write_picture

SETTINGS = with_values(Settings(), {"performance.workers": 2, "performance.batch_size": 2})
SPEEDS = [40.0, 20.0]


class DarknessJudge(BrightnessJudge):
    """The very opposite."""

    preprocess_version = "darkness"

    def prepare(self, image: Image.Image) -> NDArray[np.float32]:
        return 1 - super().prepare(image)


class BiasedJudge(BrightnessJudge):
    """Prefers whichever photo comes first."""

    def one_order(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
        return 0.8


def ava(version: str = "v1") -> BrightnessJudge:
    return BrightnessJudge("ava", version)


def siamese(version: str = "v1") -> BrightnessJudge:
    return BrightnessJudge("siamese", version)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "home" / "catalog.sqlite") as opened:
        yield opened


@pytest.fixture
def comparer(catalog: Catalog) -> VersionComparer:
    return VersionComparer(catalog, SETTINGS)


@pytest.fixture
def no_timing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the timing out, where calls of the judges are counted."""
    monkeypatch.setattr(version_comparison, "measure_speed", lambda *a: SPEEDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two bursts of three, the last shot the brightest, and three other pictures."""
    for scene in (0, 1):
        for i, brightness in enumerate((1.0, 1.02, 1.04)):
            write_picture(
                tmp_path / "photos" / f"burst{scene}_{i}.jpg",
                scene=scene,
                brightness=brightness,
                seconds=3600 * scene + i,
            )
    for scene in (2, 3, 4):
        write_picture(tmp_path / "photos" / f"other_{scene}.jpg", scene=scene, seconds=3600 * scene)
    return tmp_path / "photos"


class TestAva:
    def compare(
        self,
        comparer: VersionComparer,
        folder: Path,
        a: BrightnessJudge | None = None,
        b: BrightnessJudge | None = None,
        job: Job | None = None,
    ) -> VersionComparison:
        return comparer.compare_ava(
            folder, a or ava(), b or DarknessJudge("ava", "v2"), None, 3, job or Job()
        )

    def test_opposite_versions(self, comparer: VersionComparer, folder: Path) -> None:
        found = self.compare(comparer, folder)
        assert (found.kind, found.a.version, found.b.version) == ("ava", "v1", "v2")
        assert found.photos == len(found.changes) == 9
        assert found.folder == str(folder)
        assert found.spearman is not None
        assert found.spearman.value == pytest.approx(-1.0)
        for change in found.changes:
            assert change.score_a + change.score_b == pytest.approx(11.0, abs=1e-4)
            assert change.rank_a + change.rank_b == pytest.approx(8 / 9)
        assert found.groups == 2
        assert [(f.group, f.winner_a, f.winner_b) for f in found.flips] == [
            (1, "burst0_2.jpg", "burst0_0.jpg"),
            (2, "burst1_2.jpg", "burst1_0.jpg"),
        ]
        assert found.flips[0].paths == ("burst0_0.jpg", "burst0_1.jpg", "burst0_2.jpg")
        assert len(found.entering) == len(found.leaving) > 0
        assert found.picks_changed == 2 * len(found.entering)
        assert set(found.content_ids) == {change.path for change in found.changes}

    def test_both_are_timed(self, comparer: VersionComparer, folder: Path) -> None:
        found = self.compare(comparer, folder)
        assert found.img_s_a is not None
        assert found.img_s_b is not None
        assert min(found.img_s_a, found.img_s_b) > 0

    def test_the_same_version_changes_nothing(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        one = ava()
        found = self.compare(comparer, folder, one, one)
        assert found.spearman is not None
        assert found.spearman.value == 1.0
        assert (found.flips, found.entering, found.leaving) == ((), (), ())
        assert all(change.moved == 0 for change in found.changes)

    @pytest.mark.usefixtures("no_timing")
    def test_a_second_comparison_computes_nothing(
        self, catalog: Catalog, comparer: VersionComparer, folder: Path
    ) -> None:
        judges = ava(), DarknessJudge("ava", "v2"), siamese()
        first = comparer.compare_ava(folder, *judges, 3, Job())
        idle = ava(), DarknessJudge("ava", "v2"), siamese()
        assert comparer.compare_ava(folder, *idle, 3, Job()) == first
        assert [(j.scored, j.extracted, j.compared) for j in idle] == [(0, 0, 0)] * 3
        assert (judges[0].scored, judges[2].compared > 0) == (9, True)
        assert (first.img_s_a, first.img_s_b) == (40.0, 20.0)

    def test_ties_are_decided_by_the_same_comparison_model(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        darkness = DarknessJudge("siamese")
        found = comparer.compare_ava(folder, ava(), DarknessJudge("ava", "v2"), darkness, 3, Job())
        # All shots of a burst lie within 5%, so that it alone decides.
        assert (found.groups, found.flips) == (2, ())

    def test_what_the_person_picked_and_rejected_stands_and_is_compared(
        self, catalog: Catalog, comparer: VersionComparer, folder: Path
    ) -> None:
        ids = self.compare(comparer, folder).content_ids
        catalog.set_decision(ids["burst0_2.jpg"], UserDecision.PICK)
        catalog.set_decision(ids["burst0_0.jpg"], UserDecision.REJECT)
        found = self.compare(comparer, folder)
        assert (found.agreement.picks, found.agreement.rejects) == (1, 1)
        assert (found.agreement.share_a, found.agreement.share_b) == (1.0, 0.0)
        assert found.agreement.verdict is Verdict.TOO_FEW
        changed = {*found.entering, *found.leaving}
        assert not changed & {"burst0_0.jpg", "burst0_1.jpg", "burst0_2.jpg"}

    def test_only_photos_that_both_could_judge_count(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        write_text(folder / "letter.jpg")

        class Tidying(DarknessJudge):
            """While it scores, one photo is deleted and another one replaced."""

            def prepare(self, image: Image.Image) -> NDArray[np.float32]:
                (folder / "burst0_1.jpg").unlink(missing_ok=True)
                write_picture(folder / "burst1_1.jpg", scene=9, seconds=3601)
                return super().prepare(image)

        one_by_one = with_values(SETTINGS, {"performance.workers": 1, "performance.batch_size": 1})
        tidy = VersionComparer(comparer._catalog, one_by_one)
        found = self.compare(tidy, folder, b=Tidying("ava", "v2"))
        assert found.photos == 7
        assert not {"letter.jpg", "burst0_1.jpg", "burst1_1.jpg"} & set(found.content_ids)
        assert found.flips[0].paths == ("burst0_0.jpg", "burst0_2.jpg")

    def test_copies_of_the_best_shot_are_no_other_winner(
        self, comparer: VersionComparer, tmp_path: Path
    ) -> None:
        photo = write_picture(tmp_path / "copies" / "a.jpg", seconds=0)
        (photo.parent / "b.jpg").write_bytes(photo.read_bytes())
        found = self.compare(comparer, photo.parent)
        assert (found.groups, found.flips, found.photos) == (0, (), 2)

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_hardly_any_photos(self, comparer: VersionComparer, tmp_path: Path, count: int) -> None:
        (tmp_path / "few").mkdir()
        write_text(tmp_path / "few" / "problem.jpg")
        for i in range(count):
            write_picture(tmp_path / "few" / f"{i}.jpg", scene=i, seconds=3600 * i)
        found = self.compare(comparer, tmp_path / "few")
        assert (found.photos, found.spearman, found.groups) == (count, None, 0)
        assert (found.img_s_a is None) == (count == 0)
        assert found.agreement.verdict is Verdict.TOO_FEW

    def test_a_missing_folder(self, comparer: VersionComparer, tmp_path: Path) -> None:
        with pytest.raises(FolderError):
            self.compare(comparer, tmp_path / "nowhere")

    def test_a_version_that_fails_stops_the_comparison(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        class Broken(BrightnessJudge):
            def score(self, batch: Sequence[NDArray[np.float32]]) -> list[float]:
                raise ModelError("The model file v2 answers with values that are not numbers.")

        with pytest.raises(ModelError):
            self.compare(comparer, folder, b=Broken("ava", "v2"))


class TestSiamese:
    def compare(
        self,
        comparer: VersionComparer,
        folder: Path,
        a: BrightnessJudge | None = None,
        b: BrightnessJudge | None = None,
    ) -> VersionComparison:
        return comparer.compare_siamese(
            folder, ava(), a or siamese(), b or DarknessJudge("siamese", "v2"), 3, Job()
        )

    def test_opposite_versions(self, comparer: VersionComparer, folder: Path) -> None:
        found = self.compare(comparer, folder)
        inside = [pair for pair in found.pairs if pair.group is not None]
        bursts = [[f"burst{scene}_{i}.jpg" for i in range(3)] for scene in (0, 1)]
        assert [(p.first, p.second, p.group) for p in inside] == [
            (*pair, group)
            for group, names in enumerate(bursts, start=1)
            for pair in combinations(names, 2)
        ]
        assert all(pair.flipped and pair.p_a < 0.5 < pair.p_b for pair in inside)
        figures = found.pair_figures
        assert figures is not None
        assert figures.agreement == Estimate(0.0, 0.0, 0.0)
        assert figures.flipped == len(found.pairs)
        assert (figures.consistency_a, figures.consistency_b) == (1.0, 1.0)
        assert [f.winner_b for f in found.flips] == ["burst0_0.jpg", "burst1_0.jpg"]
        assert found.changes == ()
        assert found.spearman is not None
        assert found.spearman.value == pytest.approx(-1.0)

    def test_an_album_of_few_groups_adds_neighbours_in_time(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        found = self.compare(comparer, folder)
        neighbours = [(p.first, p.second) for p in found.pairs if p.group is None]
        assert neighbours == [
            ("burst0_0.jpg", "burst1_0.jpg"),
            ("burst1_0.jpg", "other_2.jpg"),
            ("other_2.jpg", "other_3.jpg"),
            ("other_3.jpg", "other_4.jpg"),
        ]
        assert found.photos == 9

    def test_a_version_that_minds_the_order_is_found_out(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        found = self.compare(comparer, folder, b=BiasedJudge("siamese", "v2"))
        assert found.pair_figures is not None
        assert found.pair_figures.swapped == len(found.pairs) == 10
        assert found.pair_figures.consistency_a == 1.0
        assert found.pair_figures.consistency_b == 0.0

    def test_the_same_version_changes_nothing(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        one = siamese()
        found = self.compare(comparer, folder, one, one)
        assert found.pair_figures is not None
        assert found.pair_figures.agreement == Estimate(1.0, 1.0, 1.0)
        assert (found.pair_figures.flipped, found.flips, found.picks_changed) == (0, (), 0)

    @pytest.mark.usefixtures("no_timing")
    def test_a_second_comparison_asks_for_no_pair_again(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        first = self.compare(comparer, folder)
        idle = siamese(), DarknessJudge("siamese", "v2")
        assert self.compare(comparer, folder, *idle) == first
        assert [judge.compared for judge in idle] == [0, 0]

    def test_decisions_inside_groups_are_compared(
        self, catalog: Catalog, comparer: VersionComparer, folder: Path
    ) -> None:
        ids = self.compare(comparer, folder).content_ids
        for path in ("burst0_2.jpg", "burst1_2.jpg", "other_2.jpg"):
            catalog.set_decision(ids[path], UserDecision.PICK)
        catalog.set_decision(ids["burst0_0.jpg"], UserDecision.REJECT)
        agreement = self.compare(comparer, folder).agreement
        assert (agreement.picks, agreement.rejects, agreement.pairs) == (2, 1, 1)
        assert (agreement.share_a, agreement.share_b) == (1.0, 0.0)

    def test_photos_that_vanish_meanwhile_are_left_out(
        self, comparer: VersionComparer, folder: Path
    ) -> None:
        class Deleting(BrightnessJudge):
            def features(self, batch: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
                (folder / "other_4.jpg").unlink(missing_ok=True)
                return super().features(batch)

        found = self.compare(comparer, folder, a=Deleting("siamese"))
        assert "other_4.jpg" not in {p for pair in found.pairs for p in (pair.first, pair.second)}
        assert "other_4.jpg" in found.content_ids

    @pytest.mark.parametrize("count", [0, 1])
    def test_nothing_to_compare(
        self, comparer: VersionComparer, tmp_path: Path, count: int
    ) -> None:
        (tmp_path / "few").mkdir()
        for i in range(count):
            write_picture(tmp_path / "few" / f"{i}.jpg", scene=i)
        found = self.compare(comparer, tmp_path / "few")
        figures = found.pair_figures
        assert figures is not None
        assert (found.photos, found.pairs, found.spearman) == (0, (), None)
        assert (figures.agreement, figures.consistency_a, figures.swapped) == (None, None, 0)
        assert (found.img_s_a, found.img_s_b) == (None, None)


STAGES = {
    "ava": (
        "Finding photos",
        "Scoring with v1",
        "Scoring with v2",
        "Choosing the album",
        "Timing",
    ),
    "siamese": (
        "Finding photos",
        "Scoring with v1",
        "Comparing with v1",
        "Comparing with v2",
        "Choosing the album",
        "Comparing in both orders with v1",
        "Comparing in both orders with v2",
        "Timing",
    ),
}


def runner(comparer: VersionComparer, folder: Path, kind: str) -> Callable[[Job], object]:
    if kind == "ava":
        return lambda job: comparer.compare_ava(folder, ava(), ava("v2"), siamese(), 3, job)
    return lambda job: comparer.compare_siamese(folder, ava(), siamese(), siamese("v2"), 3, job)


@pytest.mark.parametrize("kind", STAGES)
def test_progress_names_the_version_at_work(
    comparer: VersionComparer, folder: Path, kind: str
) -> None:
    heard: list[Progress] = []
    runner(comparer, folder, kind)(Job(heard.append))
    assert tuple(dict.fromkeys(p.stage for p in heard)) == STAGES[kind]
    scoring = [p for p in heard if p.stage == "Scoring with v1"]
    assert (scoring[-1].done, scoring[-1].total) == (9, 9)


@pytest.mark.parametrize(
    ("kind", "stage"), [(kind, stage) for kind, stages in STAGES.items() for stage in stages]
)
def test_is_cancelled_at_any_stage_and_can_be_repeated(
    comparer: VersionComparer, folder: Path, kind: str, stage: str
) -> None:
    def cancel(progress: Progress) -> None:
        if progress.stage == stage:
            job.cancel()

    job = Job(cancel)
    run = runner(comparer, folder, kind)
    with pytest.raises(JobCancelled):
        run(job)
    assert run(Job())


def test_is_cancelled_between_two_pairs(comparer: VersionComparer, folder: Path) -> None:
    job = Job()

    class Cancelling(BrightnessJudge):
        def win_probability(self, a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
            job.cancel()
            return super().win_probability(a, b)

    judge = Cancelling("siamese")
    with pytest.raises(JobCancelled):
        comparer.compare_siamese(folder, ava(), judge, siamese("v2"), 3, job)
    assert judge.compared == 1


def test_is_cancelled_while_a_slow_version_is_timed(
    comparer: VersionComparer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job()

    def cancelled_meanwhile(
        runs: Sequence[Callable[[Sequence[Image.Image]], object]],
        pictures: Sequence[Image.Image],
        workers: int,
    ) -> list[float]:
        assert (len(pictures), workers) == (9, 2)
        runs[0](pictures)
        job.cancel()
        runs[1](pictures)
        return SPEEDS

    monkeypatch.setattr(version_comparison, "measure_speed", cancelled_meanwhile)
    with pytest.raises(JobCancelled):
        runner(comparer, folder, "ava")(job)


def test_large_lossless_photos_are_timed_in_the_size_that_a_scan_needs(
    comparer: VersionComparer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[tuple[int, int]] = []

    def watching(runs: object, pictures: Sequence[Image.Image], workers: int) -> list[float]:
        sizes.extend(picture.size for picture in pictures)
        return SPEEDS

    monkeypatch.setattr(version_comparison, "measure_speed", watching)
    (tmp_path / "large").mkdir()
    Image.new("RGB", (3000, 2000), (90, 120, 60)).save(tmp_path / "large" / "a.png")
    comparer.compare_ava(tmp_path / "large", ava(), ava("v2"), None, 3, Job())
    assert len(sizes) == 1
    assert 512 <= min(sizes[0]) < 1024
