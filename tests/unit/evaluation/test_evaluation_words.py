from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.evaluation.evaluation_words import (
    Row,
    benchmark_table,
    cautions,
    extra_table,
    interval,
    lead,
    score_table,
    signed,
    tables,
    variant_table,
)
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.results import Estimate
from tests.unit.evaluation.evaluations import evaluation, pair_labels, score_labels

MINUS = "\N{MINUS SIGN}"


def row(rows: tuple[Row, ...], name: str) -> Row:
    return next(row for row in rows if row.name == name)


def test_one_version_in_one_sentence() -> None:
    found = evaluation(skills=(0.5,))
    rate = found.benchmark.overall.same_detail.values[0]
    assert rate is not None
    assert lead(found) == (
        f"Of 30 photos, v1 scores the original above its damaged version in {rate.value:.0%} of "
        f"the cases ({100 * rate.low:.0f} to {100 * rate.high:.0f}); all 27 kinds of damage count "
        "the same."
    )
    assert "v1 prefers the original to its" in lead(evaluation("siamese", skills=(0.5,)))


def test_a_better_version_is_called_better_by_how_much() -> None:
    found = evaluation(skills=(0.2, 0.9))
    difference = found.benchmark.overall.same_detail.differences[0]
    assert difference is not None
    low, high = 100 * difference.low, 100 * difference.high
    by = f"v2 is better than v1 by {low:.0f} to {high:.0f} percentage points (95% interval)."
    assert lead(found).endswith(by)


def test_a_worse_version_is_called_worse_with_the_same_ends() -> None:
    found = evaluation(skills=(0.9, 0.2))
    difference = found.benchmark.overall.same_detail.differences[0]
    assert difference is not None
    ends = f"{-100 * difference.high:.0f} to {-100 * difference.low:.0f} percentage points"
    assert f"v2 is worse than v1 by {ends}" in lead(found)


def test_no_difference_is_called_none() -> None:
    found = evaluation(skills=(0.4, 0.4))
    assert "no difference that chance could not explain" in lead(found)
    assert lead(evaluation(skills=(0.4, 0.4, 0.9))).count("v3 is better than v1") == 1


class TestCautions:
    def test_nobody_knows_what_a_version_learned_from(self) -> None:
        assert cautions(evaluation()) == [
            "What v1 and v2 learned from is not told in the file: figures are flattering where a "
            "version was trained on these photos."
        ]

    def test_a_version_that_names_its_data(self) -> None:
        found = cautions(evaluation(trained_on="AVA", skills=(0.5,)))
        assert found == [
            "v1 was trained on AVA; if these photos are part of that, its figures are flattering."
        ]

    def test_a_folder_that_bears_the_name_of_the_data(self) -> None:
        folder = Path("/data/ava/holidays")
        found = cautions(evaluation(trained_on="AVA", skills=(0.5,), folder=folder))
        assert found == [
            "v1 was trained on AVA, and these photos lie in a folder of that name: its figures are "
            "flattering."
        ]

    def test_few_photos(self) -> None:
        assert "With 3 photos, even the intervals are rough" in cautions(evaluation(photos=3))[1]

    @pytest.mark.parametrize(
        ("scale", "words"),
        [
            (None, "on a scale that the file does not tell, so no mean error is given"),
            ((1.0, 7.0), "on a scale from 1 to 7, the scores from 1 to 10, so no mean error"),
        ],
    )
    def test_another_scale(self, scale: tuple[float, float] | None, words: str) -> None:
        found = cautions(evaluation(agreement=score_labels(20, 2, scale)))
        assert words in found[-1]

    def test_the_same_scale_needs_no_words(self) -> None:
        assert len(cautions(evaluation(agreement=score_labels(20, 2, (1.0, 10.0))))) == 1

    def test_pairs_of_many_photos_are_drawn_by_lot(self) -> None:
        agreement = score_labels(20, 2, (1.0, 10.0))
        figures = replace(agreement.figures, paired_photos=15)
        found = cautions(evaluation(agreement=replace(agreement, figures=figures)))
        assert found[-1] == "Pairs of photos were made of 15 photos drawn by lot."

    def test_some_versions_tell_what_they_learned_from(self) -> None:
        found = evaluation(skills=(0.2, 0.5, 0.8), trained_on="AVA")
        versions = tuple(
            replace(version, trained_on=data)
            for version, data in zip(found.versions, (None, "AVA", None), strict=True)
        )
        told = cautions(replace(found, versions=versions))
        assert told[0].startswith("v2 was trained on AVA")
        assert told[1].startswith("What v1 and v3 learned from")

    @pytest.mark.parametrize(("photos", "count"), [(19, 2), (20, 1), (1, 2)])
    def test_twenty_photos_are_enough(self, photos: int, count: int) -> None:
        assert len(cautions(evaluation(photos=photos))) == count

    def test_pairs_without_groups(self) -> None:
        alone = cautions(evaluation("siamese", agreement=pair_labels(20, 2)))
        grouped = cautions(evaluation("siamese", agreement=pair_labels(20, 2, "g")))
        assert "no column group" in alone[-1]
        assert "names a single theme or group" in grouped[-1]
        assert len(grouped) == len(alone)

    def test_a_single_theme(self) -> None:
        agreement = score_labels(4, 2, (1.0, 10.0))
        assert agreement.themes == 1
        assert "names a single theme or group" in cautions(evaluation(agreement=agreement))[-1]
        rows = score_table(agreement).rows
        assert {verdict for one in rows for verdict in one.verdicts} == {0}


