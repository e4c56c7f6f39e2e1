"""Photos of a comparison with what both versions say of them."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr


@dataclass(frozen=True, slots=True)
class Entry:
    """One photo as it stands in a list, or large beside it.

    Attributes:
        path: Relative to the album folder.
        content_id: Finds its thumbnail; empty where the comparison does not know it.
        label: Why it stands here, in a few words: ``"v1 chose"``.
        tone: Colour of the label, by its name in the theme.
        icon: Sign before the label, or empty.
        lines: What else is said of it in a list.
        facts: What version a and version b say of it, or None where that is not known.
        shares: The same as two lengths, 0..1, or None.
        meaning: What the numbers of ``facts`` are.
    """

    path: str
    content_id: str
    label: str = ""
    tone: str = "text"
    icon: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[str, str] | None = None
    shares: tuple[float, float] | None = None
    meaning: str = ""

    @property
    def name(self) -> str:
        """The name of the file."""
        return PurePosixPath(self.path).name

    @property
    def spoken(self) -> str:
        """All of it for screen readers."""
        return ", ".join(part for part in (self.name, self.label, *self.lines) if part)


class Entries:
    """Makes entries for the photos of one comparison.

    Args:
        comparison: Where scores and probabilities are looked up.
    """

    def __init__(self, comparison: VersionComparison) -> None:
        self._changes = {change.path: change for change in comparison.changes}
        self._pairs = {frozenset((pair.first, pair.second)): pair for pair in comparison.pairs}
        self._ids = dict(comparison.content_ids)
        for pair in comparison.pairs:
            self._ids[pair.first] = pair.first_id
            self._ids[pair.second] = pair.second_id

    def single(
        self, path: str, label: str = "", tone: str = "text", icon: str = "", more: str = ""
    ) -> Entry:
        """An entry for one photo: scores and places by both versions, as far as known."""
        change = self._changes.get(path)
        if change is None:
            lines = (more,) if more else ()
            return Entry(path, self._ids.get(path, ""), label, tone, icon, lines)
        return Entry(
            path,
            change.content_id,
            label,
            tone,
            icon,
            tuple(line for line in (*_change_lines(change), more) if line),
            (
                tr("{score:.1f}, above {share} of all").format(
                    score=change.score_a, share=percent(change.rank_a)
                ),
                tr("{score:.1f}, above {share} of all").format(
                    score=change.score_b, share=percent(change.rank_b)
                ),
            ),
            (change.rank_a, change.rank_b),
            tr("AVA score, 1 to 10, and the share of the album's photos that it outranks"),
        )

    def chosen(self, by_a: str, by_b: str, labels: tuple[str, str], more: str = "") -> "EntryPair":
        """Two photos side by side: the one that version a prefers, and that of version b."""
        pair = self._pairs.get(frozenset((by_a, by_b)))
        if pair is None:
            return (
                self.single(by_a, labels[0], "version_a", more=more),
                self.single(by_b, labels[1], "version_b", more=more),
            )
        return (
            self._of_pair(pair, by_a, labels[0], "version_a", more),
            self._of_pair(pair, by_b, labels[1], "version_b", more),
        )

    def both(self, pair: PairChange) -> "EntryPair":
        """The two photos of a pair in the order in which it was asked."""
        return (
            self._of_pair(pair, pair.first, "", "text", ""),
            self._of_pair(pair, pair.second, "", "text", ""),
        )

    def _of_pair(self, pair: PairChange, path: str, label: str, tone: str, more: str) -> Entry:
        first = path == pair.first
        p_a, p_b = (pair.p_a, pair.p_b) if first else (1 - pair.p_a, 1 - pair.p_b)
        told = tr("Better: {a} → {b}").format(a=percent(p_a), b=percent(p_b))
        return Entry(
            path,
            pair.first_id if first else pair.second_id,
            label,
            tone,
            lines=(told, more) if more else (told,),
            facts=(
                tr("better: {p}").format(p=percent(p_a)),
                tr("better: {p}").format(p=percent(p_b)),
            ),
            shares=(p_a, p_b),
            meaning=tr("Probability that this photo is better than the other one of the pair"),
        )


EntryPair = tuple[Entry, Entry]


def _change_lines(change: PhotoChange) -> tuple[str, str]:
    return (
        tr("Score {a:.1f} → {b:.1f}").format(a=change.score_a, b=change.score_b),
        tr("Above {a} → {b}").format(a=percent(change.rank_a), b=percent(change.rank_b)),
    )
