"""Good models pass and are described; every kind of bad one fails with its own sentence."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from album_organizer.domain.errors import JobCancelled, ModelError
from album_organizer.domain.job import Job, Progress
from album_organizer.domain.verification import Check, Verification
from album_organizer.ml import golden
from album_organizer.ml.verification import describe_checkpoint, verify_checkpoint
from album_organizer.settings.home import bundled_root
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint

NAMES = [
    "Safe to read",
    "Right kind",
    "Preprocessing known",
    "Weights fit the network",
    "Weights are finite numbers",
    "Scores are in range",
    "Tells photos apart",
]


def outcome(verification: Verification) -> dict[str, bool]:
    return {check.name: check.passed for check in verification.checks}


def failed(verification: Verification) -> Check:
    [check] = [check for check in verification.checks if not check.passed]
    return check


def changed(source: Path, path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    content = torch.load(source, weights_only=False)
    change(content)
    torch.save(content, path)
    return path


class TestGood:
    def test_an_ava_model_passes_every_check(self, ava_file: Path) -> None:
        verification = verify_checkpoint(ava_file, "ava")

        assert outcome(verification) == dict.fromkeys(NAMES, True)
        details = [check.detail for check in verification.checks]
        assert details[0].endswith("MB, 298 tables of weights")
        assert details[1] == "AVA aesthetic model"
        assert details[2] == "shorter side to 256 pixels, centre of 224 x 224"
        assert details[3] == "tf_efficientnet_lite0, regression"
        assert details[4] == "3,741,266 numbers"
        assert details[5].startswith("AVA ")
        assert details[5].endswith(" on 12 pictures")
        assert details[6].endswith(" on 6 photos")
        assert verification.photos_per_s is not None
        assert verification.photos_per_s > 0
        assert verification.sentence.startswith("All 7 checks passed, ")

    def test_a_siamese_model_passes_every_check(self, siamese_file: Path) -> None:
        verification = verify_checkpoint(siamese_file, "siamese")

        assert outcome(verification) == dict.fromkeys(NAMES, True)
        details = [check.detail for check in verification.checks]
        assert details[3] == "tf_efficientnet_lite0, comparison"
        assert details[5].endswith(" in 78 pairs of pictures")
        assert details[6].endswith(" for the better one in 15 pairs of photos")
        assert verification.photos_per_s is not None

    @pytest.mark.parametrize("kind", ["ava", "siamese"])
    @pytest.mark.parametrize("folder", ["album_app_v2", "album_app_v3"])
    def test_the_built_in_models_pass(self, kind: str, folder: str) -> None:
        name = {"ava": "ava_aesthetic_model.pt", "siamese": "siamese_comparison_model.pt"}[kind]

        verification = verify_checkpoint(bundled_root() / "models" / folder / name, kind)

        assert outcome(verification) == dict.fromkeys(NAMES, True)

    def test_a_stretched_input_is_called_so(self) -> None:
        path = bundled_root() / "models" / "album_app_v3" / "ava_aesthetic_model.pt"

        detail = verify_checkpoint(path, "ava").checks[2].detail

        assert detail == "the whole photo, stretched to 320 x 320 pixels"

    def test_a_production_network_passes(self, tmp_path: Path) -> None:
        path = make_siamese_checkpoint(tmp_path / "m.pt", "resnet50", transform_type="paper_pad")

        verification = verify_checkpoint(path, "siamese")

        assert verification.passed
        assert verification.checks[2].detail == "longer side to 224 pixels, centre of 224 x 224"


class TestBad:
    def test_a_file_that_is_none_ends_it(self, tmp_path: Path) -> None:
        verification = verify_checkpoint(tmp_path / "gone.pt", "ava")

        assert outcome(verification) == {"Safe to read": False}
        assert "gone.pt does not exist" in verification.sentence
        assert verification.photos_per_s is None

    def test_the_other_kind_is_told_and_its_numbers_are_still_looked_at(
        self, siamese_file: Path
    ) -> None:
        verification = verify_checkpoint(siamese_file, "ava")

        assert outcome(verification) == {
            "Safe to read": True,
            "Right kind": False,
            "Weights are finite numbers": True,
        }
        assert "cannot serve as ava" in verification.sentence

    def test_weights_of_something_else_are_of_no_kind(self, tmp_path: Path, ava_file: Path) -> None:
        def wrap(content: dict[str, Any]) -> None:
            weights = content["model_state_dict"]
            content["model_state_dict"] = {f"module.{name}": weights[name] for name in weights}

        verification = verify_checkpoint(changed(ava_file, tmp_path / "m.pt", wrap), "ava")

        assert failed(verification).name == "Right kind"
        assert "called backbone.* and head.*, while here they begin with module;" in (
            failed(verification).detail
        )

    def test_an_unknown_preprocessing_leaves_the_weights_to_be_looked_at(
        self, tmp_path: Path
    ) -> None:
        path = make_siamese_checkpoint(tmp_path / "m.pt", transform_type="mirror")

        verification = verify_checkpoint(path, "siamese")

        assert list(outcome(verification)) == NAMES[:5]
        assert failed(verification).name == "Preprocessing known"
        assert "transform_type is 'mirror', known are" in failed(verification).detail

    def test_misfits_are_one_complete_list(self, tmp_path: Path, ava_file: Path) -> None:
        def damage(content: dict[str, Any]) -> None:
            weights = content["model_state_dict"]
            del weights["head.0.weight"], weights["backbone.bn1.bias"]
            weights["head.9.weight"] = torch.ones(1)
            weights["head.3.weight"] = torch.ones(10, 256)

        verification = verify_checkpoint(changed(ava_file, tmp_path / "m.pt", damage), "ava")

        assert list(outcome(verification)) == NAMES[:5]
        check = failed(verification)
        assert check.name == "Weights fit the network"
        assert "missing: backbone.bn1.bias, head.0.weight;" in check.detail
        assert "unexpected: head.9.weight;" in check.detail
        assert "head.3.weight [10, 256] instead of [1, 256];" in check.detail

    def test_several_faults_are_all_told(self, tmp_path: Path, ava_file: Path) -> None:
        def damage(content: dict[str, Any]) -> None:
            content["config"]["transform"] = {"crop_size": -1}
            content["config"]["model"]["backbone"] = "resnet18"
            content["model_state_dict"]["head.3.bias"][0] = float("nan")

        verification = verify_checkpoint(changed(ava_file, tmp_path / "m.pt", damage), "ava")

        assert outcome(verification) == dict(
            zip(NAMES[:5], [True, True, False, False, False], strict=True)
        )
        for part in ("crop_size is -1", "backbone is 'resnet18'", "head.3.bias holds values"):
            assert part in verification.sentence

    @pytest.mark.parametrize("kind", ["ava", "siamese"])
    def test_answers_that_are_no_numbers_fail(
        self, kind: str, tmp_path: Path, ava_file: Path, siamese_file: Path
    ) -> None:
        def explode(content: dict[str, Any]) -> None:
            for name, tensor in content["model_state_dict"].items():
                if tensor.is_floating_point() and "running" not in name:
                    tensor.mul_(1e20)

        source = ava_file if kind == "ava" else siamese_file
        verification = verify_checkpoint(changed(source, tmp_path / "m.pt", explode), kind)

        assert failed(verification).name == "Scores are in range"
        assert "values that are not numbers" in failed(verification).detail
        assert list(outcome(verification)) == NAMES[:6]
        assert verification.photos_per_s is None

    @pytest.mark.parametrize("kind", ["ava", "siamese"])
    def test_a_model_that_sees_nothing_fails(
        self, kind: str, tmp_path: Path, ava_file: Path, siamese_file: Path
    ) -> None:
        def blind(content: dict[str, Any]) -> None:
            weights = content["model_state_dict"]
            weights["head.3.weight" if kind == "ava" else "mlp.0.weight"].zero_()

        source = ava_file if kind == "ava" else siamese_file
        verification = verify_checkpoint(changed(source, tmp_path / "m.pt", blind), kind)

        assert failed(verification).name == "Tells photos apart"
        assert list(outcome(verification)) == NAMES
        assert "every photo the same score" in verification.sentence or (
            "all photos equally good" in verification.sentence
        )

    def test_a_mean_beyond_every_number_is_a_failed_check(self, tmp_path: Path) -> None:
        path = make_ava_checkpoint(
            tmp_path / "m.pt", transform={"normalize_mean": [1e300, 0, 0]}, hidden=[]
        )

        assert failed(verify_checkpoint(path, "ava")).name == "Scores are in range"

    def test_missing_golden_photos_are_a_failed_check(
        self, tmp_path: Path, ava_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(golden, "bundled_root", lambda: tmp_path)

        verification = verify_checkpoint(ava_file, "ava")

        assert "test photo" in failed(verification).detail
        assert "install the program again" in failed(verification).detail


def test_progress_counts_the_checks_and_cancelling_stops(ava_file: Path) -> None:
    told: list[Progress] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 4:
            job.cancel()

    job = Job(listen)
    with pytest.raises(JobCancelled):
        verify_checkpoint(ava_file, "ava", job)

    assert [(p.stage, p.done, p.total) for p in told] == [
        ("Verifying", done, len(NAMES) + 1) for done in range(5)
    ]


class TestDescription:
    def test_an_ava_model_is_described(self, ava_file: Path) -> None:
        facts = describe_checkpoint(ava_file, "ava")

        assert facts.architecture == "tf_efficientnet_lite0, regression"
        assert facts.metrics == {"val_spearman": 0.7123}
        assert facts.epoch == 12
        assert facts.data == "AVA"

    def test_a_siamese_model_is_described(self, siamese_file: Path) -> None:
        facts = describe_checkpoint(siamese_file, "siamese")

        assert facts.architecture == "tf_efficientnet_lite0, comparison"
        assert facts.metrics == {"val_acc": 0.7421}
        assert facts.epoch == 7
        assert facts.data == "Photo Triage"

    def test_defaults_are_named_where_the_config_is_silent(self, tmp_path: Path) -> None:
        path = tmp_path / "m.pt"
        torch.save({"model_state_dict": {"head.0.weight": torch.ones(1)}, "config": {}}, path)

        facts = describe_checkpoint(path, "ava")

        assert facts.architecture == "resnet50, distribution"
        assert (facts.metrics, facts.epoch, facts.data) == ({}, None, None)

    def test_the_other_kind_and_no_file_are_errors(self, ava_file: Path, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="cannot serve as siamese"):
            describe_checkpoint(ava_file, "siamese")
        with pytest.raises(ModelError, match="does not exist"):
            describe_checkpoint(tmp_path / "gone.pt", "ava")

    def test_nothing_is_written_beside_the_file(self, tmp_path: Path, ava_file: Path) -> None:
        path = tmp_path / "best_model.pt"
        path.write_bytes(ava_file.read_bytes())
        before = os.stat(path)

        describe_checkpoint(path, "ava")
        verify_checkpoint(path, "ava")

        after = os.stat(path)
        assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
        assert list(tmp_path.iterdir()) == [path]
