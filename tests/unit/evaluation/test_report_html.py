import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.evaluation.report_html import SHOWN, comparison_to_html
from album_organizer.evaluation.results import VersionComparison, WinnerFlip
from album_organizer.evaluation.words import agreement_sentence, summary
from tests.support.pages import Page
from tests.unit.evaluation.builders import (
    ava_comparison,
    pair_change,
    shuffled_scores,
    siamese_comparison,
)

HOSTILE = [
    "<script>alert(1)</script>.jpg",
    "\"><img src=x onerror='alert(1)'>.jpg",
    "{{ 7 * 7 }}.jpg",
    "broken \udcff\udc80 name.jpg",
    "a & b; ü 漢字.jpg",
]


def jpeg(content_id: str) -> bytes:
    """A thumbnail of a colour of its own."""
    color = np.random.default_rng(list(content_id.encode("utf-8", "replace"))).integers(0, 255, 3)
    buffer = io.BytesIO()
    Image.new("RGB", (512, 384), tuple(color.tolist())).save(buffer, "JPEG")
    return buffer.getvalue()


def flips(count: int) -> tuple[WinnerFlip, ...]:
    return tuple(
        WinnerFlip(i + 1, (f"day 1/{i:03}.jpg", f"day 1/{i + 1:03}.jpg"),
                   f"day 1/{i:03}.jpg", f"day 1/{i + 1:03}.jpg")
        for i in range(count)
    )  # fmt: skip


def ava_example(photos: int = 60) -> VersionComparison:
    return ava_comparison(
        shuffled_scores(photos, 1.0),
        groups=5,
        flips=flips(2),
        entering=("day 1/000.jpg", "day 1/001.jpg"),
        leaving=("day 1/002.jpg",),
    )


def siamese_example() -> VersionComparison:
    pairs = [
        pair_change(f"{i}.jpg", f"{i} b.jpg", 0.9, 0.2 + i / 100, None if i < 3 else i)
        for i in range(30)
    ]
    return siamese_comparison(pairs, groups=4)


@pytest.fixture(params=["ava", "siamese"])
def comparison(request: pytest.FixtureRequest) -> VersionComparison:
    return ava_example() if request.param == "ava" else siamese_example()


def test_says_what_was_found(comparison: VersionComparison) -> None:
    page = Page(comparison_to_html(comparison, jpeg))
    assert summary(comparison) in page.text
    assert agreement_sentence(comparison) in page.text
    assert "photos per second on this machine: v1 and run-a 34 and 8.3" in page.text
    for model in (comparison.a, comparison.b):
        for words in (model.version, model.sha256, model.path):
            assert words in page.text
    assert "Lake trip" in page.text
    assert "/home/somebody" not in page.text


def test_needs_nothing_else(comparison: VersionComparison) -> None:
    html = comparison_to_html(comparison, jpeg)
    page = Page(html)
    assert not page.all("script") + page.all("link") + page.all("iframe")
    assert all((image["src"] or "").startswith("data:image/jpeg;") for image in page.all("img"))
    links = {a[name] for _, a in page.tags for name in ("href", "xlink:href") if name in a}
    assert all((link or "").startswith("#") for link in links)
    assert not re.search(r"@import|url\((?!#)", html)
    namespaces = {a[k] for a in page.all("svg") for k in a if k.startswith("xmlns")}
    assert set(re.findall(r"https?://[^\s\"<]+", html)) == namespaces
    policies = [m["content"] or "" for m in page.all("meta") if "http-equiv" in m]
    assert ["default-src 'none'" in policy for policy in policies] == [True]


def test_is_made_for_light_dark_and_telephones(comparison: VersionComparison) -> None:
    html = comparison_to_html(comparison, jpeg)
    page = Page(html)
    assert "prefers-color-scheme: dark" in html
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all(
        "meta"
    )
    assert page.all("html") == [{"lang": "en"}]
    used = set(re.findall(r"var\((--[a-z-]+)\)", html))
    for theme in re.findall(r":root \{(.*?)\}", html, re.DOTALL):
        assert used <= set(re.findall(r"(--[a-z-]+):", theme))


def test_every_picture_has_its_words(comparison: VersionComparison) -> None:
    page = Page(comparison_to_html(comparison, jpeg))
    assert page.all("img")
    assert all(re.fullmatch(r"Photo .*\.jpg", image["alt"] or "") for image in page.all("img"))
    plots = [a for a in page.all("div") if a.get("role") == "img"]
    assert len(plots) == len(page.all("svg")) == 2
    assert all(plot["aria-label"] for plot in plots)


def test_pictures_are_small_jpegs_of_their_photos() -> None:
    page = Page(comparison_to_html(ava_example(), jpeg))
    for image in page.all("img"):
        data = base64.b64decode((image["src"] or "").partition(",")[2])
        with Image.open(io.BytesIO(data)) as small:
            assert max(small.size) <= 320
            color = small.convert("RGB").getpixel((5, 5))
        path = (image["alt"] or "").removeprefix("Photo ")
        with Image.open(io.BytesIO(jpeg(f"id-{path}"))) as original:
            expected = original.getpixel((5, 5))
        assert color == pytest.approx(expected, abs=6)


