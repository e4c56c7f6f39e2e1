import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from ruamel.yaml import YAML
from scipy.special import expit
from typer.testing import CliRunner

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import UsageError
from album_organizer.ml.loader import load_ava, load_siamese
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.ml.stage_pooling import StagePooling
from album_organizer.ml.verification import describe_checkpoint
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin.build import FILES, app, build, checkpoint_bytes, fit_siamese
from album_organizer.training.builtin.config import BuiltinConfig, read_config
from album_organizer.training.builtin.features import FAMILY_NAMES, embed, load_bank
from album_organizer.training.builtin.heads import Hidden, fit_comparison
from album_organizer.training.builtin.photos import read_photos
from album_organizer.training.builtin.trunk import first_columns
from tests.support.photos import scene
from tests.unit.training.builtin.made_up import random_trunk, write_data

CONFIGS = bundled_root() / "configs" / "training"
MAX_BYTES = 20_000_000
SIDE, HIDDEN, STAGES = 64, 8, 3
FIT = {
    "stages": STAGES,
    "hidden": HIDDEN,
    "epochs": 2,
    "learning_rate": 0.002,
    "weight_decay": 0.01,
    "dropout": 0.5,
}
AVA_FIT = {"taste_decay": 0.5, "craft_weight": 0.5}
METRICS = {"ava": "val_spearman", "siamese": "val_acc"}


def write_configs(folder: Path, **ava_data: Any) -> Path:
    """The shipped configurations with small pictures, few folds and a short fit."""
    folder.mkdir()
    yaml = YAML(typ="safe")
    for kind in FILES:
        content = yaml.load(CONFIGS / f"builtin_{kind}.yaml")
        content["transform"] |= {"resize_size": SIDE, "crop_size": SIDE}
        content["fit"] = {**FIT, **(AVA_FIT if kind == "ava" else {})}
        content["model"]["mlp_hidden_dims"] = [HIDDEN + 2 if kind == "ava" else HIDDEN]
        content["data"] |= {"folds": 2, "more_edges": 1, **(ava_data if kind == "ava" else {})}
        yaml.dump(content, folder / f"builtin_{kind}.yaml")
    return folder


@dataclass(frozen=True)
class Built:
    """A finished build and what it was made from."""

    data: Path
    configs: Path
    cache: Path
    out: Path
    figures: dict[str, dict[str, Any]]

    def file(self, kind: str) -> Path:
        return self.out / FILES[kind][0]


@pytest.fixture(scope="module")
def trunk() -> StagePooling:
    return random_trunk()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, trunk: StagePooling) -> Built:
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("built")
    data, configs, cache = write_data(root / "data"), write_configs(root / "c"), root / "bank.npz"
    figures = build(data, root / "out", configs, trunk=trunk, cache=cache)
    return Built(data, configs, cache, root / "out", figures)


def info(kind: str) -> ModelInfo:
    return ModelInfo(kind, "v1", "0" * 64, "somewhere.pt")


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


