import json
from typing import Any

import pytest

from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.evaluation_report_json import evaluation_to_dict, software
from album_organizer.evaluation.evaluation_results import Evaluation
from album_organizer.export.report import to_json
from tests.unit.evaluation.evaluations import evaluation, pair_labels, score_labels


def document(found: Evaluation) -> Any:
    return json.loads(to_json(evaluation_to_dict(found)))


def test_says_what_was_evaluated_with_what() -> None:
    found = document(evaluation(trained_on="AVA"))
    assert (found["schema"], found["kind"]) == (1, "ava")
    assert [(v["version"], v["trained_on"]) for v in found["versions"]] == [
        ("v1", "AVA"),
        ("v2", "AVA"),
    ]
    assert all(len(v["sha256"]) == 64 for v in found["versions"])
    assert found["settings"]["sample"] == 30
    assert found["settings"]["longer_side_px"] == 448
    assert found["settings"]["resamples"] == 2000
    assert (found["photos_found"], found["benchmark"]["photos"]) == (42, 30)
    assert {"album-organizer", "python", "numpy", "torch"} <= set(software())
    assert found["software"] == software()


@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_every_figure_has_its_interval(kind: str) -> None:
    made = evaluation(kind)
    benchmark = document(made)["benchmark"]
    assert len(benchmark["variants"]) == 27
    assert len(benchmark["families"]) == 7
    assert set(benchmark["extra"]["families"]) == {
        "defocus", "motion", "noise", "white balance", "tilt"
    }  # fmt: skip
    everything = [benchmark["all"], *benchmark["variants"].values()]
    everything += benchmark["extra"]["variants"].values()
    for rates in everything:
        for way in ("same_detail", "as_is"):
            assert len(rates[way]["values"]) == 2
            for value, low, high in rates[way]["values"]:
                assert 0 <= low <= value <= high <= 1
            (value, low, high), = rates[way]["differences"]  # fmt: skip
            assert -1 <= low <= value <= high <= 1
    rate = made.benchmark.overall.same_detail.values[1]
    assert rate is not None
    assert benchmark["all"]["same_detail"]["values"][1][0] == pytest.approx(rate.value, abs=1e-5)


def test_calibration_of_a_comparison_model() -> None:
    assert document(evaluation())["benchmark"]["calibration"] is None
    found = document(evaluation("siamese"))["benchmark"]["calibration"]
    assert found["pairs"] == 810
    assert len(found["expected_calibration_error"]["values"]) == 2
    assert set(found["reliability"]) == {"v1", "v2"}
    assert sum(b["pairs"] for b in found["reliability"]["v1"]) == 810


def test_mistakes_by_version() -> None:
    found = document(evaluation())["benchmark"]["mistakes"]
    assert set(found) == {"v1", "v2"}
    assert found["v1"][0]["original"] < found["v1"][0]["damaged"]
    assert found["v1"][0]["path"].startswith("day/")


@pytest.mark.parametrize("scale", [None, (1.0, 7.0), (1.0, 10.0)])
def test_scores_beside_labels(scale: tuple[float, float] | None) -> None:
    found = document(evaluation(agreement=score_labels(20, 2, scale)))["labels"]
    assert (found["photos"], found["themes"]) == (20, 5)
    assert found["scale"] == (None if scale is None else list(scale))
    assert (found["mae"] is not None) == (scale == (1.0, 10.0))
    for name in ("spearman", "pearson", "pair_accuracy", "score_sd"):
        assert len(found[name]["values"]) == 2
        assert len(found[name]["differences"]) == 1
    assert set(found["overrated"]) == {"v1", "v2"}


def test_decisions_beside_answers() -> None:
    found = document(evaluation("siamese", agreement=pair_labels(20, 2)))["labels"]
    assert found["pairs"] == 20
    assert found["groups"] is None
    assert found["photos"] == 40
    for mistakes in found["mistakes"].values():
        assert all(0.5 < mistake["p_loser"] <= 1 for mistake in mistakes)


def test_what_is_not_defined_is_null() -> None:
    """A single version has no differences; a single photo has no themes."""
    found = document(evaluation(skills=(0.5,), photos=1))
    assert found["benchmark"]["all"]["same_detail"]["differences"] == []
    assert found["labels"] is None
    assert found["versions"][0]["trained_on"] is None


def test_problems_are_listed() -> None:
    problems = (PhotoProblem("b.jpg", "Broken."), PhotoProblem("a.jpg", "Empty."))
    found = document(evaluation(problems=problems))
    assert [problem["path"] for problem in found["problems"]] == ["a.jpg", "b.jpg"]


def test_is_the_same_every_time() -> None:
    assert to_json(evaluation_to_dict(evaluation())) == to_json(evaluation_to_dict(evaluation()))
