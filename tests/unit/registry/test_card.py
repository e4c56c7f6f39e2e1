import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from album_organizer.registry.card import size_of, version_card
from album_organizer.registry.model_version import ModelVersion


@pytest.fixture
def version(tmp_path: Path) -> ModelVersion:
    file = tmp_path / "ava_aesthetic_model.pt"
    file.write_bytes(bytes(1_250_000))
    return ModelVersion(
        "ava",
        "run-a",
        file,
        "models/album_app_run-a/ava_aesthetic_model.pt",
        "3f9a",
        "2026-01-18",
        {"val_spearman": 0.71234, "val_something_new": 3.0},
        architecture="resnet50, regression",
        source="outputs/ava/run_1",
        data="AVA",
        note="night run",
    )


def shown(card: str) -> str:
    """What a reader sees of Markdown, HTML off."""
    tokens = MarkdownIt("commonmark", {"html": False}).parse(card)
    shown_types = {"text", "text_special"}
    texts = [c.content for t in tokens for c in t.children or () if c.type in shown_types]
    return "\n".join(texts)


def test_everything_known_is_told(version: ModelVersion) -> None:
    text = shown(version_card(version))
    for part in (
        "AVA model run-a",
        "night run",
        "resnet50, regression",
        "AVA",
        "2026-01-18",
        "outputs/ava/run_1",
        "1.2 MB",
        "3f9a",
        "0.712",
        "val something new:",
    ):
        assert part in text


def test_little_known_is_little_told(tmp_path: Path) -> None:
    card = version_card(ModelVersion("siamese", "v1", tmp_path / "gone.pt", "models/gone.pt"))
    assert shown(card).split() == [
        "Siamese",
        "comparison",
        "model",
        "v1",
        "File:",
        "models/gone.pt",
    ]


def test_the_description_beside_the_checkpoint_follows(version: ModelVersion) -> None:
    folder = version.path.parent
    (folder / "README.md").write_text("# Built-in models\n\nBoth are small.", encoding="utf-8")
    assert "Both are small." in version_card(version)
    (folder / "ava_README.md").write_text("About this training.", encoding="utf-8")
    card = version_card(version)
    assert "About this training." in card
    assert "Both are small." not in card


@pytest.mark.parametrize("make", ["folder", "huge", "bytes"])
def test_a_description_that_is_none_does_no_harm(version: ModelVersion, make: str) -> None:
    file = version.path.parent / "README.md"
    if make == "folder":
        file.mkdir()
    elif make == "huge":
        with file.open("wb") as huge:
            huge.truncate(2 * 1024**2)
    else:
        file.write_bytes(b"\xff\xfe broken")
    assert version_card(version).startswith("# AVA model run\\-a\n")


def test_size_of_a_file_that_is_gone(tmp_path: Path) -> None:
    assert size_of(ModelVersion("ava", "v1", tmp_path / "gone.pt", "gone.pt")) is None


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_texts_from_outside_are_shown_as_they_are(text: str) -> None:
    version = ModelVersion("ava", "v1", Path("/nowhere/a.pt"), "a.pt")
    card = version_card(dataclasses.replace(version, architecture=text))
    assert text in shown(card)
