"""Which labels are held out: whole series or themes, and never a photo that is trained on."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from album_organizer.evaluation.label_file import JudgedPair, RatedPhoto

Label = RatedPhoto | JudgedPair


def units_of(labels: Sequence[Label], content_ids: Mapping[str, str]) -> list[str]:
    """What must stay on one side of the split, for each label.

    Labels hang together if they belong to one series or theme, or show the same photo (by its
    content, whatever it is called), directly or through others.

    Args:
        labels: Photos with scores or pairs.
        content_ids: By path.

    Returns:
        A name per label; equal names hang together. The name is the smallest of a series or path.
    """
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        parents.setdefault(key, key)
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for label in labels:
        keys = [f"photo {content_ids[path]}" for path in label.photos]
        if label.group is not None:
            keys.append(f"series {label.group}")
        for key in keys[1:]:
            parents[root(key)] = root(keys[0])
    roots = [root(f"photo {content_ids[label.photos[0]]}") for label in labels]
    names: dict[str, str] = {}
    for label, key in zip(labels, roots, strict=True):
        name = label.group if label.group is not None else min(label.photos)
        names[key] = min(names.get(key, name), name)
    # Two photos without series may be called like a series; the root keeps them apart.
    taken = Counter(names.values())
    unique = {key: name if taken[name] == 1 else f"{name} {key}" for key, name in names.items()}
    return [unique[key] for key in roots]


def draw_validation(units: Sequence[str], share: float, seed: int) -> frozenset[str]:
    """Draws whole units until about this share of the labels is held out.

    Args:
        units: The unit of each label.
        share: Wanted share of the labels, above 0.
        seed: Fixes the draw.

    Returns:
        Names of the held out units: at least one, and never all where there are two.
    """
    sizes = Counter(units)
    names = sorted(sizes)
    wanted, held = share * len(units), 0
    chosen: set[str] = set()
    for index in np.random.default_rng(seed).permutation(len(names)):
        name = names[index]
        # A unit that overshoots by more than what is missing is left in the training data.
        if held + sizes[name] / 2 <= wanted and len(chosen) < len(names) - 1:
            chosen.add(name)
            held += sizes[name]
    return frozenset(chosen or {min(names, key=lambda name: (sizes[name], name))})


def on_both_sides(labels: Sequence[Label], units: Sequence[str]) -> list[str]:
    """Units of which a given split puts labels into training and validation, sorted."""
    sides = defaultdict(set)
    for label, unit in zip(labels, units, strict=True):
        sides[unit].add(label.split)
    return sorted(unit for unit, found in sides.items() if len(found) > 1)
