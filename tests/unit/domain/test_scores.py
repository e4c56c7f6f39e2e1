import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.scores import ScoreCard, Weights, composite_score

avas = st.floats(1, 10)
shares = st.floats(0, 1)
portraits = st.none() | shares


def test_the_composite_is_the_documented_sum() -> None:
    assert composite_score(5.5, 0.8, 0.6) == pytest.approx(0.5 * 0.5 + 0.2 * 0.8 + 0.3 * 0.6)


def test_a_photo_without_faces_counts_as_neutral() -> None:
    assert composite_score(5.0, 0.5, None) == composite_score(5.0, 0.5, 0.5)
    assert composite_score(5.0, 0.5, 0.4) < composite_score(5.0, 0.5, None)
    assert composite_score(5.0, 0.5, 0.6) > composite_score(5.0, 0.5, None)


@given(avas, shares, portraits)
def test_the_composite_stays_on_its_scale(
    ava: float, technical: float, portrait: float | None
) -> None:
    assert 0.0 <= composite_score(ava, technical, portrait) <= 1.0 + 1e-9


@given(avas, avas, shares, portraits)
def test_a_higher_ava_score_never_lowers_the_composite(
    one: float, other: float, technical: float, portrait: float | None
) -> None:
    low, high = sorted((one, other))
    assert composite_score(low, technical, portrait) <= composite_score(high, technical, portrait)


def test_weights_decide_the_shares() -> None:
    only_ava = Weights(1.0, 0.0, 0.0)
    assert composite_score(10.0, 0.0, 0.0, only_ava) == pytest.approx(1.0)
    card = ScoreCard.of(10.0, 0.0, 0.0, only_ava)
    assert card == ScoreCard(10.0, 0.0, 0.0, card.composite)
