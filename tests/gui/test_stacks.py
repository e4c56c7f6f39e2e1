"""Stacks and parts of days: what is seen of groups, and where headers stand."""

from datetime import date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.album import UserDecision
from album_organizer.gui.grid.section_header import section_words
from album_organizer.gui.item_models.day_sections import DayPart, Section, sections_of
from album_organizer.gui.item_models.item_table import table_of
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.item_models.preparation import UNKNOWN_TIME
from album_organizer.gui.item_models.stacks import StackPart, stacked
from tests.gui.builders import item

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


@st.composite
def grouped(draw: st.DrawFn) -> list[PhotoItem]:
    ranks: dict[int, int] = {}
    photos = []
    for number in range(draw(st.integers(0, 12))):
        group = draw(st.integers(0, 4))
        ranks[group] = ranks.get(group, 0) + 1
        decision = draw(st.sampled_from([None, PICK, REJECT]))
        photos.append(
            item(
                f"{number:02}.jpg", group=group, rank=ranks[group], size=9, ranked=group > 0,
                decision=decision,
            )
        )  # fmt: skip
    return photos


@given(grouped(), st.sets(st.integers(1, 4)), st.randoms())
def test_every_photo_is_seen_once_or_lies_in_a_closed_stack(
    photos: list[PhotoItem], expanded: set[int], chance: object
) -> None:
    table = table_of(photos)
    rows = np.array(sorted(range(table.count), key=lambda _: chance.random()), np.intp)  # type: ignore[attr-defined]
    seen = stacked(table, rows, expanded)
    assert len(set(seen.rows.tolist())) == len(seen.rows)
    closed = seen.sizes[seen.parts == StackPart.CLOSED].sum()
    assert closed + (seen.parts != StackPart.CLOSED).sum() == table.count
    for row, part, size in zip(seen.rows, seen.parts, seen.sizes, strict=True):
        group = int(table.group[row])
        members = [r for r in range(table.count) if group and table.group[r] == group]
        assert size == max(1, len(members))
        assert (part == StackPart.NONE) == (len(members) < 2)
        if part in {StackPart.CLOSED, StackPart.TOP}:
            assert (part == StackPart.TOP) == (group in expanded)
            assert not any(better(table_item(table, m), table_item(table, row)) for m in members)


def table_item(table: object, row: int) -> PhotoItem:
    return table.item(int(row))  # type: ignore[attr-defined]


def better(one: PhotoItem, other: PhotoItem) -> bool:
    """Whether one photo lies on top of the other."""

    def worth(photo: PhotoItem) -> tuple[int, int]:
        rank = photo.standing.rank if photo.standing is not None else 0
        return [PICK, None, REJECT].index(photo.decision), rank

    return worth(one) < worth(other)


def shown(photos: list[PhotoItem], expanded: set[int]) -> list[str]:
    table = table_of(photos)
    seen = stacked(table, np.arange(table.count), expanded)
    return [table.paths[row] for row in seen.rows]


def burst(*decisions: UserDecision | None) -> list[PhotoItem]:
    return [
        item("0.jpg", ranked=False),
        *(
            item(f"{rank}.jpg", group=1, rank=rank, size=len(decisions), decision=said)
            for rank, said in enumerate(decisions, start=1)
        ),
        item("9.jpg", ranked=False),
    ]


def test_the_best_lies_on_top_until_another_is_picked_or_it_is_rejected() -> None:
    assert shown(burst(None, None, None), set()) == ["0.jpg", "1.jpg", "9.jpg"]
    assert shown(burst(REJECT, None, None), set()) == ["0.jpg", "2.jpg", "9.jpg"]
    assert shown(burst(None, None, PICK), set()) == ["0.jpg", "3.jpg", "9.jpg"]
    assert shown(burst(REJECT, REJECT, REJECT), set()) == ["0.jpg", "1.jpg", "9.jpg"]


def test_an_open_stack_shows_the_others_behind_its_top() -> None:
    assert shown(burst(None, None, PICK), {1}) == ["0.jpg", "3.jpg", "1.jpg", "2.jpg", "9.jpg"]


def test_a_group_of_which_the_filter_shows_one_is_no_stack() -> None:
    table = table_of(burst(None, None))
    seen = stacked(table, np.array([0, 2, 3]), set())
    assert [table.paths[row] for row in seen.rows] == ["0.jpg", "2.jpg", "9.jpg"]
    assert set(seen.parts) == {StackPart.NONE}


def microseconds(*times: datetime | None) -> np.ndarray:
    known = [(t - datetime(1970, 1, 1)).total_seconds() * 1e6 if t else UNKNOWN_TIME for t in times]
    return np.array([int(value) for value in known], np.int64)


def test_days_are_cut_into_parts_and_unknown_times_stand_by_themselves() -> None:
    times = microseconds(
        datetime(2026, 7, 12, 4, 59), datetime(2026, 7, 12, 5), datetime(2026, 7, 12, 11, 59),
        datetime(2026, 7, 12, 12), datetime(2026, 7, 12, 17), datetime(2026, 7, 12, 23, 59),
        datetime(2026, 7, 13, 0), None, None,
    )  # fmt: skip
    day, next_day = date(2026, 7, 12), date(2026, 7, 13)
    photos = np.array([1, 1, 5, 1, 1, 1, 1, 1, 1])
    assert sections_of(times, photos) == (
        Section(0, 1, 1, day, DayPart.NIGHT),
        Section(1, 2, 6, day, DayPart.MORNING),
        Section(3, 1, 1, day, DayPart.AFTERNOON),
        Section(4, 2, 2, day, DayPart.EVENING),
        Section(6, 1, 1, next_day, DayPart.NIGHT),
        Section(7, 2, 2, None, DayPart.NIGHT),
    )
    assert sections_of(times[:0], photos[:0]) == ()


@given(
    st.lists(st.datetimes(datetime(1965, 1, 1), datetime(2030, 1, 1)), max_size=20), st.booleans()
)
def test_sections_cover_all_places_in_either_direction(
    times: list[datetime], descending: bool
) -> None:
    ordered = sorted(times, reverse=descending)
    sections = sections_of(microseconds(*ordered), np.ones(len(times), np.intp))
    covered = [place for s in sections for place in range(s.first, s.first + s.count)]
    assert covered == list(range(len(times)))
    for section in sections:
        for place in range(section.first, section.first + section.count):
            assert ordered[place].date() == section.day
    keys = [(section.day, section.part) for section in sections]
    assert len(set(keys)) == len(keys)


def test_headers_say_the_day_and_its_part() -> None:
    evening = Section(0, 1, 1, date(2026, 7, 12), DayPart.EVENING)
    assert section_words(evening, with_year=False) == "12 July, evening"
    assert section_words(evening, with_year=True) == "12 July 2026, evening"
    assert section_words(Section(0, 1, 1, None, DayPart.NIGHT), with_year=True) == (
        "Without capture time"
    )
