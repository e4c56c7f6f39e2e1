"""What the training is taught: damage, pairs and figures, from many sides."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.imaging import degradations as damage
from album_organizer.imaging.degradations import FAMILIES, Pixels, random_pair
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin.build import app, checkpoint_bytes
from album_organizer.training.builtin.config import BuiltinConfig, FitSettings, read_config
from album_organizer.training.builtin.features import FeatureBank, Pairs
from album_organizer.training.builtin.heads import LinearScore, fit_pairs, fit_ratings
from album_organizer.training.builtin.photos import read_photos, theme_folds
from album_organizer.training.builtin.validation import (
    Figure,
    correlation,
    expected_calibration_error,
    held_out_scores,
    win_rate,
)
from tests.support.photos import scene

CONFIGS = bundled_root() / "configs" / "training"


def photo(seed: int = 1, size: tuple[int, int] = (96, 64)) -> Pixels:
    return np.asarray(scene(seed, size), np.uint8)


def pairs_of(*rows: tuple[int, int, int]) -> Pairs:
    """Pairs of (photo, better row, worse row)."""
    table = np.array(rows, np.int64).reshape(-1, 3)
    kind = np.zeros(len(table), np.int64)
    return Pairs(table[:, 0], kind, table[:, 1], table[:, 2], np.ones(len(table), np.float32))


def linear_bank(count: int, seed: int) -> FeatureBank:
    """Feature 0 falls with damage; the others are noise."""
    rng = np.random.default_rng(seed)
    clean = rng.normal(size=(count, 4)).astype(np.float32)
    worse = clean - np.array([1, 0, 0, 0], np.float32)
    features = np.stack([clean, clean, worse], 1).reshape(-1, 4)
    rows = pairs_of(*((i, 3 * i, 3 * i + 2) for i in range(count)))
    index = np.arange(count)
    return FeatureBank(features, 3 * index, 3 * index + 1, rows, rows, rows)


class TestDamage:
    @pytest.mark.parametrize("family", FAMILIES)
    @pytest.mark.parametrize("size", [(8, 8), (200, 9), (9, 200)])
    def test_even_tiny_photos_are_damaged_and_stay_photos(
        self, family: str, size: tuple[int, int]
    ) -> None:
        for strength in (0.0, 1.0):
            worse = FAMILIES[family](photo(2, size), strength, np.random.default_rng(0))
            assert worse.dtype == np.uint8
            assert worse.ndim == 3
            assert worse.shape[2] == 3
            assert min(worse.shape) >= 1
            assert worse.shape[0] <= size[1]
            assert worse.shape[1] <= size[0]

    @pytest.mark.parametrize("name", benchmark())
    def test_every_variant_of_the_benchmark_repeats_and_changes_the_photo(self, name: str) -> None:
        _, spoil = benchmark()[name]
        original = photo(3)
        kept = original.copy()
        worse = spoil(original)
        assert np.array_equal(worse, spoil(original))
        assert worse.shape != original.shape or not np.array_equal(worse, original)
        assert np.array_equal(original, kept)

    @settings(max_examples=30, deadline=None)
    @given(st.sampled_from(sorted(FAMILIES)), st.integers(0, 2**32 - 1))
    def test_a_pair_repeats_under_its_seed_and_has_a_gap(self, family: str, seed: int) -> None:
        one, other = (random_pair(photo(), family, np.random.default_rng(seed)) for _ in range(2))
        assert one.family == family
        assert 0 < one.gap <= 1.25
        assert one.gap == other.gap
        assert np.array_equal(one.better, other.better)
        assert np.array_equal(one.worse, other.worse)

    @settings(max_examples=25, deadline=None)
    @given(st.floats(0.05, 1), st.floats(0.05, 1), st.floats(0, 1), st.floats(0, 1))
    def test_a_crop_is_a_part_of_the_photo(
        self, width: float, height: float, x: float, y: float
    ) -> None:
        original = photo(4, (40, 30))
        part = damage.crop(original, (width, height), (x, y))
        rows, columns = part.shape[:2]
        assert (rows, columns) == (max(1, round(30 * height)), max(1, round(40 * width)))
        places = [(top, left) for top in range(30 - rows + 1) for left in range(40 - columns + 1)]
        assert any(
            np.array_equal(original[top : top + rows, left : left + columns], part)
            for top, left in places
        )

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda p: damage.defocus(p, 3.0),
            lambda p: damage.motion_blur(p, 9.0, 0.4),
            lambda p: damage.gaussian_blur(p, 2.0),
            lambda p: damage.exposure(p, 0.0),
            lambda p: damage.white_balance(p, 1.0, 1.0, 1.0),
            lambda p: damage.jpeg(p, 95),
        ],
        ids=["defocus", "motion", "blur", "exposure 0", "white balance 1", "jpeg"],
    )
    def test_an_even_surface_has_nothing_to_lose(self, spoil: Callable[[Pixels], Pixels]) -> None:
        grey = np.full((20, 30, 3), 118, np.uint8)
        assert np.abs(spoil(grey).astype(int) - 118).max() <= 1

    def test_under_and_overexposure_are_each_others_opposite_where_nothing_clips(self) -> None:
        ramp = np.repeat(np.arange(60, 140, dtype=np.uint8), 3).reshape(1, -1, 3)
        there_and_back = damage.exposure(damage.exposure(ramp, -1.0), 1.0)
        assert np.abs(there_and_back.astype(int) - ramp).max() <= 2


class TestFolds:
    @given(st.lists(st.sampled_from("abcdefgh"), min_size=8, max_size=40), st.integers(2, 4))
    def test_with_themes_enough_no_fold_is_empty(self, themes: list[str], folds: int) -> None:
        fold = theme_folds(themes, folds, 0)
        assert len(set(fold.tolist())) == min(folds, len(set(themes)))

    def test_held_out_scores_come_from_as_many_heads_as_folds(self) -> None:
        bank, asked = linear_bank(6, 0), []

        def fit(chosen: np.ndarray) -> LinearScore:
            asked.append(chosen.copy())
            return LinearScore(np.array([1.0, 0, 0, 0]), float(len(asked)))

        scores = held_out_scores(bank, np.array([0, 1, 2, 0, 1, 2]), fit)
        assert len(asked) == 3
        assert (np.sum(asked, axis=0) == 2).all()  # every photo is learnt from by two of three
        expected = bank.features[:, 0] + np.repeat([1, 2, 3, 1, 2, 3], 3)
        assert scores == pytest.approx(expected)


class TestFigures:
    @given(st.integers(0, 99))
    @settings(max_examples=10, deadline=None)
    def test_turned_scores_turn_the_win_rate(self, seed: int) -> None:
        scores = np.random.default_rng(seed).normal(size=30)
        pairs = pairs_of(*((i, 2 * i, 2 * i + 1) for i in range(15)))
        one, other = win_rate(scores, pairs, 0), win_rate(-scores, pairs, 0)
        assert one.value + other.value == pytest.approx(1.0)
        assert 0 <= one.low <= one.value <= one.high <= 1

    def test_the_interval_repeats_under_its_seed(self) -> None:
        rng = np.random.default_rng(3)
        predicted, rated = rng.normal(size=40), rng.normal(size=40)
        themes = [str(i % 8) for i in range(40)]
        one = correlation(predicted, rated, themes, seed=1)
        assert one == correlation(predicted, rated, themes, seed=1)
        assert one != correlation(predicted, rated, themes, seed=2)
        assert correlation(-predicted, rated, themes, seed=1).value == pytest.approx(-one.value)

    def test_figures_are_rounded_only_for_the_card(self) -> None:
        figure = Figure(1 / 3, 0.123456, 0.98765432)
        assert figure.as_list() == [0.3333, 0.1235, 0.9877]
        assert figure.value == 1 / 3

    @given(st.floats(0.1, 5), st.integers(2, 40))
    def test_the_calibration_error_is_a_share(self, scale: float, count: int) -> None:
        scores = np.random.default_rng(count).normal(size=2 * count) * scale
        pairs = pairs_of(*((i, 2 * i, 2 * i + 1) for i in range(count)))
        assert 0 <= expected_calibration_error(scores, pairs) <= 1


class TestHeads:
    def test_fits_repeat_to_the_last_bit(self) -> None:
        bank, everything = linear_bank(40, 1), np.ones(40, np.bool_)
        ratings = bank.features[bank.clean, 1].astype(np.float64)
        choice = FitSettings(weight_decay=0.1, rank_weight=0.5)
        fits: list[Callable[[], LinearScore]] = [
            lambda: fit_pairs(bank, everything, choice),
            lambda: fit_ratings(bank, ratings, everything, choice),
        ]
        for fit in fits:
            one, other = fit(), fit()
            assert np.array_equal(one.weight, other.weight)
            assert one.bias == other.bias

    def test_more_decay_gives_smaller_weights_and_less_certainty(self) -> None:
        bank, everything = linear_bank(40, 2), np.ones(40, np.bool_)
        sizes = [
            float(np.linalg.norm(fit_pairs(bank, everything, FitSettings(weight_decay=d)).weight))
            for d in (0.01, 0.1, 1.0)
        ]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[-1] > 0

    @pytest.mark.parametrize("kind", ["ava", "siamese"])
    def test_a_checkpoint_holds_the_head_beside_an_untouched_trunk(
        self, kind: str, tmp_path: Path
    ) -> None:
        trunk = torch.nn.Sequential(torch.nn.Linear(3, 4)).half().float()
        config = read_config(CONFIGS / f"builtin_{kind}.yaml")
        head = LinearScore(np.array([0.5, -0.25, 1.0, 0.0]), 5.0)
        data = checkpoint_bytes(kind, trunk, head, config, 0.5)
        assert checkpoint_bytes(kind, trunk, head, config, 0.5) == data
        (tmp_path / "m.pt").write_bytes(data)
        stored = torch.load(tmp_path / "m.pt", weights_only=True)
        assert set(stored) == {
            "epoch",
            "model_state_dict",
            "config",
            {"ava": "val_spearman", "siamese": "val_acc"}[kind],
        }
        state = stored["model_state_dict"]
        assert torch.equal(state["backbone.0.weight"].float(), trunk.state_dict()["0.weight"])
        prefix, outputs = {"ava": ("head.0", 10), "siamese": ("mlp.0", 2)}[kind]
        assert state[f"{prefix}.weight"].shape == (outputs, 4)
        assert state[f"{prefix}.bias"].shape == (outputs,)
        assert BuiltinConfig.model_validate(stored["config"]) == config


class TestInputs:
    def test_grey_and_transparent_pictures_become_rgb(self, data: Path) -> None:
        folder = data / "photos" / "odd"
        folder.mkdir()
        Image.new("L", (20, 10), 90).save(folder / "grey.PNG")
        Image.new("RGBA", (20, 10), (1, 2, 3, 0)).save(folder / "clear.png")
        found = [p for p in read_photos(data) if p.source == "odd"]
        assert [p.path.name for p in found] == ["clear.png", "grey.PNG"]
        assert all(p.pixels().shape == (10, 20, 3) for p in found)
        assert (found[1].pixels() == 90).all()

    def test_photos_come_in_the_same_order_again(self, data: Path) -> None:
        assert read_photos(data) == read_photos(data)

    @pytest.mark.parametrize("missing", ["transform", "fit", "data", "model"])
    def test_a_section_that_is_missing_is_named(self, tmp_path: Path, missing: str) -> None:
        lines = (CONFIGS / "builtin_ava.yaml").read_text(encoding="utf-8").splitlines()
        kept, inside = [], False
        for line in lines:
            if line and not line[0].isspace():
                inside = line.startswith(f"{missing}:")
            if not inside:
                kept.append(line)
        assert len(kept) < len(lines)
        (tmp_path / "mine.yaml").write_text("\n".join(kept), encoding="utf-8")
        with pytest.raises(UsageError, match=missing):
            read_config(tmp_path / "mine.yaml")

    def test_the_command_explains_itself_and_refuses_no_threads(self, tmp_path: Path) -> None:
        shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0
        for option in ("--data", "--out", "--configs", "--threads", "--cache"):
            assert option in shown.output
        arguments = ["--data", str(tmp_path), "--out", str(tmp_path), "--threads", "0"]
        assert CliRunner().invoke(app, arguments).exit_code == 2

    def test_stored_configurations_are_plain_data(self) -> None:
        for kind in ("ava", "siamese"):
            stored = read_config(CONFIGS / f"builtin_{kind}.yaml").as_stored()
            assert json.loads(json.dumps(stored)) == stored