class TestTables:
    def test_the_benchmark(self) -> None:
        found = benchmark_table(evaluation(skills=(0.2, 0.9)))
        assert found.title == "The original scores higher, 30 photos"
        assert [row.name for row in found.rows][:3] == [
            "All 27, same detail", "All 27, as is", "Gaussian blur"
        ]  # fmt: skip
        assert len(found.rows) == 2 + 7
        assert all(len(row.values) == 2 and len(row.differences) == 1 for row in found.rows)
        assert found.rows[0].verdicts == (1,)
        assert found.rows[0].differences[0].startswith("+")
        assert [row.name for row in extra_table(evaluation()).rows] == [
            "Out of focus", "Motion blur", "Noise", "Colour cast", "Tilted"
        ]  # fmt: skip

    def test_every_variant_has_its_words(self) -> None:
        rows = variant_table(evaluation()).rows
        assert len({row.name for row in rows}) == len(rows) > 40

    def test_what_belongs_to_which_kind(self) -> None:
        assert len(tables(evaluation())) == 2
        assert len(tables(evaluation("siamese"))) == 3
        assert len(tables(evaluation(agreement=score_labels(20, 2, None)))) == 3
        titles = [t.title for t in tables(evaluation("siamese", agreement=pair_labels(20, 2)))]
        assert titles[2:] == [
            "Calibration on the 27 variants, 810 pairs",
            "Beside people's decisions, 20 pairs",
        ]

    def test_scores_beside_labels(self) -> None:
        with_error = score_table(score_labels(20, 2, (1.0, 10.0)))
        assert with_error.title == "Beside the labels of 20 photos in 5 themes"
        assert "Mean absolute error" in [row.name for row in with_error.rows]
        without = score_table(score_labels(20, 2, None))
        assert "Mean absolute error" not in [row.name for row in without.rows]
        assert without.rows[-1].verdicts == (0,)

    def test_a_lower_error_is_better(self) -> None:
        found = evaluation("siamese", skills=(0.3, 1.6))
        rows = tables(found)[2].rows
        brier = row(rows, "Brier score")
        assert brier.differences[0].startswith(MINUS)
        assert brier.verdicts == (1,)
        assert row(rows, "Too close to call (45 to 55%)").verdicts == (0,)

    def test_a_difference_shown_as_nothing_is_no_difference(self) -> None:
        """An interval from -0.003 to -0.001 is shown as 0.00 and must not be coloured."""
        found = evaluation(skills=(0.4, 0.4), agreement=score_labels(20, 2, None))
        for table in tables(found):
            for one in table.rows:
                for text, verdict in zip(one.differences, one.verdicts, strict=True):
                    if "(0" in text or "to 0)" in text or "to 0.00)" in text:
                        assert verdict == 0


class TestUndefined:
    NOTHING = Measured((None, None), (None,))

    def test_a_difference_that_is_not_defined_is_left_out(self) -> None:
        found = evaluation()
        rates = replace(found.benchmark.overall.same_detail, differences=(None,))
        overall = replace(found.benchmark.overall, same_detail=rates)
        said = lead(replace(found, benchmark=replace(found.benchmark, overall=overall)))
        assert said.endswith("all 27 kinds of damage count the same.")

    def test_figures_that_are_not_defined_are_said_and_never_coloured(self) -> None:
        agreement = score_labels(20, 2, None)
        figures = replace(agreement.figures, spearman=self.NOTHING, pair_accuracy=self.NOTHING)
        rows = score_table(replace(agreement, figures=figures)).rows
        for name in ("Spearman (order)", "Pairs of photos in the right order"):
            found = row(rows, name)
            assert found.values == ("not defined", "not defined")
            assert (found.differences, found.verdicts) == (("not defined",), (0,))


@given(
    st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from([1, -1])
)  # fmt: skip
def test_colours_never_contradict_the_shown_interval(
    middle: float, below: float, above: float, direction: int
) -> None:
    """A difference is better or worse only where no end of its interval is shown as 0."""
    agreement = score_labels(8, 2, (1.0, 10.0))
    difference = Estimate(middle, middle - below, middle + above)
    name = "spearman" if direction == 1 else "error"
    old = getattr(agreement.figures, name)
    figures = replace(agreement.figures, **{name: replace(old, differences=(difference,))})
    title = "Spearman (order)" if direction == 1 else "Mean absolute error"
    found = row(score_table(replace(agreement, figures=figures)).rows, title)
    ends = found.differences[0].split("(")[1].rstrip(")").split(" to ")
    low, high = (float(end.replace(MINUS, "-")) for end in ends)
    assert found.verdicts[0] == direction * (1 if low > 0 else -1 if high < 0 else 0)


def test_intervals_in_words() -> None:
    assert interval(Estimate(0.66, 0.63, 0.694)) == "66% (63 to 69)"
    assert interval(Estimate(0.999, 0.98, 1.0), "of it") == "over 99% of it (98 to 100)"
    assert interval(None) == "not defined"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(3.4, 0, "+3"), (-3.4, 0, f"{MINUS}3"), (-0.2, 0, "0"), (0.004, 2, "0.00"), (0.1, 2, "+0.10")],
)
def test_signs(value: float, digits: int, text: str) -> None:
    assert signed(value, digits) == text
