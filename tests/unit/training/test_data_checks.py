from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto
from album_organizer.training.config import DataSection
from album_organizer.training.data_checks import DataSet, check_data
from album_organizer.training.photo_facts import PhotoFacts

DATA = DataSection(labels="l.csv", images="i")


def facts(
    paths: Sequence[str], broken: Sequence[str] = (), copies: dict[str, str] | None = None
) -> dict[str, PhotoFacts]:
    content = copies or {}
    return {
        path: PhotoFacts(path, 1, 1, None, 0.0, f"'{path}' is empty.")
        if path in broken
        else PhotoFacts(path, 1, 1, content.get(path, path), 0.5, None)
        for path in paths
    }


def photos(count: int = 40) -> list[RatedPhoto]:
    return [
        RatedPhoto(f"p{i:02}", 1 + i % 9, None, f"s{i // 2}", None, i + 2) for i in range(count)
    ]


def pairs(count: int = 40) -> list[JudgedPair]:
    return [JudgedPair(f"a{i}", f"b{i}", i % 2 == 0, 1.0, None, None, i + 2) for i in range(count)]


def checked(
    labels: list[RatedPhoto], data: DataSection = DATA, **changes: object
) -> DataSet[RatedPhoto]:
    known = facts([label.path for label in labels], **changes)  # type: ignore[arg-type]
    return check_data(labels, known, data, 1)


def checked_pairs(labels: list[JudgedPair], **changes: object) -> DataSet[JudgedPair]:
    known = facts([path for label in labels for path in label.photos], **changes)  # type: ignore[arg-type]
    return check_data(labels, known, DATA, 1)


def names(data: DataSet[RatedPhoto] | DataSet[JudgedPair]) -> list[str]:
    return [finding.name for finding in data.findings]


def test_series_are_not_split() -> None:
    data = checked(photos())
    sides = dict(zip(data.units, data.held_out, strict=True))
    assert [sides[unit] for unit in data.units] == data.held_out
    assert (len(data.training), len(data.validation)) == (32, 8)
    assert len(data.validation_units) == 8
    assert names(data) == ["few", "few_series"]


def test_few_unreadable_photos_are_left_out_and_told() -> None:
    data = checked(photos(), broken=["p03"])
    assert len(data.labels) == 39
    finding = data.findings[0]
    assert (finding.name, finding.count) == ("unreadable", 1)
    assert finding.examples == ("p03: 'p03' is empty.",)


def test_many_unreadable_photos_are_refused() -> None:
    with pytest.raises(UsageError, match=r"3 of 40 photos cannot be used.*p01, p02, p03"):
        checked(photos(), broken=["p01", "p02", "p03"])
    data = checked(
        photos(), DATA.model_copy(update={"max_unreadable_share": 0.5}), broken=["p01", "p02"]
    )
    assert len(data.labels) == 38


def test_ratings_of_one_photo_are_averaged() -> None:
    labels = photos()
    labels.append(replace(labels[0], score=4.0, line=99))
    data = checked(labels)
    assert data.labels[0].score == 2.5
    assert len(data.labels) == 40
    assert "rated_twice" in names(data)


def test_votes_for_one_photo_are_averaged_too() -> None:
    """Two people's votes count the same, however many each of them counted."""
    low, high = (1.0, *[0.0] * 9), (*[0.0] * 9, 1.0)
    labels = [replace(label, votes=low) for label in photos()]
    labels.append(replace(labels[0], votes=high, score=10.0, line=99))
    first = checked(labels).labels[0]
    assert first.votes == (0.5, *[0.0] * 8, 0.5)
    assert first.score == 5.5


def test_votes_are_given_up_where_one_rating_has_none() -> None:
    labels = [replace(label, votes=tuple([0.1] * 10)) for label in photos()]
    labels.append(replace(labels[0], votes=None, score=9.0, line=99))
    first = checked(labels).labels[0]
    assert (first.votes, first.score) == (None, 5.0)


def test_one_photo_rated_on_both_sides_is_refused() -> None:
    labels = given_split(leak=False)
    labels.append(replace(labels[0], split="val", line=99))
    with pytest.raises(UsageError, match="both sides of the split"):
        checked(labels)


def test_an_unreadable_photo_takes_its_pairs_with_it() -> None:
    data = checked_pairs(pairs(), broken=["b3"])
    assert len(data.labels) == 39
    assert "b3" not in {path for label in data.labels for path in label.photos}
    assert data.findings[0].sentence == (
        "1 of 80 photos cannot be used and were left out with their 1 labels: b3."
    )


@pytest.mark.parametrize(("broken", "refused"), [(2, False), (3, True)])
def test_the_bound_of_unreadable_photos_belongs_to_it(broken: int, refused: bool) -> None:
    gone = [f"p{i:02}" for i in range(broken)]
    if refused:
        with pytest.raises(UsageError, match="more than the 5% that"):
            checked(photos(), broken=gone)
    else:
        assert len(checked(photos(), broken=gone).labels) == 38


