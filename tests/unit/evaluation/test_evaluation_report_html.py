import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.photo import PhotoProblem
from album_organizer.evaluation.evaluation_report_html import evaluation_to_html
from album_organizer.evaluation.evaluation_results import (
    Evaluation,
    PairAgreement,
    ScoreAgreement,
)
from album_organizer.evaluation.evaluation_words import cautions, lead
from album_organizer.evaluation.label_file import LabelFile, RatedPhoto
from album_organizer.evaluation.label_run import score_agreement
from tests.support.pages import Page
from tests.unit.evaluation.evaluations import evaluation, pair_labels, score_labels


def jpeg(path: str, variant: str | None) -> bytes:
    """Originals are green, damaged ones red."""
    buffer = io.BytesIO()
    Image.new("RGB", (448, 300), (200, 30, 30) if variant else (30, 160, 30)).save(buffer, "JPEG")
    return buffer.getvalue()


EXAMPLES = {
    "ava": lambda: evaluation(agreement=score_labels(40, 2, (1.0, 10.0))),
    "siamese": lambda: evaluation("siamese", agreement=pair_labels(30, 2)),
    "one version": lambda: evaluation(skills=(0.4,)),
    "four versions": lambda: evaluation("siamese", skills=(0.2, 0.4, 0.6, 0.8), photos=8),
}


@pytest.fixture(params=EXAMPLES, scope="module")
def found(request: pytest.FixtureRequest) -> Evaluation:
    made: Evaluation = EXAMPLES[request.param]()
    return made


@pytest.fixture(scope="module")
def html(found: Evaluation) -> str:
    return evaluation_to_html(found, jpeg)


def test_says_what_was_found(found: Evaluation, html: str) -> None:
    page = Page(html)
    assert lead(found) in page.text
    assert all(sentence in page.text for sentence in cautions(found))
    for version in found.versions:
        assert version.info.sha256 in page.text
    assert "Lake trip" in page.text
    assert "/albums" not in page.text
    assert "30 photos of 42 in the folder" in page.text or found.benchmark.photos < 30
    assert "reduced until both have the same" in page.text


def test_needs_nothing_else(html: str) -> None:
    page = Page(html)
    assert not page.all("script") + page.all("link") + page.all("iframe")
    assert all((image["src"] or "").startswith("data:image/jpeg;") for image in page.all("img"))
    links = {a[name] for _, a in page.tags for name in ("href", "xlink:href") if name in a}
    assert all((link or "").startswith("#") for link in links)
    assert not re.search(r"@import|url\((?!#)", html)
    policies = [m["content"] or "" for m in page.all("meta") if "http-equiv" in m]
    assert ["default-src 'none'" in policy for policy in policies] == [True]


