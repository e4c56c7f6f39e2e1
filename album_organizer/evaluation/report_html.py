"""A comparison of two versions as one HTML file that needs nothing else."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from album_organizer.evaluation.highlights import flipped_most, moved_most
from album_organizer.evaluation.report_page import TITLES, picture, render
from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison
from album_organizer.evaluation.words import (
    agreement_sentence,
    correlation,
    percent,
    speed,
    summary,
)

SHOWN = 12
"""Photos, and group winners, with pictures in one section; the others are named below."""

Thumbnail = Callable[[str], bytes | None]


def comparison_to_html(comparison: VersionComparison, thumbnail: Thumbnail) -> str:
    """Writes a comparison as a page that works offline, in light and dark, and on a telephone.

    Args:
        comparison: Of either kind.
        thumbnail: Content id -> bytes of its JPEG thumbnail, or None.

    Returns:
        The page, the same for the same comparison and thumbnails; every character of it can be
        written as UTF-8.
    """
    pictures = _Pictures(comparison, thumbnail)
    return render(
        "comparison.html.j2",
        a=comparison.a,
        b=comparison.b,
        versions=(comparison.a, comparison.b),
        kind=comparison.kind,
        title=TITLES.get(comparison.kind, comparison.kind),
        folder=PurePath(comparison.folder).name,
        summary=summary(comparison),
        agreement=agreement_sentence(comparison),
        figures=_figures(comparison),
        plots=_plots(comparison),
        duels=_duels(comparison, pictures),
        flips=_flips(comparison, pictures),
        album=[
            (f"Only {comparison.b.version} brings in", _listed(comparison.entering, pictures)),
            (f"Only {comparison.a.version} brings in", _listed(comparison.leaving, pictures)),
        ],
        picks_changed=comparison.picks_changed,
    )


class _Pictures:
    """Finds the pictures of paths, as data that a page can hold."""

    def __init__(self, comparison: VersionComparison, thumbnail: Thumbnail) -> None:
        self._ids = comparison.content_ids
        self._thumbnail = thumbnail

    def of(self, path: str, headline: str = "", detail: str = "") -> dict[str, str | None]:
        """What the template needs to show a photo; ``data`` is None without a picture."""
        content_id = self._ids.get(path)
        jpeg = None if content_id is None else self._thumbnail(content_id)
        return picture(path, jpeg, headline, detail)


def _figures(comparison: VersionComparison) -> list[tuple[str, str]]:
    """The figures at the top: what, and of what."""
    a, b, pairs = comparison.a.version, comparison.b.version, comparison.pair_figures
    figures = []
    if comparison.kind == "ava" and comparison.spearman is not None:
        words = "rank correlation: 1 is the same order, 0 nothing in common"
        figures.append((correlation(comparison.spearman.value), words))
    if pairs is not None and pairs.agreement is not None:
        words = f"of {len(comparison.pairs):,} pairs answered alike"
        figures.append((percent(pairs.agreement.value), words))
    if pairs is not None and pairs.consistency_a is not None and pairs.consistency_b is not None:
        both = f"{percent(pairs.consistency_a)} and {percent(pairs.consistency_b)}"
        figures.append((both, f"consistent in the other order: {a} and {b}"))
    if comparison.groups:
        flips = f"{len(comparison.flips):,} of {comparison.groups:,}"
        figures.append((flips, "group winners change"))
    figures.append((f"{comparison.picks_changed:,}", "photos enter or leave the album"))
    if comparison.img_s_a is not None and comparison.img_s_b is not None:
        both = f"{speed(comparison.img_s_a)} and {speed(comparison.img_s_b)}"
        figures.append((both, f"photos per second on this machine: {a} and {b}"))
    return figures


def _plots(comparison: VersionComparison) -> list[dict[str, Any]]:
    """Scatter plot and distributions, or nothing where there is nothing to draw."""
    if not comparison.changes and not comparison.pairs:
        return []
    from album_organizer.evaluation import plots  # noqa: PLC0415 (imports Matplotlib)

    a, b = comparison.a.version, comparison.b.version
    if comparison.changes:
        x = [change.score_a for change in comparison.changes]
        y = [change.score_b for change in comparison.changes]
        shown = {change for duel in moved_most(comparison) for change in duel}
        marked = [change in shown for change in comparison.changes]
        scale, things, special = plots.AVA_SCALE, "photos", "the photos that moved most"
    else:
        x, y = [pair.p_a for pair in comparison.pairs], [pair.p_b for pair in comparison.pairs]
        marked = [pair.flipped for pair in comparison.pairs]
        scale, things, special = plots.PROBABILITY_SCALE, "pairs", "pairs with different answers"
    sampled = len(x) > plots.POINTS
    return [
        {
            "svg": plots.scatter(x, y, marked, (a, b), scale),
            "label": f"Scatter plot of {len(x):,} {things}: {a} across, {b} upwards.",
            "legend": [("a", f"one of the {things}"), ("mark", special)],
            "caption": f"On the dashed line, {a} and {b} say the same."
            + (f" A sample of the {len(x):,} {things} is shown." if sampled else ""),
        },
        {
            "svg": plots.distributions(x, y, scale),
            "label": f"Distribution of what {a} (dashed) and {b} (solid) say of {things}.",
            "legend": [("line-a", a), ("line-b", b)],
            "caption": f"How many {things} get which {scale.name[0].lower() + scale.name[1:]}."
            if scale is plots.PROBABILITY_SCALE
            else f"How many {things} get which score.",
        },
    ]


def _duels(comparison: VersionComparison, pictures: _Pictures) -> list[dict[str, Any]]:
    """Pairs of photos to look at first, each with what both versions say."""
    a, b = comparison.a.version, comparison.b.version
    if comparison.kind == "siamese":
        return [
            _duel_of_pair(pair, a, b, pictures) for pair in flipped_most(comparison, SHOWN // 2)
        ]
    return [
        {
            "photos": [pictures.of(change.path, *_moved(change, a, b)) for change in duel],
            "note": "",
        }
        for duel in moved_most(comparison, SHOWN // 2)
    ]


def _moved(change: PhotoChange, a: str, b: str) -> tuple[str, str]:
    direction = "Rises" if change.moved > 0 else "Falls"
    return (
        f"{direction}: {change.score_a:.1f} by {a}, {change.score_b:.1f} by {b}",
        f"Above {percent(change.rank_a)}, then {percent(change.rank_b)} of the photos",
    )


def _duel_of_pair(pair: PairChange, a: str, b: str, pictures: _Pictures) -> dict[str, Any]:
    preferred_a, p_a = (pair.first, pair.p_a) if pair.p_a > 0.5 else (pair.second, 1 - pair.p_a)
    captions = {preferred_a: f"Preferred by {a}, {percent(p_a)}"}
    other = pair.second if preferred_a == pair.first else pair.first
    captions[other] = f"Preferred by {b}, {percent(max(pair.p_b, 1 - pair.p_b))}"
    where = "neighbours in time" if pair.group is None else f"group {pair.group}"
    return {
        "photos": [pictures.of(path, captions[path]) for path in (preferred_a, other)],
        "note": where,
    }


def _flips(comparison: VersionComparison, pictures: _Pictures) -> dict[str, Any]:
    a, b = comparison.a.version, comparison.b.version
    return {
        "groups": comparison.groups,
        "count": len(comparison.flips),
        "shown": [
            {
                "title": f"Group {flip.group}, {len(flip.paths)} photos",
                "photos": [
                    pictures.of(flip.winner_a, f"Best by {a}"),
                    pictures.of(flip.winner_b, f"Best by {b}"),
                ],
            }
            for flip in comparison.flips[:SHOWN]
        ],
        "more": [
            f"Group {flip.group}: {flip.winner_a} by {a}, {flip.winner_b} by {b}"
            for flip in comparison.flips[SHOWN:]
        ],
    }


def _listed(paths: Sequence[str], pictures: _Pictures) -> dict[str, Any]:
    return {
        "count": len(paths),
        "shown": [pictures.of(path) for path in paths[:SHOWN]],
        "more": list(paths[SHOWN:]),
    }
