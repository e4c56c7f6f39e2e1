import csv
import io
import json
from dataclasses import replace

import pytest

from album_organizer.domain.album import (
    Album,
    Comparison,
    GroupKind,
    ModelInfo,
    PhotoGroup,
    Pick,
    UserDecision,
)
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.export.report import album_to_dict, to_csv, to_json
from tests.support.albums import by_path, scored_photo

MODELS = {
    "siamese": ModelInfo("siamese", "v2", "beef", "models/album_app_v2/siamese.pt"),
    "ava": ModelInfo("ava", "v1", "cafe", "models/album_app/ava.pt"),
}


def scored() -> Album:
    return Album(
        folder="/photos",
        models=MODELS,
        photos=by_path(
            scored_photo("sub/ü, 2.jpg", ava=6.12345678, technical=0.5, portrait=0.25),
            scored_photo("=1+1.jpg", ava=4.0, technical=1 / 3),
        ),
        groups=(),
        comparisons=(),
        picks={},
        problems=(PhotoProblem("z.jpg", "'z.jpg' is empty."), PhotoProblem("b.jpg", "Broken.")),
    )


def because(*sentences: str) -> tuple[Reason, ...]:
    return tuple(Reason(ReasonKind.GROUP, "chip", sentence) for sentence in sentences)


def proposed() -> Album:
    paths = ("sub/ü, 2.jpg", "=1+1.jpg")
    return replace(
        scored(),
        groups=(PhotoGroup(1, paths, GroupKind.SIMILAR),),
        comparisons=(Comparison(paths[1], paths[0], 0.29),),
        picks={
            paths[1]: Pick(
                paths[1], 1, 2, False, UserDecision.PICK, True, because("picked by you")
            ),
            paths[0]: Pick(
                paths[0], 1, 1, True, None, True, because('best of 2; "AVA" 6.1', "sharp")
            ),
        },
    )


def empty() -> Album:
    return Album("/photos", MODELS, {}, (), (), {}, ())


class TestDict:
    def test_scored(self) -> None:
        assert album_to_dict(scored()) == {
            "schema": 1,
            "folder": "/photos",
            "models": {
                "ava": {"version": "v1", "sha256": "cafe", "path": "models/album_app/ava.pt"},
                "siamese": {
                    "version": "v2",
                    "sha256": "beef",
                    "path": "models/album_app_v2/siamese.pt",
                },
            },
            "photos": [
                {
                    "path": "=1+1.jpg",
                    "ava": 4.0,
                    "technical": 1 / 3,
                    "portrait": None,
                    "score": pytest.approx(0.5 * 3 / 9 + 0.2 / 3 + 0.15),
                },
                {
                    "path": "sub/ü, 2.jpg",
                    "ava": 6.12345678,
                    "technical": 0.5,
                    "portrait": 0.25,
                    "score": pytest.approx(0.5 * 5.12345678 / 9 + 0.1 + 0.075),
                },
            ],
            "problems": [
                {"path": "b.jpg", "error": "Broken."},
                {"path": "z.jpg", "error": "'z.jpg' is empty."},
            ],
        }

    def test_proposed(self) -> None:
        result = album_to_dict(proposed())

        assert list(result) == [
            "schema", "folder", "models", "photos", "groups", "comparisons", "problems",
        ]  # fmt: skip
        assert [list(photo) for photo in result["photos"]] == [
            ["path", "ava", "technical", "portrait", "score", "group", "rank", "picked", "reasons"]
        ] * 2
        assert [photo["picked"] for photo in result["photos"]] == [True, True]
        assert [photo["rank"] for photo in result["photos"]] == [2, 1]
        assert result["photos"][1]["reasons"] == ['best of 2; "AVA" 6.1', "sharp"]
        assert result["groups"] == [
            {
                "id": 1,
                "photos": ["sub/ü, 2.jpg", "=1+1.jpg"],
                "best": "sub/ü, 2.jpg",
                "kind": "similar",
            }
        ]
        assert result["comparisons"] == [{"a": "=1+1.jpg", "b": "sub/ü, 2.jpg", "p_a": 0.29}]

    def test_picks_can_be_left_out(self) -> None:
        assert album_to_dict(proposed(), proposed=False) == album_to_dict(scored())

    def test_an_empty_album_that_was_proposed(self) -> None:
        result = album_to_dict(empty(), proposed=True)

        assert result["groups"] == result["comparisons"] == result["photos"] == []
        assert "groups" not in album_to_dict(empty())


class TestJson:
    def test_is_the_dictionary_with_rounded_numbers(self) -> None:
        text = to_json(album_to_dict(proposed()))
        photos = json.loads(text)["photos"]

        assert photos[0]["technical"] == 0.333333
        assert photos[1]["ava"] == 6.123457
        assert photos[1]["path"] == "sub/ü, 2.jpg"
        assert "ü" in text
        assert text.endswith("}\n")

    def test_does_not_depend_on_the_order_of_photos(self) -> None:
        album = proposed()
        turned = replace(
            album,
            photos=dict(reversed(album.photos.items())),
            picks=dict(reversed(album.picks.items())),
            models=dict(reversed(album.models.items())),
            problems=album.problems[::-1],
        )

        assert to_json(album_to_dict(turned)) == to_json(album_to_dict(album))
        assert to_csv(turned) == to_csv(album)

    def test_keeps_whole_numbers_and_truth_values(self) -> None:
        assert to_json({"a": 1, "b": True, "c": None, "d": (1.0, "x")}) == (
            '{\n  "a": 1,\n  "b": true,\n  "c": null,\n  "d": [\n    1.0,\n    "x"\n  ]\n}\n'
        )

    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_refuses_what_json_cannot_say(self, number: float) -> None:
        with pytest.raises(ValueError, match="not JSON compliant"):
            to_json({"a": number})


class TestCsv:
    def test_scored(self) -> None:
        rows = list(csv.DictReader(io.StringIO(to_csv(scored()))))

        assert list(rows[0]) == ["path", "ava", "technical", "portrait", "score"]
        assert [row["path"] for row in rows] == ["=1+1.jpg", "sub/ü, 2.jpg"]
        assert [row["portrait"] for row in rows] == ["", "0.25"]
        assert rows[0]["technical"] == "0.333333"

    def test_proposed(self) -> None:
        rows = list(csv.DictReader(io.StringIO(to_csv(proposed()))))

        assert rows[1]["picked"] == "yes"
        assert rows[1]["reasons"] == 'best of 2; "AVA" 6.1; sharp'
        assert (rows[1]["group"], rows[1]["rank"]) == ("1", "1")

    def test_an_empty_album_is_a_header(self) -> None:
        assert to_csv(empty()) == "path,ava,technical,portrait,score\n"
        assert to_csv(empty(), proposed=True) == (
            "path,ava,technical,portrait,score,group,rank,picked,reasons\n"
        )