def test_every_colour_has_a_light_and_a_dark_form(html: str) -> None:
    used = set(re.findall(r"var\((--[a-z-]+)\)", html))
    themes = re.findall(r":root \{(.*?)\}", html, re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        assert used <= set(re.findall(r"(--[a-z-]+):", theme))


def test_plots_and_pictures_have_words(html: str) -> None:
    page = Page(html)
    plots = [a for a in page.all("div") if a.get("role") == "img"]
    assert len(plots) == len(page.all("svg")) >= 1
    assert all(plot["aria-label"] for plot in plots)
    assert all(re.fullmatch(r"Photo .*\.jpg", image["alt"] or "") for image in page.all("img"))


def test_is_a_file_that_can_be_sent(html: str) -> None:
    assert len(html) < 2_000_000
    assert len(Page(html).all("img")) <= 24


def test_tables_can_be_read_aloud(found: Evaluation, html: str) -> None:
    page = Page(html)
    headings = [a.get("scope") for a in page.all("th")]
    assert set(headings) == {"col", "row"}
    against = [f"{name} against {found.names[0]}" for name in found.names[1:]]
    assert all(words in page.text for words in against)
    assert all(a.get("aria-label") for a in page.all("div") if a.get("class") == "scroll")


def test_plots_by_kind() -> None:
    def plots(found: Evaluation) -> int:
        return len(Page(evaluation_to_html(found, jpeg)).all("svg"))

    assert plots(evaluation()) == 1
    assert plots(evaluation("siamese")) == 2
    assert plots(evaluation(agreement=score_labels(20, 2, None))) == 3
    assert plots(evaluation("siamese", agreement=pair_labels(20, 2))) == 3


def test_a_mistake_shows_the_original_beside_the_damaged_photo() -> None:
    found = evaluation(skills=(0.2,))
    page = Page(evaluation_to_html(found, jpeg))
    images = page.all("img")
    assert len(images) == 6
    colors = []
    for image in images:
        data = base64.b64decode((image["src"] or "").partition(",")[2])
        with Image.open(io.BytesIO(data)) as small:
            assert max(small.size) <= 320
            red, green, _ = np.asarray(small)[5, 5]
            colors.append("red" if red > green else "green")
    assert colors == ["green", "red"] * 3
    worst = found.benchmark.mistakes[0][0]
    assert f"Original Score {worst.original:.1f}" in page.text
    assert f"Damaged Score {worst.damaged:.1f}" in page.text


def test_misjudged_photos_show_score_and_label() -> None:
    found = evaluation(agreement=score_labels(40, 2, None))
    text = Page(evaluation_to_html(found, jpeg)).text
    assert text.count("Most overrated by") == text.count("Most underrated by") == 2
    assert re.search(r"Score \d\.\d, label \d\.\d Above \d+% by score, \d+% by label", text)


def test_no_mistake_at_all_is_said() -> None:
    text = Page(evaluation_to_html(evaluation(skills=(50.0,)), jpeg)).text
    assert "Worst mistakes of v1 None: the original always wins." in text


def test_pictures_that_are_gone_leave_a_place() -> None:
    page = Page(evaluation_to_html(evaluation(skills=(0.2,)), lambda path, variant: None))
    assert page.all("img") == []
    assert len([a for a in page.all("div") if a.get("class") == "missing"]) == 6


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img onerror=x>', "{{ 7*7 }}"])
def test_hostile_names_are_harmless(name: str) -> None:
    problem = PhotoProblem(f"{name}.jpg", f"{name} is damaged.")
    page = Page(evaluation_to_html(evaluation(problems=(problem,), trained_on=name), jpeg))
    assert not page.all("script")
    assert all(not any(k.startswith("on") for k in attributes) for _, attributes in page.tags)
    assert f"{name}.jpg: {name} is damaged." in page.text


HOSTILE = ["<script>alert(1)</script>", '"><img onerror=x>', "{{ 7*7 }}", "a\udcff", "&lt;b&gt;"]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_hostile_names_of_photos_are_harmless(kind: str, name: str) -> None:
    agreement: ScoreAgreement | PairAgreement
    if kind == "ava":
        scored = score_labels(20, 1, None)
        odd = tuple(replace(m, path=f"day/{name}.jpg") for m in scored.overrated[0])
        agreement = replace(scored, overrated=(odd,))
    else:
        decided = pair_labels(20, 1)
        wrong = tuple(replace(m, winner=f"{name}/1.jpg") for m in decided.mistakes[0])
        agreement = replace(decided, mistakes=(wrong,))
    found = evaluation(kind, skills=(0.2,), agreement=agreement, folder=Path(f"/albums/{name}"))
    mistakes = tuple(replace(m, path=f"{name}.jpg") for m in found.benchmark.mistakes[0])
    found = replace(found, benchmark=replace(found.benchmark, mistakes=(mistakes,)))
    page = Page(evaluation_to_html(found, jpeg))
    assert not page.all("script")
    assert all(not any(k.startswith("on") for k in attributes) for _, attributes in page.tags)
    shown = name.encode("utf-8", "replace").decode()
    alts = [image["alt"] or "" for image in page.all("img")]
    assert f"Photo {shown}.jpg" in alts
    assert len([alt for alt in alts if shown in alt]) > len(mistakes)


def test_no_decision_against_people_is_said() -> None:
    decided = replace(pair_labels(20, 1), mistakes=((),))
    text = Page(evaluation_to_html(evaluation("siamese", (0.3,), agreement=decided), jpeg)).text
    assert "Decisions against people by v1 None: it decides every pair as people do." in text


def test_nothing_misjudged_is_said() -> None:
    scored = replace(score_labels(20, 1, None), overrated=((),), underrated=((),))
    text = Page(evaluation_to_html(evaluation(skills=(0.3,), agreement=scored), jpeg)).text
    assert "Most overrated by v1 None." in text
    assert "Most underrated by v1 None." in text


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_pictures_that_are_damaged_leave_a_place(data: bytes) -> None:
    page = Page(evaluation_to_html(evaluation(skills=(0.2,)), lambda path, variant: data))
    assert page.all("img") == []
    assert len([a for a in page.all("div") if a.get("class") == "missing"]) == 6


def test_constant_scores_and_labels_have_plots_and_no_figures() -> None:
    judged = {f"{i}.jpg": (5.0,) for i in range(5)}
    file = LabelFile(Path("l.csv"), tuple(RatedPhoto(path, 5.0) for path in judged))
    scored = score_agreement(file, {path: path for path in judged}, judged, 3)
    page = Page(evaluation_to_html(evaluation(skills=(0.3,), agreement=scored), jpeg))
    assert len(page.all("svg")) == 2
    assert "Spearman (order) not defined" in page.text
    assert "nan" not in page.text.lower().split()


def test_many_problems_are_cut() -> None:
    problems = tuple(PhotoProblem(f"{i}.jpg", "Empty.") for i in range(300))
    text = Page(evaluation_to_html(evaluation(problems=problems), jpeg)).text
    assert "300 left out" in text
    assert "and 100 more" in text


def test_is_the_same_every_time(found: Evaluation, html: str) -> None:
    assert evaluation_to_html(found, jpeg) == html
