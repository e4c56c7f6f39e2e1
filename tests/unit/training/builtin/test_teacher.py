"""What the training is taught: damage, pairs and figures, from many sides."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.imaging import degradations as damage
from album_organizer.imaging.degradations import FAMILIES, Pixels, random_pair
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin.build import app
from album_organizer.training.builtin.config import FitSettings, read_config
from album_organizer.training.builtin.features import FeatureBank
from album_organizer.training.builtin.heads import Hidden, fit_comparison, fit_craft, temperature
from album_organizer.training.builtin.photos import read_photos, theme_folds
from album_organizer.training.builtin.validation import (
    Figure,
    correlation,
    held_out_margins,
    held_out_scores,
)
from tests.support.photos import scene
from tests.unit.training.builtin.made_up import bank_of, chosen, line

CONFIGS = bundled_root() / "configs" / "training"


def photo(seed: int = 1, size: tuple[int, int] = (96, 64)) -> Pixels:
    return np.asarray(scene(seed, size), np.uint8)


FIT = FitSettings(hidden=6, epochs=40, learning_rate=0.02, weight_decay=0.01, dropout=0.0)


def spoiled_bank(count: int) -> FeatureBank:
    """Feature 0 falls with damage; the others are noise."""
    rng = np.random.default_rng(0)
    clean = rng.normal(size=(count, 4))
    return bank_of(clean, clean - [1, 0, 0, 0] + 0.3 * rng.normal(size=clean.shape))


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

    @settings(max_examples=30, deadline=None)
    @given(st.sampled_from(sorted(FAMILIES)), st.integers(0, 2**32 - 1))
    def test_matching_the_detail_changes_the_better_photo_only(
        self, family: str, seed: int
    ) -> None:
        matched, plain = (
            random_pair(photo(), family, np.random.default_rng(seed), match_detail=match)
            for match in (True, False)
        )
        assert matched.gap == plain.gap
        assert np.array_equal(matched.worse, plain.worse)
        assert min(plain.better.shape[:2]) >= min(matched.better.shape[:2])
        assert min(matched.better.shape[:2]) <= min(plain.worse.shape[:2])

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
            lambda p: damage.camera_shake(p, 9.0, np.random.default_rng(2)),
            lambda p: damage.gaussian_blur(p, 2.0),
            lambda p: damage.exposure(p, 0.0),
            lambda p: damage.white_balance(p, 1.0, 1.0, 1.0),
            lambda p: damage.jpeg(p, 95),
        ],
        ids=["defocus", "motion", "shake", "blur", "exposure 0", "white balance 1", "jpeg"],
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
        bank, asked = spoiled_bank(6), []

        def fit(learnt: np.ndarray) -> Hidden:
            asked.append(learnt.copy())
            return line([1.0, 0, 0, 0], float(len(asked)))

        scores = held_out_scores(bank, np.array([0, 1, 2, 0, 1, 2]), fit)
        assert len(asked) == 3
        assert (np.sum(asked, axis=0) == 2).all()  # every photo is learnt from by two of three
        expected = bank.features[:, 0] + np.repeat([1, 2, 3, 1, 2, 3], 3)
        assert scores == pytest.approx(expected, rel=1e-3)

    def test_of_two_equal_folds_each_judges_the_other(self) -> None:
        bank, fold = spoiled_bank(300), np.arange(300) % 2

        def fit(learnt: np.ndarray) -> Hidden:
            return fit_comparison(bank, learnt, FIT, 1)

        held_out = held_out_margins(bank, {"random": bank.random}, fold, fit)["random"]
        for number in (0, 1):
            head = fit(fold != number)
            pairs = bank.random.of_photos(fold == number)
            difference = bank.features[pairs.better].astype(np.float32) - bank.features[pairs.worse]
            assert held_out[fold == number] == pytest.approx(head(difference), abs=1e-4)
        assert (held_out > 0).mean() > 0.9


class TestFigures:
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

    @given(
        st.lists(st.floats(-8, -0.1) | st.floats(0.1, 8), min_size=1, max_size=30),
        st.floats(1, 2),
    )
    def test_louder_answers_need_no_smaller_divisor(
        self, answers: list[float], louder: float
    ) -> None:
        plain, loud = (
            temperature(np.array(answers)),
            temperature(louder * np.array(answers)),
        )
        assert loud >= plain / 1.03  # a step of the search


class TestHeads:
    def test_decay_keeps_the_weights_small(self) -> None:
        bank, everything = spoiled_bank(300), chosen(300, (0, 300))
        sizes = [
            float(np.linalg.norm(fit_comparison(bank, everything, settings, 1).last))
            for settings in (
                FIT.model_copy(update={"weight_decay": decay}) for decay in (0.0, 1.0, 20.0)
            )
        ]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[-1] < 0.5 * sizes[0]

    def test_more_passes_learn_more(self) -> None:
        bank, everything = spoiled_bank(300), chosen(300, (0, 300))

        def loss(epochs: int) -> float:
            score = fit_craft(bank, everything, FIT.model_copy(update={"epochs": epochs}), 1)
            margins = score(bank.features[bank.random.better]) - score(
                bank.features[bank.random.worse]
            )
            return float(np.logaddexp(0, -margins).mean())

        assert loss(2) > loss(10) > loss(40)

    def test_few_photos_fill_one_small_batch(self) -> None:
        bank = spoiled_bank(9)
        score = fit_craft(bank, chosen(9, (0, 9)), FIT, 1)
        assert np.isfinite(score(bank.features)).all()


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
        for text in lines:
            if text and not text[0].isspace():
                inside = text.startswith(f"{missing}:")
            if not inside:
                kept.append(text)
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
