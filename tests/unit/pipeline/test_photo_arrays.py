"""The figures of photos as arrays say what the cards say."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.scores import Weights, composite_score
from album_organizer.pipeline.photo_arrays import PhotoArrays
from tests.support.albums import by_path, scored_photo


def test_no_photos_make_empty_arrays() -> None:
    arrays = PhotoArrays.of({})
    assert arrays.paths == ()
    assert arrays.composites(Weights()).shape == (0,)


def test_rows_are_in_path_order_and_copies_share_their_content() -> None:
    photos = by_path(
        scored_photo("c.jpg", content_id="1"),
        scored_photo("a.jpg", content_id="2"),
        scored_photo("b.jpg", content_id="1"),
    )
    arrays = PhotoArrays.of(dict(reversed(photos.items())))
    assert arrays.paths == ("a.jpg", "b.jpg", "c.jpg")
    assert arrays.row_of == {"a.jpg": 0, "b.jpg": 1, "c.jpg": 2}
    assert arrays.content.tolist() == [1, 0, 0]
    assert arrays.by_content.tolist() == [2, 0, 1]


def test_what_is_not_known_is_neutral_or_empty() -> None:
    photos = by_path(
        scored_photo("a.jpg", portrait=None, seconds=None),
        scored_photo("b.jpg", portrait=0.9, seconds=60.0),
        scored_photo("c.jpg", seconds=90.5),
    )
    arrays = PhotoArrays.of(photos)
    assert arrays.portrait.tolist() == [0.5, 0.9, 0.5]
    assert math.isnan(arrays.seconds[0])
    assert arrays.seconds[2] - arrays.seconds[1] == 30.5


def test_looks_are_those_of_the_photos() -> None:
    photos = by_path(*(scored_photo(f"{i}.jpg", look=i) for i in range(3)))
    arrays = PhotoArrays.of(photos)
    assert arrays.embeddings.dtype == np.float32
    for row, path in enumerate(arrays.paths):
        assert np.array_equal(arrays.embeddings[row], photos[path].analysis.embedding)


@given(
    st.lists(st.tuples(st.floats(1, 10), st.floats(0, 1), st.none() | st.floats(0, 1)), min_size=1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_composites_are_those_of_the_cards_to_the_last_bit(
    rows: list[tuple[float, float, float | None]], ava: float, share: float
) -> None:
    weights = Weights(ava, (1.0 - ava) * share, (1.0 - ava) * (1.0 - share))
    photos = by_path(
        *(
            scored_photo(f"{i:03}.jpg", ava=a, technical=t, portrait=p)
            for i, (a, t, p) in enumerate(rows)
        )
    )
    expected = [composite_score(a, t, p, weights) for a, t, p in rows]
    assert PhotoArrays.of(photos).composites(weights).tolist() == expected
