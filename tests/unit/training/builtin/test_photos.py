from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.training.builtin.photos import read_photos, theme_folds

THEMES = st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=60)


@given(themes=THEMES, folds=st.integers(2, 6), seed=st.integers(0, 99))
def test_no_theme_is_ever_split(themes: list[str], folds: int, seed: int) -> None:
    fold = theme_folds(themes, folds, seed)
    assert fold.shape == (len(themes),)
    assert set(fold.tolist()) <= set(range(folds))
    for theme in set(themes):
        assert len({f for f, t in zip(fold, themes, strict=True) if t == theme}) == 1


@given(themes=THEMES, folds=st.integers(2, 6), seed=st.integers(0, 99))
def test_folds_differ_by_at_most_the_largest_theme(
    themes: list[str], folds: int, seed: int
) -> None:
    sizes = np.bincount(theme_folds(themes, folds, seed), minlength=folds)
    assert sizes.max() - sizes.min() <= max(themes.count(t) for t in themes)


@given(themes=THEMES, seed=st.integers(0, 99))
def test_folds_of_themes_do_not_depend_on_the_order_of_photos(themes: list[str], seed: int) -> None:
    forward = dict(zip(themes, theme_folds(themes, 3, seed), strict=True))
    backward = dict(zip(themes[::-1], theme_folds(themes[::-1], 3, seed), strict=True))
    assert forward == backward


def test_another_seed_gives_other_folds() -> None:
    themes = [str(i) for i in range(40)]
    assert not np.array_equal(theme_folds(themes, 5, 0), theme_folds(themes, 5, 1))


def test_reads_rated_photos_first_and_then_every_folder(data: Path) -> None:
    photos = read_photos(data)
    assert [p.source for p in photos] == ["beauty"] * 12 + ["cq100"] * 3 + ["misc"] * 2
    assert photos[3].beauty == 2.5
    assert photos[3].theme == photos[7].theme == "theme 3"
    assert photos[-1].beauty is None
    assert photos[0].pixels().shape == (72, 96, 3)
    unrated = [p.theme for p in photos if p.beauty is None]
    assert len(set(unrated)) == len(unrated)


def test_missing_labels_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"labels\.csv is missing"):
        read_photos(tmp_path)