def test_shows_the_photos_that_moved_most_in_pairs() -> None:
    html = comparison_to_html(replace(ava_example(), flips=(), entering=(), leaving=()), jpeg)
    page = Page(html)
    assert len(page.all("img")) == SHOWN
    assert page.text.count("Rises: ") == page.text.count("Falls: ") == SHOWN // 2
    assert html.count("var(--mark)") >= SHOWN


def test_shows_the_pairs_that_flipped() -> None:
    text = Page(comparison_to_html(siamese_example(), jpeg)).text
    assert "Neighbours in time" in text
    assert "Preferred by v1, 90% 0.jpg" in text
    assert "Preferred by run-a, 80% 0 b.jpg" in text


def test_flipped_groups_show_both_winners() -> None:
    text = Page(comparison_to_html(ava_example(), jpeg)).text
    assert "Group 2, 2 photos Best by v1 001.jpg in day 1 Best by run-a 002.jpg in day 1" in text
    assert "Only run-a brings in (2)" in text
    assert "Only v1 brings in (1)" in text


def test_what_is_too_much_for_pictures_is_named() -> None:
    many = tuple(f"day 1/{i:03}.jpg" for i in range(40))
    found = replace(ava_example(), groups=50, flips=flips(30), entering=many, leaving=())
    page = Page(comparison_to_html(found, jpeg))
    assert len(page.all("img")) == SHOWN + 2 * SHOWN + SHOWN
    assert "18 more" in page.text
    assert "Group 30: day 1/029.jpg by v1, day 1/030.jpg by run-a" in page.text
    assert "28 more" in page.text
    assert "day 1/039.jpg" in page.text


def test_says_so_when_nothing_changes() -> None:
    found = ava_comparison(shuffled_scores(30, 0.0), groups=4)
    text = Page(comparison_to_html(found, jpeg)).text
    assert "None: all 4 groups keep their best shot." in text
    assert "Both versions propose the same photos." in text
    assert "Photos that moved most" not in text


@pytest.mark.parametrize(
    "found",
    [
        ava_comparison({}, img_s_a=None, img_s_b=None),
        ava_comparison({"a.jpg": (5.0, 5.0)}),
        ava_comparison({"a.jpg": (5.0, 6.0), "b.jpg": (6.0, 5.0)}),
        siamese_comparison([], img_s_a=None, img_s_b=None),
        siamese_comparison([pair_change("a.jpg", "b.jpg", 0.5, 0.5)]),
    ],
    ids=["no photo", "one photo", "two photos", "no pair", "one pair"],
)
def test_hardly_any_photos(found: VersionComparison) -> None:
    page = Page(comparison_to_html(found, jpeg))
    assert summary(found) in page.text
    assert len(page.all("svg")) == (2 if found.photos else 0)
    assert "None" not in page.text


@pytest.mark.parametrize("missing", [None, b"", b"\xff\xd8 not a picture"])
def test_a_missing_or_damaged_thumbnail_leaves_a_place(missing: bytes | None) -> None:
    page = Page(comparison_to_html(ava_example(), lambda content_id: missing))
    assert page.all("img") == []
    places = [a for a in page.all("div") if a.get("class") == "missing"]
    assert len(places) == SHOWN + 4 + 3
    assert all("No picture of day 1/" in (place["aria-label"] or "") for place in places)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_harmless(name: str) -> None:
    scores = {name: (2.0, 9.0), f"folder {name}/x.jpg": (9.0, 2.0), "c.jpg": (5.0, 5.5)}
    found = ava_comparison(
        scores,
        groups=1,
        flips=(WinnerFlip(1, (name, "c.jpg"), name, "c.jpg"),),
        entering=(name,) * 30,
        folder=f"/photos/{name}",
        a=ModelInfo("ava", "<b>v1", "cafe", f"models/{name}"),
    )
    html = comparison_to_html(found, jpeg)
    page = Page(html)
    assert not page.all("script") + page.all("b>v1")
    assert all(not any(k.startswith("on") for k in attributes) for _, attributes in page.tags)
    assert all((image["src"] or "").startswith("data:") for image in page.all("img"))
    shown = name.encode("utf-8", "replace").decode()
    assert any(image["alt"] == f"Photo {shown}" for image in page.all("img"))
    assert " ".join(shown.split()) in page.text
    assert html.encode("utf-8").decode("utf-8") == html


def test_hostile_names_of_pairs_are_harmless() -> None:
    pairs = [pair_change(one, other, 0.9, 0.1) for one in HOSTILE for other in HOSTILE[:1]]
    page = Page(comparison_to_html(siamese_comparison(pairs), jpeg))
    assert not page.all("script")
    assert "{{ 7 * 7 }}.jpg" in page.text


def test_is_the_same_every_time(comparison: VersionComparison) -> None:
    assert comparison_to_html(comparison, jpeg) == comparison_to_html(comparison, jpeg)


def test_a_huge_album_stays_a_file_that_can_be_sent() -> None:
    html = comparison_to_html(ava_example(10_000), jpeg)
    assert len(html) < 2_000_000
    assert "A sample of the 10,000 photos is shown." in html
