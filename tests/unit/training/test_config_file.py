from pathlib import Path

import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.training.config import AvaConfig, SiameseConfig
from album_organizer.training.config_file import read_config

ROOT = Path(__file__).resolve().parents[3]
RECIPES = ROOT / "configs" / "training"
DATA = "data: {labels: l.csv, images: photos}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "c.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(UsageError) as caught:
        read_config(written(folder, text), "ava")
    return str(caught.value)


def test_defaults_and_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = read_config(written(tmp_path, DATA), "ava")
    assert isinstance(config, AvaConfig)
    assert config.data.labels == (tmp_path / "l.csv").as_posix()
    assert config.data.images == (tmp_path / "photos").as_posix()
    assert config.training.loss == "mse"


def test_options_replace_the_data_of_the_file(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, DATA), "siamese", {"labels": str(tmp_path / "x.csv")})
    assert isinstance(config, SiameseConfig)
    assert config.data.labels == (tmp_path / "x.csv").as_posix()
    assert config.data.images.endswith("photos")


def test_options_suffice_without_a_data_section(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, "seed: 2"), "ava", {"labels": "/l", "images": "/i"})
    assert (config.seed, config.data.labels) == (2, "/l")


def test_unknown_keys_are_named_with_line_and_nearest_key(tmp_path: Path) -> None:
    told = complaint(tmp_path, DATA + "training:\n  learning: 1\n  bath_size: 2\nlr: 3\n")
    assert "'training.bath_size' (line 4), did you mean 'training.batch_size'" in told
    assert "'lr' (line 5), did you mean 'training.lr'" in told
    assert "'training.learning' (line 3)" in told


def test_keys_of_an_optional_section_are_known(tmp_path: Path) -> None:
    assert "transform.crop_size" in complaint(tmp_path, DATA + "transform: {crop_siz: 64}\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("training: {lr: -1}", "training.lr (line 2) is -1.0 but must be greater than 0"),
        ("training: {lr: .nan}", "training.lr (line 2)"),
        ("training: {loss: mae}", "'mse', 'emd' or 'cross_entropy'"),
        ("model: {dropout: 1}", "model.dropout (line 2)"),
        ("augmentation: {crop: 0.9}", "augmentation.crop (line 2) is 0.9"),
        ("training: 7", "training (line 2) is 7"),
    ],
)
def test_bad_values_are_named_with_their_bounds(tmp_path: Path, line: str, told: str) -> None:
    assert told in complaint(tmp_path, DATA + line + "\n").replace("is -1 but", "is -1.0 but")


def test_missing_data_is_named(tmp_path: Path) -> None:
    assert "data is missing" in complaint(tmp_path, "seed: 1")
    assert "data.images is missing" in complaint(tmp_path, "data: {labels: l.csv}")


def test_other_kind_is_refused(tmp_path: Path) -> None:
    assert "train siamese" in complaint(tmp_path, DATA + "kind: siamese")


def test_no_file_and_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        read_config(tmp_path / "none.yaml", "ava")
    assert "line 1" in complaint(tmp_path, "data: [")


def test_an_empty_section_is_its_defaults(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, DATA + "training:\n"), "ava")
    assert config.training == AvaConfig.model_fields["training"].default


@pytest.mark.parametrize("kind", ["ava", "siamese"])
@pytest.mark.parametrize("name", ["resnet50", "from_builtin"])
def test_recipes_say_every_line_what_it_means(kind: str, name: str) -> None:
    path = RECIPES / f"{kind}_{name}.yaml"
    config = read_config(path, kind)  # type: ignore[arg-type]
    assert config.kind == kind
    assert "#" in path.read_text(encoding="utf-8").splitlines()[0]


def test_recipes_of_the_owners_runs() -> None:
    ava = read_config(RECIPES / "ava_resnet50.yaml", "ava").training
    assert (ava.optimizer, ava.lr, ava.batch_size, ava.patience) == ("adamw", 1e-4, 64, 5)
    assert ava.backbone_lr_factor < 1
    siamese = read_config(RECIPES / "siamese_resnet50.yaml", "siamese").training
    assert (siamese.optimizer, siamese.lr) == ("sgd", 1e-5)
    assert (siamese.momentum, siamese.weight_decay) == (0.9, 5e-4)


def test_the_machine_is_no_part_of_the_recipe(tmp_path: Path) -> None:
    one = read_config(written(tmp_path, DATA + "machine: {threads: 1}"), "ava")
    other = read_config(written(tmp_path, DATA + "machine: {device: cpu}"), "ava")
    assert one != other
    assert one.recipe() == other.recipe()
