import importlib.metadata
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.evaluation_report_json import evaluation_to_dict, software
from album_organizer.evaluation.evaluation_results import Evaluation, EvaluationRequest
from album_organizer.evaluation.label_file import LabelFile, RatedPhoto
from album_organizer.evaluation.label_run import score_agreement
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


def test_figures_that_are_not_defined_are_null() -> None:
    judged = {f"{i}.jpg": (5.0, 6.0) for i in range(4)}
    file = LabelFile(Path("l.csv"), tuple(RatedPhoto(path, 5.0) for path in judged))
    agreement = score_agreement(file, {path: path for path in judged}, judged, 3)
    found = document(evaluation(agreement=agreement))["labels"]
    for name in ("spearman", "pearson", "pair_accuracy"):
        assert found[name] == {"values": [None, None], "differences": [None]}
    assert found["score_sd"]["values"][0][0] == 0
    assert found["overrated"] == found["underrated"] == {"v1": [], "v2": []}


def test_what_was_asked_for_is_told() -> None:
    made = evaluation()
    request = EvaluationRequest(Path("/a"), Path("/l.csv"), "beauty", (1, 7), sample=7, seed=3)
    told = document(replace(made, request=request))["settings"]
    assert (told["photos"], told["labels"]) == (str(Path("/a")), str(Path("/l.csv")))
    assert (told["score_column"], told["sample"], told["seed"]) == ("beauty", 7, 3)


def test_a_package_that_is_not_there_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        if package == "torch":
            raise importlib.metadata.PackageNotFoundError(package)
        return "1.0"

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert "torch" not in software()
    assert software()["numpy"] == "1.0"


@pytest.mark.parametrize("name", ['a"b\\c.jpg', "\n.jpg", "</script>.jpg", "日本.jpg"])
def test_names_come_back_as_they_were(name: str) -> None:
    made = evaluation(problems=(PhotoProblem(name, "Broken."),))
    mistakes = tuple((replace(one[0], path=name),) for one in made.benchmark.mistakes)
    made = replace(made, benchmark=replace(made.benchmark, mistakes=mistakes))
    found = document(made)
    assert found["problems"][0]["path"] == name
    assert found["benchmark"]["mistakes"]["v1"][0]["path"] == name


@pytest.mark.parametrize("photos", [1, 2, 500])
@pytest.mark.parametrize("skill", [-50.0, 50.0])
def test_extreme_versions_have_finite_figures(photos: int, skill: float) -> None:
    """Nothing is lost, or never: an interval still tells what so few photos can."""
    found = document(evaluation(skills=(skill,), photos=photos))["benchmark"]["all"]
    value, low, high = found["same_detail"]["values"][0]
    assert 0 <= low <= value <= high <= 1
    assert high - low >= 1 / (2 * photos)
    assert value == (skill > 0)


def test_one_photo_tells_nothing_about_others() -> None:
    found = document(evaluation(skills=(0.0, 0.8), photos=1))["benchmark"]["all"]
    for way in ("same_detail", "as_is"):
        assert all(0 < value < 1 for value, _, _ in found[way]["values"])
        assert all(ends == [0, 1] for _, *ends in found[way]["values"])
        assert found[way]["differences"] == [None]


def test_problems_are_listed() -> None:
    problems = (PhotoProblem("b.jpg", "Broken."), PhotoProblem("a.jpg", "Empty."))
    found = document(evaluation(problems=problems))
    assert [problem["path"] for problem in found["problems"]] == ["a.jpg", "b.jpg"]


def test_is_the_same_every_time() -> None:
    assert to_json(evaluation_to_dict(evaluation())) == to_json(evaluation_to_dict(evaluation()))
