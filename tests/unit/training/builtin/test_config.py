from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin import trunk
from album_organizer.training.builtin.config import read_config

CONFIGS = bundled_root() / "configs" / "training"


@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_shipped_configurations_feed_the_trunk_as_it_was_trained(kind: str) -> None:
    stored = read_config(CONFIGS / f"builtin_{kind}.yaml").as_stored()
    preprocessing = Preprocessing.from_config(stored, kind)
    assert preprocessing.mean == trunk.NORMALIZE_MEAN
    assert preprocessing.std == trunk.NORMALIZE_STD
    assert (preprocessing.resize, preprocessing.size) == (256, 224)


def test_both_kinds_share_pictures_and_seed() -> None:
    ava, siamese = (read_config(CONFIGS / f"builtin_{kind}.yaml") for kind in ("ava", "siamese"))
    assert ava.transform == siamese.transform
    assert ava.data == siamese.data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight_decay: 0.01", "weight_dacay: 0.01"),
        ("weight_decay: 0.01", "weight_decay: -1"),
        ("folds: 5", "folds: 1"),
        ("crop_size: 224", "crop_size: [224"),
    ],
)
def test_a_wrong_configuration_names_the_file(tmp_path: Path, old: str, new: str) -> None:
    text = (CONFIGS / "builtin_siamese.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine\.yaml cannot be used"):
        read_config(path)


def test_a_missing_configuration_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml cannot be used"):
        read_config(tmp_path / "none.yaml")
