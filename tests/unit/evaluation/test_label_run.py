from functools import partial
from pathlib import Path

import numpy as np
import pytest

from album_organizer.domain.errors import JobCancelled, UsageError
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.asking import scores
from album_organizer.evaluation.evaluation_results import PairAgreement
from album_organizer.evaluation.label_file import JudgedPair, LabelFile, RatedPhoto
from album_organizer.evaluation.label_run import judge_photos, pair_agreement, score_agreement
from album_organizer.evaluation.photo_source import PhotoSource
from album_organizer.settings.schema import Performance, Settings
from tests.support.judges import BrightnessJudge
from tests.support.photos import write_empty
from tests.support.pictures import write_picture

SETTINGS = Settings(performance=Performance(batch_size=2))


FILE = Path("labels.csv")


def labelled(**scores: float) -> LabelFile[RatedPhoto]:
    labels = tuple(RatedPhoto(name, score) for name, score in scores.items())
    return LabelFile(FILE, labels, scale=(1.0, 10.0))


def seen(**values: float) -> dict[str, tuple[np.ndarray]]:
    return {name: (np.array([value], np.float32),) for name, value in values.items()}


def pairs(*decided: str, group: str | None = None) -> LabelFile[JudgedPair]:
    """The first of each wins; whether it stands in column a or b must not matter."""
    return LabelFile(
        FILE,
        tuple(
            JudgedPair(one[0], one[1], True, group=group)
            if row % 2
            else JudgedPair(one[1], one[0], False, group=group)
            for row, one in enumerate(decided)
        ),
    )


def same(names: str) -> dict[str, str]:
    return {name: name for name in names}


class TestJudging:
    def judge(self, folder: Path, paths: list[str], job: Job) -> tuple[dict, list]:
        judges = [BrightnessJudge(), BrightnessJudge(version="v2")]
        return judge_photos(
            PhotoSource(folder, SETTINGS),
            paths,
            64,
            [partial(scores, judge, batch=2, job=job) for judge in judges],
            SETTINGS.performance,
            2,
            job,
        )

    def test_every_version_judges_every_readable_photo(self, tmp_path: Path) -> None:
        for i in range(5):
            write_picture(tmp_path / f"{i}.jpg", brightness=0.5 + 0.1 * i)
        write_empty(tmp_path / "empty.jpg")
        heard: list[Progress] = []
        paths = ["0.jpg", "empty.jpg", *(f"{i}.jpg" for i in range(1, 5))]
        found, problems = self.judge(tmp_path, paths, Job(heard.append))
        assert set(found) == {f"{i}.jpg" for i in range(5)}
        assert all(len(answer) == 2 and answer[0] == answer[1] for answer in found.values())
        assert found["0.jpg"] < found["4.jpg"]
        assert [problem.path for problem in problems] == ["empty.jpg"]
        assert (heard[0].done, heard[-1].done, heard[-1].total) == (0, 6, 6)

    def test_a_batch_without_any_readable_photo(self, tmp_path: Path) -> None:
        found, problems = self.judge(tmp_path, ["a.jpg", "b.jpg"], Job())
        assert found == {}
        assert len(problems) == 2

    def test_a_cancel_stops_it(self, tmp_path: Path) -> None:
        write_picture(tmp_path / "0.jpg")
        job = Job(lambda progress: job.cancel())
        with pytest.raises(JobCancelled):
            self.judge(tmp_path, ["0.jpg"], job)


