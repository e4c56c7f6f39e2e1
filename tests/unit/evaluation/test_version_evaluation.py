from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from album_organizer.domain.errors import FolderError, JobCancelled, UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.evaluation_results import (
    Evaluation,
    EvaluationRequest,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.version_evaluation import PICTURES, VersionEvaluator
from album_organizer.settings.schema import Performance, Settings
from tests.support.judges import BrightnessJudge
from tests.support.photos import write_empty, write_text
from tests.support.pictures import write_picture

SETTINGS = Settings(performance=Performance(workers=2))


class Darkness(BrightnessJudge):
    """The opposite taste."""

    def score(self, batch: Sequence[NDArray[np.float32]]) -> list[float]:
        return [11.0 - score for score in super().score(batch)]


@pytest.fixture
def request_(tmp_path: Path) -> EvaluationRequest:
    for i in range(6):
        write_picture(tmp_path / "photos" / f"{i}.jpg", scene=i, brightness=0.6 + 0.1 * i)
    return EvaluationRequest(tmp_path / "photos", sample=4, seed=1)


def ava(request: EvaluationRequest, *judges: BrightnessJudge, job: Job | None = None) -> Evaluation:
    chosen = judges or (BrightnessJudge(),)
    evaluator = VersionEvaluator("ava", request, SETTINGS)
    return evaluator.evaluate_ava(chosen, [None] * len(chosen), job or Job())


def siamese(request: EvaluationRequest, *judges: BrightnessJudge) -> Evaluation:
    chosen = judges or (BrightnessJudge("siamese"),)
    evaluator = VersionEvaluator("siamese", request, SETTINGS)
    return evaluator.evaluate_siamese(chosen, ["AVA"] * len(chosen), Job())


def rate(measured: Measured, version: int = 0) -> float:
    found = measured.values[version]
    assert found is not None
    return found.value


def write(request: EvaluationRequest, *lines: str) -> EvaluationRequest:
    path = request.folder.parent / "labels.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return replace(request, labels=path)


def test_a_judge_of_brightness_by_its_family(request_: EvaluationRequest) -> None:
    found = ava(request_).benchmark
    assert rate(found.families["exposure"].same_detail) == 0.5
    assert rate(found.variants["exposure -2"].same_detail) == 1
    assert rate(found.variants["exposure +2"].same_detail) == 0
    assert found.photos == 4
    assert found.pairs is None
    assert all(mistake.variant == "exposure +2" for mistake in found.mistakes[0])


def test_scores_and_comparisons_of_one_taste_agree(request_: EvaluationRequest) -> None:
    scored, compared = ava(request_).benchmark, siamese(request_).benchmark
    assert rate(scored.overall.as_is) == pytest.approx(rate(compared.overall.as_is), abs=0.02)
    assert compared.pairs is not None
    assert compared.pairs.pairs == 4 * 27


def test_versions_stand_side_by_side_in_the_order_asked_for(request_: EvaluationRequest) -> None:
    found = ava(request_, BrightnessJudge(version="v1"), Darkness(version="v9"))
    assert found.names == ("v1", "v9")
    rates = found.benchmark.variants["exposure +2"].same_detail
    assert (rate(rates), rate(rates, 1)) == (0, 1)
    difference = rates.differences[0]
    assert difference is not None
    assert difference.value == 1


def test_the_sample_goes_by_the_seed_and_is_the_same_every_time(
    request_: EvaluationRequest,
) -> None:
    assert ava(request_) == ava(request_)
    paths = {
        tuple(VersionEvaluator("ava", replace(request_, seed=seed), SETTINGS)._drawn("abcdefgh"))
        for seed in range(8)
    }
    assert len(paths) > 1
    assert all(len(drawn) == 4 and list(drawn) == sorted(drawn) for drawn in paths)


def test_a_sample_larger_than_the_folder_is_the_folder(request_: EvaluationRequest) -> None:
    found = ava(replace(request_, sample=1000))
    assert found.benchmark.photos == found.found == 6


def test_unreadable_photos_are_listed(request_: EvaluationRequest) -> None:
    write_empty(request_.folder / "empty.jpg")
    write_text(request_.folder / "text.jpg")
    found = ava(replace(request_, sample=100))
    assert [problem.path for problem in found.problems] == ["empty.jpg", "text.jpg"]
    assert found.benchmark.photos == 6


def test_a_folder_without_photos(request_: EvaluationRequest, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError, match="There are no photos in"):
        ava(replace(request_, folder=tmp_path / "empty"))
    write_empty(tmp_path / "empty" / "a.jpg")
    with pytest.raises(FolderError, match=r"None of the 1 photos .* 'a\.jpg' is empty"):
        ava(replace(request_, folder=tmp_path / "empty"))


class TestScoreLabels:
    def test_photos_of_the_folder_and_problems_of_the_file(
        self, request_: EvaluationRequest
    ) -> None:
        request = write(
            request_, "path,score", *(f"{i}.jpg,{3 + i}" for i in range(6)), "gone.jpg,4", "5.jpg,x"
        )
        found = ava(request)
        assert isinstance(found.agreement, ScoreAgreement)
        assert list(found.agreement.labels) == [3, 4, 5, 6, 7, 8]
        assert found.agreement.figures.error is not None
        assert [problem.path for problem in found.problems] == ["line 9", "gone.jpg"]

    def test_all_labelled_photos_count_not_only_the_sample(
        self, request_: EvaluationRequest
    ) -> None:
        request = write(request_, "path,score", *(f"{i}.jpg,{3 + i}" for i in range(6)))
        found = ava(replace(request, sample=1))
        assert isinstance(found.agreement, ScoreAgreement)
        assert found.benchmark.photos == 1
        assert len(found.agreement.labels) == 6

    def test_a_scale_given_by_hand(self, request_: EvaluationRequest) -> None:
        request = write(request_, "path,score", "0.jpg,3", "1.jpg,4", "2.jpg,5")
        unknown, known = ava(request), ava(replace(request, label_scale=(1, 10)))
        assert isinstance(unknown.agreement, ScoreAgreement)
        assert isinstance(known.agreement, ScoreAgreement)
        assert unknown.agreement.figures.error is None
        assert known.agreement.figures.error is not None

    def test_a_photo_unreadable_twice_is_listed_once(self, request_: EvaluationRequest) -> None:
        write_empty(request_.folder / "bad.jpg")
        request = write(request_, "path,score", "0.jpg,3", "1.jpg,4", "bad.jpg,5")
        found = ava(replace(request, sample=100))
        assert [problem.path for problem in found.problems] == ["bad.jpg"]


class TestPairLabels:
    def test_the_brighter_one_wins(self, request_: EvaluationRequest) -> None:
        for i in (1, 2):
            write_picture(request_.folder / f"bright_{i}.jpg", scene=9, brightness=0.6 * i)
        request = write(
            request_,
            "a,b,winner",
            "bright_1.jpg,bright_2.jpg,b",
            "bright_2.jpg,bright_1.jpg,b",
            "bright_2.jpg,gone.jpg,a",
        )
        found = siamese(request)
        assert isinstance(found.agreement, PairAgreement)
        assert found.agreement.figures.pairs == 2
        assert rate(found.agreement.figures.accuracy) == 0.5
        wrong = found.agreement.mistakes[0]
        assert [(m.winner, m.loser) for m in wrong] == [("bright_1.jpg", "bright_2.jpg")]
        assert [problem.path for problem in found.problems] == ["gone.jpg"]

    def test_options_for_scores_are_refused(self, request_: EvaluationRequest) -> None:
        request = replace(write(request_, "a,b,winner", "0.jpg,1.jpg,a"), score_column="x")
        with pytest.raises(UsageError, match="are for scores"):
            siamese(request)


@pytest.mark.parametrize("run", [ava, siamese])
def test_wrong_labels_are_refused_before_anything_is_judged(
    request_: EvaluationRequest, run: Callable[..., Evaluation]
) -> None:
    judge = BrightnessJudge()
    for lines in (["x,y", "1,2"], ["path,score,a,b,winner", "no.jpg,5,no.jpg,nor.jpg,a"]):
        with pytest.raises(UsageError):
            run(write(request_, *lines), judge)
    assert judge.scored == judge.extracted == 0


def test_a_report_never_shows_more_pictures_than_it_can_hold(request_: EvaluationRequest) -> None:
    request = write(request_, "path,score", *(f"{i}.jpg,{8 - i}" for i in range(6)))
    found = ava(request, *(BrightnessJudge(version=f"v{i}") for i in range(4)))
    assert isinstance(found.agreement, ScoreAgreement)
    shown = 2 * sum(map(len, found.benchmark.mistakes))
    shown += sum(map(len, found.agreement.overrated + found.agreement.underrated))
    assert 0 < shown <= PICTURES


def test_stages_and_cancel(request_: EvaluationRequest) -> None:
    heard: list[Progress] = []
    request = write(request_, "path,score", "0.jpg,3", "1.jpg,4")
    ava(request, job=Job(heard.append))
    assert list(dict.fromkeys(p.stage for p in heard)) == [
        "Finding photos",
        "Judging damaged photos",
        "Computing intervals",
        "Judging labelled photos",
    ]
    stopping = Job(lambda progress: stopping.cancel() if progress.done == 2 else None)
    with pytest.raises(JobCancelled):
        ava(request_, job=stopping)
