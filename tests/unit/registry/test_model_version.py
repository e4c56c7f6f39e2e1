import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.registry.model_version import (
    CONFIG_KEYS,
    FILE_STEMS,
    PINNED,
    TITLES,
    ModelVersion,
    next_name,
    require_kind,
    require_name,
)
from album_organizer.settings.checks import known_fields


def test_every_kind_has_everything() -> None:
    assert set(CONFIG_KEYS) == set(FILE_STEMS) == set(TITLES) == {"ava", "siamese"}
    assert set(CONFIG_KEYS.values()) <= set(known_fields())


def test_kinds() -> None:
    require_kind("ava")
    with pytest.raises(UsageError, match="use ava or siamese"):
        require_kind("dinov2_features")


@pytest.mark.parametrize("name", ["v1", "summer-2026_b.2", "x" * 64])
def test_good_names(name: str) -> None:
    require_name(name)


@pytest.mark.parametrize(
    "name", ["", "x" * 65, "a/b", "..", ".", "a b", "ä", "v1\n", "-x", "CON", "nul.pt", PINNED]
)
def test_bad_names(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        require_name(name)


@given(st.lists(st.from_regex(r"[A-Za-z0-9._-]{1,8}", fullmatch=True) | st.just("v7")))
def test_next_name_is_free_and_good(taken: list[str]) -> None:
    name = next_name(taken)
    assert name not in taken
    assert re.fullmatch(r"v\d+", name)
    require_name(name)


def test_title() -> None:
    assert ModelVersion("ava", "v2", Path("/x"), "x").title == "AVA model v2"