class TestBuild:
    @pytest.mark.parametrize("kind", FILES)
    def test_writes_small_checkpoints_of_the_stage_trunk(self, built: Built, kind: str) -> None:
        assert sorted(hashes(built.out)) == sorted(sum(FILES.values(), ()))
        assert built.file(kind).stat().st_size < MAX_BYTES
        described = describe_checkpoint(built.file(kind), kind)
        assert "tf_efficientnet_lite2_stages" in described.architecture

    def test_the_program_scores_with_the_aesthetic_model(self, built: Built) -> None:
        scorer = load_ava(built.file("ava"), info("ava"))
        scores = scorer.score([scorer.prepare(scene(seed)) for seed in range(4)])
        assert all(math.isfinite(score) and 1 <= score <= 10 for score in scores)
        assert len(set(scores)) == 4

    def test_the_mean_score_is_that_of_ava(self, built: Built) -> None:
        """That of held-out predictions was set to it; in-sample scores lie around it too."""
        scorer = load_ava(built.file("ava"), info("ava"))
        pictures = [Image.fromarray(p.pixels()) for p in read_photos(built.data) if p.beauty]
        scores = scorer.score([scorer.prepare(picture) for picture in pictures])
        assert sum(scores) / len(scores) == pytest.approx(5.4, abs=1.0)

    def test_the_program_compares_with_the_comparison_model(self, built: Built) -> None:
        judge = load_siamese(built.file("siamese"), info("siamese"))
        a, b = judge.features([judge.prepare(scene(seed)) for seed in (1, 2)])
        forward, backward = judge.one_order(a, b), judge.one_order(b, a)
        assert forward + backward == pytest.approx(1, abs=1e-6)  # without averaging the orders
        assert forward != pytest.approx(0.5, abs=1e-6)
        assert judge.one_order(a, a) == pytest.approx(0.5)

    @pytest.mark.parametrize("kind", FILES)
    def test_the_card_beside_a_checkpoint_tells_its_settings_and_figures(
        self, built: Built, kind: str
    ) -> None:
        card = YAML(typ="safe").load(built.out / FILES[kind][1])
        stored = torch.load(built.file(kind), weights_only=True)
        assert card.pop("validation") == built.figures[kind]
        assert card == stored["config"]
        assert stored["config"] == read_config(built.configs / f"builtin_{kind}.yaml").as_stored()
        metric = built.figures[kind][METRICS[kind]]
        assert stored[METRICS[kind]] == metric[0]

    @pytest.mark.parametrize("kind", FILES)
    def test_figures_are_shares_with_intervals(self, built: Built, kind: str) -> None:
        figures = built.figures[kind]
        assert set(figures["random_pairs"]) == {"all", *FAMILY_NAMES}
        assert set(figures["benchmark"]) == set(figures["benchmark_plain"])
        for table in ("benchmark", "benchmark_plain", "random_pairs"):
            for value, low, high in figures[table].values():
                assert 0 <= low <= value <= high <= 1

    def test_figures_of_the_comparison_tell_how_honest_it_is(self, built: Built) -> None:
        figures = built.figures["siamese"]
        assert 0.25 <= figures["temperature"] <= 4
        assert figures["val_acc"] == figures["random_pairs"]["all"]
        for name in ("expected_calibration_error", "expected_calibration_error_benchmark"):
            assert 0 <= figures[name] <= 1

    def test_the_temperature_of_held_out_answers_tempers_the_final_head(
        self, built: Built, trunk: StagePooling
    ) -> None:
        bank, photos = load_bank(built.cache), read_photos(built.data)
        config = read_config(built.configs / "builtin_siamese.yaml")
        head, figures = fit_siamese(bank, photos, config, trunk)
        everything = np.ones(len(photos), np.bool_)
        columns = first_columns(trunk, STAGES)
        plain = fit_comparison(bank, everything, config.fit, config.data.seed, columns=columns)
        assert figures == built.figures["siamese"]
        assert np.array_equal(head.first, plain.first)
        assert figures["temperature"] != pytest.approx(1, abs=0.01)
        assert head.last * figures["temperature"] == pytest.approx(plain.last, rel=1e-3)

    def test_the_layers_of_the_pairs_see_the_first_stages_only(
        self, built: Built, trunk: StagePooling
    ) -> None:
        columns = first_columns(trunk, STAGES)
        first = {
            kind: torch.load(built.file(kind), weights_only=True)["model_state_dict"][name].float()
            for kind, name in (("ava", "head.0.weight"), ("siamese", "mlp.0.weight"))
        }
        assert first["siamese"][:, :columns].abs().amax(1).min() > 0
        assert not first["siamese"][:, columns:].any()
        assert not first["ava"][:HIDDEN, columns:].any()
        assert first["ava"][HIDDEN:, columns:].any()  # the taste, which sees the last ones
        assert len(load_bank(built.cache).more.kind) == len(read_photos(built.data))

    def test_a_second_build_gives_the_same_bytes(
        self, built: Built, tmp_path: Path, trunk: StagePooling
    ) -> None:
        torch.manual_seed(99)  # what ran before must not matter
        again = build(built.data, tmp_path, built.configs, trunk=trunk, threads=2)
        assert again == built.figures
        assert hashes(tmp_path) == hashes(built.out)

    def test_kept_features_take_the_place_of_photos(
        self, built: Built, tmp_path: Path, trunk: StagePooling
    ) -> None:
        data = tmp_path / "data"
        write_data(data)
        for path in (data / "photos" / "cq100").iterdir():
            path.write_bytes(b"")  # unreadable, but listed
        build(data, tmp_path / "out", built.configs, trunk=trunk, cache=built.cache)
        assert hashes(tmp_path / "out") == hashes(built.out)

    def test_the_trunk_is_left_as_it_was(self, built: Built, trunk: StagePooling) -> None:
        fresh = random_trunk().state_dict()
        assert fresh.keys() == trunk.state_dict().keys()
        assert all(torch.equal(fresh[k], v) for k, v in trunk.state_dict().items())