def test_all_photos_gone_is_refused_even_where_that_is_allowed() -> None:
    data = DATA.model_copy(update={"max_unreadable_share": 1.0})
    with pytest.raises(UsageError):
        checked(photos(), data, broken=[label.path for label in photos()])


def test_a_held_out_side_of_one_score_is_refused() -> None:
    labels = given_split(leak=False)
    labels = [replace(p, score=4.0) if p.split == "val" else p for p in labels]
    with pytest.raises(UsageError, match=r"All 20 validation labels are 4\.0"):
        checked(labels)


def test_a_split_without_held_out_labels_is_refused() -> None:
    with pytest.raises(UsageError, match="40 to learn from and 0 held out"):
        checked([replace(label, split="train") for label in photos()])


def test_names_of_many_copies_are_cut() -> None:
    copies = {f"p{i:02}": "same" for i in range(12)}
    finding = next(f for f in checked(photos(), copies=copies).findings if f.name == "copies")
    assert finding.count == 12
    assert finding.sentence.endswith("p00, p01, p02 and 9 more.")
    assert len(finding.examples) == 10


@given(st.integers(0, 50), st.lists(st.integers(0, 9), min_size=40, max_size=40))
@settings(max_examples=40)
def test_no_photo_and_no_series_is_ever_on_both_sides(seed: int, contents: list[int]) -> None:
    labels = photos()
    copies = {p.path: f"c{c}" if c < 5 else p.path for p, c in zip(labels, contents, strict=True)}
    known = facts([label.path for label in labels], copies=copies)
    try:
        data = check_data(labels, known, DATA, seed)
    except UsageError:
        return  # everything hangs together, or too little is left on a side
    for key in (lambda p: known[p.path].content_id, lambda p: p.group):
        assert not {key(p) for p in data.training} & {key(p) for p in data.validation}


def test_one_photo_in_two_series_is_refused() -> None:
    labels = photos()
    labels.append(replace(labels[0], group="other", line=99))
    with pytest.raises(UsageError, match=r"p00 stands in two series.*line 2, line 99"):
        checked(labels)


def test_copies_stay_on_one_side() -> None:
    data = checked(photos(), copies={"p00": "same", "p39": "same"})
    assert data.held_out[0] == data.held_out[39]
    assert "copies" in names(data)


def given_split(leak: bool) -> list[RatedPhoto]:
    labels = [
        replace(label, split="val" if number % 4 in (2, 3) else "train")
        for number, label in enumerate(photos())
    ]
    if leak:
        labels[0] = replace(labels[0], split="val")
    return labels


def test_a_given_split_is_taken() -> None:
    data = checked(given_split(leak=False))
    assert data.held_out == [number % 4 in (2, 3) for number in range(40)]


def test_a_leaking_split_is_refused_or_mended() -> None:
    with pytest.raises(UsageError, match="1 series or photos are in training and validation: s0"):
        checked(given_split(leak=True))
    data = checked(given_split(leak=True), DATA.model_copy(update={"duplicates": "drop"}))
    assert "p01" not in {label.path for label in data.training}
    assert "p00" in {label.path for label in data.validation}
    assert "leaks" in names(data)


def test_one_series_cannot_be_split() -> None:
    with pytest.raises(UsageError, match="All labels belong together"):
        checked([replace(label, group="s") for label in photos()])


@pytest.mark.parametrize("count", [2, 8])
def test_too_few_labels(count: int) -> None:
    with pytest.raises(UsageError, match="There are too few labels"):
        checked([replace(label, group=None) for label in photos(count)])


def test_constant_scores() -> None:
    with pytest.raises(UsageError, match=r"All 32 training labels are 5\.0"):
        checked([replace(label, score=5.0) for label in photos()])


def test_contradictions_repetitions_and_a_photo_against_itself() -> None:
    labels = pairs()
    first, second, third = labels[0], labels[1], labels[2]
    labels += [
        replace(first, a=first.b, b=first.a, line=100),  # b is better now
        replace(
            second, a=second.b, b=second.a, a_wins=not second.a_wins, line=101
        ),  # says the same
        replace(third, b=third.a, line=102),
    ]
    data = checked_pairs(labels)
    assert {finding.name: finding.count for finding in data.findings} == {
        "same_photo": 1,
        "contradictory": 2,
        "repeated": 1,
        "few": 8,
    }
    assert len(data.labels) == 39


def test_a_pair_of_copies_compares_a_photo_with_itself() -> None:
    data = checked_pairs(pairs(), copies={"a0": "same", "b0": "same"})
    assert "same_photo" in names(data)


def test_the_fingerprint_changes_with_labels_photos_and_split() -> None:
    base = checked(photos()).fingerprint
    changed = photos()
    changed[5] = replace(changed[5], score=9.5)
    assert checked(photos()).fingerprint == base
    assert checked(changed).fingerprint != base
    assert checked(photos(), copies={"p00": "new"}).fingerprint != base
    known = facts([label.path for label in photos()])
    assert check_data(photos(), known, DATA, seed=2).fingerprint != base
    moved = [replace(label, line=label.line + 7) for label in photos()]
    assert checked(moved).fingerprint == base