class TestScores:
    def test_labels_and_scores_stay_together(self) -> None:
        found = score_agreement(
            labelled(b=2, a=4, missing=9, unread=3),
            same("abunread") | {"unread": "unread"},
            {"a": (5.0, 1.0), "b": (6.0, 2.0)},
            2,
        )
        assert list(found.labels) == [2, 4]
        assert found.scores == ((6.0, 5.0), (2.0, 1.0))
        assert found.themes is None
        assert found.figures.error is not None

    def test_over_and_underrated_go_by_the_places_in_both_orders(self) -> None:
        """Scores live on another level than the labels; only places can be compared."""
        found = score_agreement(
            labelled(a=9, b=6, c=5, d=4, e=1),
            same("abcde"),
            {"a": (3.1,), "b": (3.5,), "c": (3.4,), "d": (3.3,), "e": (3.6,)},
            2,
        )
        over, under = found.overrated[0], found.underrated[0]
        assert [photo.path for photo in over] == ["e"]
        assert (over[0].score, over[0].label) == (3.6, 1)
        assert (over[0].rank, over[0].label_rank) == (0.8, 0.0)
        assert under[0].path == "a"
        assert all(photo.rank < photo.label_rank for photo in under)

    def test_the_same_photo_under_two_names_counts_once(self) -> None:
        found = score_agreement(
            labelled(a=2, b=4, c=6),
            {"a": "x", "b": "x", "c": "y"},
            {"x": (5.0,), "y": (6.0,)},
            1,
        )
        assert found.labels == (2, 6)

    @pytest.mark.parametrize("judged", [{}, {"a": (5.0,)}])
    def test_too_few_readable_photos(self, judged: dict[str, tuple[float, ...]]) -> None:
        with pytest.raises(UsageError, match="two are needed"):
            score_agreement(labelled(a=2, b=4), same("ab"), judged, 1)

    def test_another_scale_has_no_mean_error(self) -> None:
        file = LabelFile(FILE, labelled(a=2, b=4, c=5).labels, scale=(1.0, 7.0))
        judged = dict.fromkeys("abc", (5.0,))
        assert score_agreement(file, same("abc"), judged, 1).figures.error is None


class TestPairs:
    def agree(
        self, file: LabelFile[JudgedPair], judged: dict, most: int = 5, job: Job | None = None
    ) -> PairAgreement:
        judge = BrightnessJudge("siamese")
        return pair_agreement(file, same("abcdxy"), judged, [judge], most, job or Job())

    def test_accuracy_and_the_surest_mistakes_first(self) -> None:
        judged = seen(a=0.50, b=0.51, c=0.53, d=0.60)
        found = self.agree(pairs("ba", "ab", "ac", "dc"), judged)
        accuracy = found.figures.accuracy.values[0]
        assert accuracy is not None
        assert accuracy.value == 0.5
        assert [(m.winner, m.loser) for m in found.mistakes[0]] == [("a", "c"), ("a", "b")]
        assert found.mistakes[0][0].probability == pytest.approx(1 / (1 + np.exp(-1.5)), abs=1e-4)
        assert found.photos == 4
        assert found.groups is None

    def test_no_more_mistakes_than_asked_for(self) -> None:
        judged = seen(a=0.50, b=0.51, c=0.53, d=0.60)
        assert len(self.agree(pairs("ab", "ac", "ad"), judged, most=2).mistakes[0]) == 2

    def test_pairs_with_unreadable_photos_are_left_out(self) -> None:
        found = self.agree(pairs("ab", "ax", "zb"), seen(a=0.6, b=0.5))
        assert found.figures.pairs == 1

    def test_two_names_of_one_photo_are_no_pair(self) -> None:
        places = {"a": "x", "b": "x", "c": "c"}
        file, judge = pairs("ab", "ac"), BrightnessJudge("siamese")
        found = pair_agreement(file, places, seen(x=0.6, c=0.5), [judge], 1, Job())
        assert found.figures.pairs == 1
        with pytest.raises(UsageError, match="two different photos"):
            pair_agreement(pairs("ab"), places, seen(x=0.6), [judge], 1, Job())

    def test_no_pair_at_all(self) -> None:
        with pytest.raises(UsageError, match="No pair"):
            self.agree(pairs("ax"), seen(a=0.6))

    def test_groups_are_drawn_as_a_whole(self) -> None:
        judged = seen(a=0.5, b=0.6)
        apart = self.agree(pairs(*["ba", "ab"] * 20), judged)
        together = self.agree(pairs(*["ba", "ab"] * 20, group="one"), judged)
        wide, nothing = apart.figures.accuracy.values[0], together.figures.accuracy.values[0]
        assert wide is not None
        assert nothing is not None
        assert wide.low < wide.high
        assert nothing.low == nothing.high  # a single group tells nothing of others
        assert together.groups == 1

    def test_a_cancel_stops_it(self) -> None:
        job = Job()
        job.cancel()
        with pytest.raises(JobCancelled):
            self.agree(pairs("ab"), seen(a=0.6, b=0.5), job=job)