class TestCheckpoint:
    """A head with known weights, written, read and asked."""

    PICTURES = tuple(scene(seed, (90, 70)) for seed in range(8))

    def small(self, folder: Path, kind: str) -> BuiltinConfig:
        return read_config(write_configs(folder / "configs") / f"builtin_{kind}.yaml")

    def features(self, trunk: StagePooling, config: BuiltinConfig, kind: str) -> np.ndarray:
        preprocessing = Preprocessing.from_config(config.as_stored(), kind)
        return embed(trunk, preprocessing, [np.asarray(p, np.uint8) for p in self.PICTURES])

    def head(self, features: np.ndarray, *, odd: bool) -> Hidden:
        """Random weights, whose answers differ between the photos."""
        units = HIDDEN if odd else HIDDEN + 2
        rng = np.random.default_rng(4)
        spread = features.astype(np.float64).std(0) + 1e-2
        shape = (units, features.shape[1])
        first = (rng.normal(size=shape) / spread / np.sqrt(shape[1])).astype(np.float32)
        last = rng.normal(size=units).astype(np.float32)
        if odd:
            return Hidden(first, np.zeros(units, np.float32), last, odd=True)
        bias = -first @ features.astype(np.float32).mean(0)
        plain = Hidden(first, bias, last)
        answers = plain(features)
        scale = 0.5 / answers.std()
        return plain.times(scale, 5.5 - scale * float(answers.mean()))

    def test_scores_are_those_of_trunk_and_head(self, tmp_path: Path, trunk: StagePooling) -> None:
        config = self.small(tmp_path, "ava")
        features = self.features(trunk, config, "ava")
        head = self.head(features, odd=False)
        path = tmp_path / "ava.pt"
        path.write_bytes(checkpoint_bytes("ava", trunk, head, config, 0.5))
        scorer = load_ava(path, info("ava"))
        scores = scorer.score([scorer.prepare(picture) for picture in self.PICTURES])
        expected = head(features)
        assert expected.std() == pytest.approx(0.5, rel=1e-3)
        assert scores == pytest.approx(expected, abs=1e-2)

    def test_probabilities_are_those_of_trunk_and_head(
        self, tmp_path: Path, trunk: StagePooling
    ) -> None:
        config = self.small(tmp_path, "siamese")
        features = self.features(trunk, config, "siamese").astype(np.float32)
        head = self.head(features, odd=True)
        path = tmp_path / "siamese.pt"
        path.write_bytes(checkpoint_bytes("siamese", trunk, head, config, 0.5))
        judge = load_siamese(path, info("siamese"))
        found = judge.features([judge.prepare(picture) for picture in self.PICTURES])
        asked = [judge.one_order(found[i], found[i + 1]) for i in range(7)]
        expected = expit(head(features[:-1] - features[1:]))
        assert np.ptp(expected) > 0.2
        assert asked == pytest.approx(expected, abs=1e-2)

    @pytest.mark.parametrize("kind", FILES)
    def test_convolutions_take_one_byte_a_weight(
        self, tmp_path: Path, trunk: StagePooling, kind: str
    ) -> None:
        config = self.small(tmp_path, kind)
        head = self.head(np.eye(2, trunk.num_features), odd=kind == "siamese")
        content = checkpoint_bytes(kind, trunk, head, config, 0.5)
        assert checkpoint_bytes(kind, trunk, head, config, 0.5) == content
        (tmp_path / "m.pt").write_bytes(content)
        stored = torch.load(tmp_path / "m.pt", weights_only=True)
        assert set(stored) == {"epoch", "model_state_dict", "config", METRICS[kind]}
        assert stored["epoch"] == config.fit.epochs
        for name, tensor in stored["model_state_dict"].items():
            assert (tensor.dtype == torch.int8) == (tensor.dim() == 4), name
        for name, tensor in trunk.state_dict().items():
            assert torch.equal(stored["model_state_dict"][f"backbone.{name}"].to(tensor), tensor)


class TestRefused:
    @pytest.mark.parametrize("change", [{"seed": 77}, {"folds": 3}, {"benchmark_source": "misc"}])
    def test_different_pictures_for_the_two_kinds(
        self, data: Path, tmp_path: Path, trunk: StagePooling, change: dict[str, Any]
    ) -> None:
        configs = write_configs(tmp_path / "configs", **change)
        with pytest.raises(UsageError, match="must be equal"):
            build(data, tmp_path / "out", configs, trunk=trunk)
        assert not (tmp_path / "out").exists()

    def test_the_command_says_what_is_missing(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(app, ["--data", str(tmp_path), "--out", str(tmp_path / "out")])
        assert result.exit_code == UsageError.exit_code
        assert "labels.csv is missing" in result.stderr
