import shutil
from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError, UsageError
from album_organizer.registry.fingerprint import file_sha256
from album_organizer.registry.intake import Intake
from tests.unit.registry.models import checkpoint


def test_file_from_outside_is_copied_and_not_touched(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "outputs" / "gpu run ä" / "best_model.pt")
    before = source.stat()
    intake = Intake("ava", source, tmp_path / "models")
    placed = intake.place("v2", [])
    assert placed == tmp_path / "models" / "album_app_v2" / "ava_aesthetic_model.pt"
    assert file_sha256(placed) == intake.sha256
    after = source.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
    assert [file.name for file in placed.parent.iterdir()] == [placed.name]


def test_both_kinds_share_a_version_folder(tmp_path: Path) -> None:
    for kind in ("ava", "siamese"):
        Intake(kind, checkpoint(tmp_path / f"{kind}.pth"), tmp_path / "models").place("v2", [])
    assert sorted(file.name for file in (tmp_path / "models" / "album_app_v2").iterdir()) == [
        "ava_aesthetic_model.pt",
        "siamese_comparison_model.pt",
    ]


def test_file_in_the_models_folder_stays(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "models" / "mine" / "a.pt")
    assert Intake("ava", source, tmp_path / "models").place("v2", []) == source


def test_file_of_another_version_is_copied(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "models" / "mine" / "a.pt")
    placed = Intake("ava", source, tmp_path / "models").place("v2", [source])
    assert placed.parent.name == "album_app_v2"


def test_link_to_the_outside_is_copied(tmp_path: Path) -> None:
    link = tmp_path / "models" / "link.pt"
    link.parent.mkdir()
    link.symlink_to(checkpoint(tmp_path / "a.pt"))
    placed = Intake("ava", link, tmp_path / "models").place("v2", [])
    assert not placed.is_symlink()
    assert placed.parent.name == "album_app_v2"


def test_safetensors_bring_their_card(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "a.safetensors")
    checkpoint(tmp_path / "a.yaml", "card")
    placed = Intake("siamese", source, tmp_path / "models").place("v2", [])
    assert placed.name == "siamese_comparison_model.safetensors"
    assert placed.with_suffix(".yaml").read_text() == "card"


def test_safetensors_without_card_are_refused(tmp_path: Path) -> None:
    intake = Intake("ava", checkpoint(tmp_path / "a.safetensors"), tmp_path / "models")
    with pytest.raises(ModelError, match="cannot be copied"):
        intake.place("v2", [])


def test_rest_of_an_interrupted_registration_is_used(tmp_path: Path) -> None:
    intake = Intake("ava", checkpoint(tmp_path / "a.pt"), tmp_path / "models")
    first = intake.place("v2", [])
    assert intake.place("v2", []) == first


def test_another_file_is_never_overwritten(tmp_path: Path) -> None:
    other = checkpoint(tmp_path / "models" / "album_app_v2" / "ava_aesthetic_model.pt", "other")
    intake = Intake("ava", checkpoint(tmp_path / "a.pt"), tmp_path / "models")
    with pytest.raises(UsageError, match="exists already"):
        intake.place("v2", [])
    assert other.read_text() == "other"


def test_file_that_changed_since_the_check_is_refused(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "a.pt")
    intake = Intake("ava", source, tmp_path / "models")
    source.write_text("something else")
    with pytest.raises(ModelError, match="changed while"):
        intake.place("v2", [])
    assert Intake("ava", source, tmp_path / "models").place("v2", []).exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("missing.pt", "There is no file"), (".", "There is no best_model.pt in")],
)
def test_no_file(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        Intake("ava", tmp_path / name, tmp_path / "models")


def test_training_folder_brings_its_papers(tmp_path: Path) -> None:
    run = tmp_path / "outputs" / "ava" / "run_1"
    checkpoint(run / "best_model.pt")
    checkpoint(run / "config.yaml", "lr: 1e-4 # slow")
    checkpoint(run / "training_history.json", "[]")
    checkpoint(run / "last_model.pt", "OK last")
    before = {file: file.read_bytes() for file in run.iterdir()}
    intake = Intake("ava", run, tmp_path / "models")
    placed = intake.place("v2", [])
    assert intake.source == run / "best_model.pt"
    assert sorted(file.name for file in placed.parent.iterdir()) == [
        "ava_aesthetic_model.pt",
        "ava_training_config.yaml",
        "ava_training_history.json",
    ]
    assert (placed.parent / "ava_training_config.yaml").read_text() == "lr: 1e-4 # slow"
    assert {file: file.read_bytes() for file in run.iterdir()} == before


def test_file_that_vanishes_is_a_sentence(tmp_path: Path) -> None:
    source = checkpoint(tmp_path / "outputs" / "a.pt")
    intake = Intake("ava", source, tmp_path / "models")
    shutil.rmtree(source.parent)
    with pytest.raises(ModelError, match="cannot be copied"):
        intake.place("v2", [])
