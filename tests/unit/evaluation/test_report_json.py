import json

import pytest

from album_organizer.domain.album import UserDecision
from album_organizer.evaluation.agreement import ava_agreement
from album_organizer.evaluation.report_json import comparison_to_dict
from album_organizer.evaluation.results import Estimate, VersionComparison, WinnerFlip
from album_organizer.evaluation.words import agreement_sentence, summary
from album_organizer.export.report import to_json
from tests.unit.evaluation.builders import (
    ava_comparison,
    pair_change,
    photo_changes,
    shuffled_scores,
    siamese_comparison,
)

SCORES = {"b, ü.jpg": (6.123456, 4.0), "a.jpg": (5.0, 7.0), "c.jpg": (7.0, 8.0)}


def ava_example() -> VersionComparison:
    decisions = {"id-c.jpg": UserDecision.PICK, "id-a.jpg": UserDecision.REJECT}
    return ava_comparison(
        SCORES,
        spearman=Estimate(0.912345, -0.123456, 1.0),
        groups=3,
        flips=(WinnerFlip(2, ("a.jpg", "b, ü.jpg"), "b, ü.jpg", "a.jpg"),),
        entering=("a.jpg",),
        leaving=("b, ü.jpg",),
        agreement=ava_agreement(photo_changes(SCORES), decisions),
    )


def test_of_an_ava_comparison() -> None:
    comparison = ava_example()
    assert comparison_to_dict(comparison) == {
        "schema": 1,
        "kind": "ava",
        "a": "v1",
        "b": "run-a",
        "models": {
            "a": {"version": "v1", "sha256": "cafe" * 16, "path": "models/album_app/ava.pt"},
            "b": {"version": "run-a", "sha256": "beef" * 16, "path": "models/run-a/ava.pt"},
        },
        "folder": "/home/somebody/Lake trip",
        "summary": f"{summary(comparison)} {agreement_sentence(comparison)}",
        "photos": 3,
        "spearman": 0.9123,
        "spearman_ci": [-0.1235, 1.0],
        "groups": 3,
        "flips": [
            {
                "group": 2,
                "photos": ["a.jpg", "b, ü.jpg"],
                "winner_a": "b, ü.jpg",
                "winner_b": "a.jpg",
            }
        ],
        "picks_changed": 2,
        "entering": ["a.jpg"],
        "leaving": ["b, ü.jpg"],
        "agreement": {
            "picks": 1,
            "rejects": 1,
            "pairs": 1,
            "share_a": 1.0,
            "share_b": 1.0,
            "difference": 0.0,
            "difference_ci": [0.0, 0.0],
            "verdict": "too few",
        },
        "img_s_a": 34.4,
        "img_s_b": 8.26,
        "scores": [
            {"path": "a.jpg", "a": 5.0, "b": 7.0, "rank_a": 0.0, "rank_b": 0.3333},
            {"path": "b, ü.jpg", "a": 6.123, "b": 4.0, "rank_a": 0.3333, "rank_b": 0.0},
            {"path": "c.jpg", "a": 7.0, "b": 8.0, "rank_a": 0.6667, "rank_b": 0.6667},
        ],
    }


def test_of_a_siamese_comparison() -> None:
    pairs = [pair_change("a", "b", 0.912345, 0.2), pair_change("a", "c", 0.6, 0.7, group=None)]
    found = comparison_to_dict(siamese_comparison(pairs))
    assert "scores" not in found
    assert (found["kind"], found["photos"], found["pairs"]) == ("siamese", 3, 2)
    assert found["agreement_rate"] == 0.5
    assert found["agreement_rate_ci"] == [0.0, 1.0]
    assert (found["flipped_pairs"], found["swapped_pairs"]) == (1, 2)
    assert (found["consistency_a"], found["consistency_b"]) == (1.0, 0.0)
    assert found["comparisons"] == [
        {
            "first": "a", "second": "b", "group": 1, "p_a": 0.9123, "p_b": 0.2, "flipped": True,
        },
        {
            "first": "a", "second": "c", "group": None, "p_a": 0.6, "p_b": 0.7, "flipped": False,
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    "comparison",
    [
        ava_comparison({}, img_s_a=None, img_s_b=None),
        ava_comparison({"a": (5.0, 6.0)}),
        ava_comparison(shuffled_scores(20, 1.0)),
        siamese_comparison([]),
        siamese_comparison([pair_change("a", "b", 0.9, 0.1)]),
    ],
    ids=["empty", "one photo", "photos", "no pairs", "one pair"],
)
def test_is_plain_json_and_comes_back_the_same(comparison: VersionComparison) -> None:
    found = comparison_to_dict(comparison)
    assert json.loads(to_json(found)) == found


def test_what_is_not_known_is_null() -> None:
    found = comparison_to_dict(ava_comparison({}, img_s_a=None, img_s_b=None))
    assert found["spearman"] is found["spearman_ci"] is found["img_s_a"] is None
    assert found["agreement"]["difference_ci"] is None
    assert found["scores"] == []
