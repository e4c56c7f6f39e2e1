"""Cleans labels and says what was wrong with them, before anything is learned."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic

from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.label_file import JudgedPair, LabelT, RatedPhoto
from album_organizer.training.baselines import MIN_UNITS
from album_organizer.training.config import DataSection
from album_organizer.training.labels import name_some
from album_organizer.training.photo_facts import PhotoFacts
from album_organizer.training.splits import draw_validation, on_both_sides, units_of

MIN_TRAINING, MIN_VALIDATION = 8, 4
"""Fewer labels than that on a side are refused."""

FEW_VALIDATION = 100
"""With fewer held out labels, the intervals of all figures are wide."""

_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed about the data.

    Attributes:
        name: Short, fixed; for programs that read the report.
        sentence: For a person.
        count: How many labels or photos it is about.
        examples: Some of them.
    """

    name: str
    sentence: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataSet(Generic[LabelT]):
    """Labels that can be learned from, in the order of their file.

    Attributes:
        labels: Cleaned; every photo can be read.
        units: The series or theme of each label, which is never split.
        held_out: Whether each label is held out.
        facts: Of every photo, by path.
        findings: What was noticed.
    """

    labels: list[LabelT]
    units: list[str]
    held_out: list[bool]
    facts: Mapping[str, PhotoFacts]
    findings: list[Finding] = field(default_factory=list)

    @property
    def training(self) -> list[LabelT]:
        """The labels to learn from."""
        return [label for label, out in zip(self.labels, self.held_out, strict=True) if not out]

    @property
    def validation(self) -> list[LabelT]:
        """The held out labels."""
        return [label for label, out in zip(self.labels, self.held_out, strict=True) if out]

    @property
    def validation_units(self) -> list[str]:
        """The units of the held out labels."""
        return [unit for unit, out in zip(self.units, self.held_out, strict=True) if out]

    @property
    def fingerprint(self) -> str:
        """Changes with any label, photo or side of the split; sha256, hexadecimal."""
        rows = [
            [repr(replace(label, line=0)), out, [self.facts[p].content_id for p in label.photos]]
            for label, out in zip(self.labels, self.held_out, strict=True)
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def check_data(
    labels: list[LabelT], facts: Mapping[str, PhotoFacts], data: DataSection, seed: int
) -> DataSet[LabelT]:
    """Drops what cannot be used, splits the rest, and tells both.

    Args:
        labels: As read.
        facts: Of every photo in them.
        data: What is tolerated.
        seed: Of the split.

    Raises:
        UsageError: If the data cannot teach anything: too many photos cannot be read, too few
            labels remain, all are the same, or a given split is not one.
    """
    findings: list[Finding] = []
    labels = _readable(labels, facts, data, findings)
    labels = _consistent(labels, facts, findings)
    content_ids = {path: one.content_id or "" for path, one in facts.items()}
    units = units_of(labels, content_ids)
    given = sum(label.split is not None for label in labels) > 0
    if given:
        labels, units = _without_leaks(labels, units, data, findings)
        held_out = [label.split == "val" for label in labels]
    elif len(set(units)) < 2:
        raise UsageError(
            "All labels belong together (one series, or photos that are compared with each other "
            "all round), so none can be held out; label at least two series, or give a column "
            "split with train and val."
        )
    else:
        chosen = draw_validation(units, data.validation_share, seed)
        held_out = [unit in chosen for unit in units]
    data_set = DataSet(labels, units, held_out, facts, findings)
    findings.extend(_copies(data_set))
    findings.extend(_doubts(data_set))
    _check_amount(data_set)
    _check_variety(data_set)
    return data_set


def _readable(
    labels: list[LabelT],
    facts: Mapping[str, PhotoFacts],
    data: DataSection,
    findings: list[Finding],
) -> list[LabelT]:
    problems = {path: one.problem for path, one in facts.items() if one.problem is not None}
    if not problems:
        return labels
    share = len(problems) / len(facts)
    first = next(iter(problems))
    if share > data.max_unreadable_share:
        raise UsageError(
            f"{len(problems)} of {len(facts)} photos cannot be used, more than the "
            f"{data.max_unreadable_share:.0%} that data.max_unreadable_share allows: "
            f"{name_some(list(problems))}; the first one was looked for as {facts[first].file} "
            f"({problems[first]})"
        )
    kept = [label for label in labels if not problems.keys() & set(label.photos)]
    findings.append(
        Finding(
            "unreadable",
            f"{len(problems)} of {len(facts)} photos cannot be used and were left out with their "
            f"{len(labels) - len(kept)} labels: {name_some(list(problems))}.",
            len(problems),
            tuple(f"{path}: {why}" for path, why in list(problems.items())[:_EXAMPLES]),
        )
    )
    return kept


def _consistent(
    labels: list[LabelT], facts: Mapping[str, PhotoFacts], findings: list[Finding]
) -> list[LabelT]:
    if labels and isinstance(labels[0], RatedPhoto):
        return _merged(labels, findings)
    return _agreeing(labels, facts, findings)


def _merged(labels: list[LabelT], findings: list[Finding]) -> list[LabelT]:
    """One label per path; several are averaged."""
    by_path: dict[str, list[LabelT]] = defaultdict(list)
    for label in labels:
        by_path[label.photos[0]].append(label)
    repeated = [path for path, same in by_path.items() if len(same) > 1]
    if not repeated:
        return labels
    findings.append(
        Finding(
            "rated_twice",
            f"{len(repeated)} photos are rated more than once; the mean counts: "
            f"{name_some(repeated)}.",
            len(repeated),
            tuple(repeated[:_EXAMPLES]),
        )
    )
    return [_average(same) for same in by_path.values()]


def _average(same: list[LabelT]) -> LabelT:
    first = same[0]
    if not isinstance(first, RatedPhoto) or len(same) == 1:
        return first
    rated = [label for label in same if isinstance(label, RatedPhoto)]
    if len({(label.split, label.group) for label in rated}) > 1:
        lines = name_some([f"line {label.line}" for label in rated])
        raise UsageError(
            f"The photo {first.path} stands in two series or on both sides of the split ({lines}); "
            "correct the labels."
        )
    voted = [label.votes for label in rated if label.votes is not None]
    votes = None
    if len(voted) == len(rated):
        votes = tuple(sum(shares) / len(voted) for shares in zip(*voted, strict=True))
    return replace(first, score=sum(label.score for label in rated) / len(rated), votes=votes)


def _agreeing(
    labels: list[LabelT], facts: Mapping[str, PhotoFacts], findings: list[Finding]
) -> list[LabelT]:
    """Pairs of two different photos, each once, without those that contradict each other."""
    kept: list[LabelT] = []
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for label in labels:
        seen[_photos_of(label, facts)].add(_winner(label, facts))
    contradictory, repeated, same_photo = [], [], []
    used: set[tuple[str, str]] = set()
    for label in labels:
        photos = _photos_of(label, facts)
        name = f"line {label.line} ({' and '.join(label.photos)})"
        if photos[0] == photos[1]:
            same_photo.append(name)
        elif len(seen[photos]) > 1:
            contradictory.append(name)
        elif photos in used:
            repeated.append(name)
        else:
            used.add(photos)
            kept.append(label)
    for code, what, names in (
        ("same_photo", "pairs compare a photo with itself and were left out", same_photo),
        ("contradictory", "pairs contradict each other and were left out", contradictory),
        ("repeated", "pairs repeat an earlier one and were left out", repeated),
    ):
        if names:
            sentence = f"{len(names)} {what}: {name_some(names)}."
            findings.append(Finding(code, sentence, len(names), tuple(names[:_EXAMPLES])))
    return kept


def _photos_of(label: RatedPhoto | JudgedPair, facts: Mapping[str, PhotoFacts]) -> tuple[str, str]:
    first, second = sorted(str(facts[path].content_id) for path in label.photos)
    return first, second


def _winner(label: RatedPhoto | JudgedPair, facts: Mapping[str, PhotoFacts]) -> str:
    won = isinstance(label, JudgedPair) and label.a_wins
    return str(facts[label.photos[0 if won else 1]].content_id)


def _without_leaks(
    labels: list[LabelT], units: list[str], data: DataSection, findings: list[Finding]
) -> tuple[list[LabelT], list[str]]:
    shared = on_both_sides(labels, units)
    if not shared:
        return labels, units
    what = f"{len(shared)} series or photos are in training and validation: {name_some(shared)}"
    if data.duplicates == "refuse":
        raise UsageError(
            f"{what}; correct the column split, or set data.duplicates to drop to leave them out "
            "of the training."
        )
    kept = [
        (label, unit)
        for label, unit in zip(labels, units, strict=True)
        if label.split == "val" or unit not in shared
    ]
    findings.append(
        Finding(
            "leaks",
            f"{what}; their {len(labels) - len(kept)} training labels were left out.",
            len(labels) - len(kept),
            tuple(shared[:_EXAMPLES]),
        )
    )
    return [label for label, _ in kept], [unit for _, unit in kept]


def _copies(data_set: DataSet[LabelT]) -> Iterator[Finding]:
    """Photos that lie there under several names; the split keeps them on one side."""
    paths = sorted({path for label in data_set.labels for path in label.photos})
    count = Counter(data_set.facts[path].content_id for path in paths)
    copies = [path for path in paths if count[data_set.facts[path].content_id] > 1]
    if copies:
        yield Finding(
            "copies",
            f"{len(copies)} photos have the same content as another one; they stay on one side of "
            f"the split: {name_some(copies)}.",
            len(copies),
            tuple(copies[:_EXAMPLES]),
        )


def _doubts(data_set: DataSet[LabelT]) -> Iterator[Finding]:
    """What will keep the figures from telling much, said before hours go into training."""
    held, series = len(data_set.validation), len(set(data_set.validation_units))
    if MIN_VALIDATION <= held < FEW_VALIDATION:
        yield Finding(
            "few",
            f"Only {held} labels are held out, so that all figures are rough; {FEW_VALIDATION} or "
            "more tell more.",
            held,
        )
    if series < MIN_UNITS:
        yield Finding(
            "few_series",
            f"Only {series} series are held out, too few for a verdict on the model; raise "
            f"data.validation_share until there are {MIN_UNITS}.",
            series,
        )


def _check_amount(data_set: DataSet[LabelT]) -> None:
    training, validation = len(data_set.training), len(data_set.validation)
    if training < MIN_TRAINING or validation < MIN_VALIDATION:
        raise UsageError(
            f"There are too few labels: {training} to learn from and {validation} held out, at "
            f"least {MIN_TRAINING} and {MIN_VALIDATION} are needed; label more photos."
        )


def _check_variety(data_set: DataSet[LabelT]) -> None:
    for name, side in (("training", data_set.training), ("validation", data_set.validation)):
        scores = {label.score for label in _rated(side)}
        if len(scores) == 1:
            raise UsageError(
                f"All {len(side)} {name} labels are {scores.pop():.1f}, from which nothing can be "
                "learned; check the column of the scores."
            )


def _rated(labels: Sequence[RatedPhoto] | Sequence[JudgedPair]) -> list[RatedPhoto]:
    return [label for label in labels if isinstance(label, RatedPhoto)]
