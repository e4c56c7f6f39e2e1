"""Data sets are called by their names, not by their paths."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.ml.training_data import MAX_LENGTH, training_data


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"data": {"images": r"D:\datasets\AVA\images", "labels": r"D:\x\AVA.txt"}}, "AVA"),
        ({"data": {"root_dir": r"D:\Photo Triage\train_val"}}, "Photo Triage"),
        ({"data": {"root_dir": "/home/somebody/data/ava/"}}, "ava"),
        ({"data": {"csv": "../data/KonIQ-10k/labels/train.csv"}}, "KonIQ-10k"),
        ({"data": {"seed": 1, "folds": 5, "benchmark_source": "cq100"}}, "cq100"),
        (
            {"data": {"mode": "fast", "splits": {"train": {"path": r"E:\my.photos\train"}}}},
            "my.photos",
        ),
        ({"data": "AVA"}, "AVA"),
        ({"dataset": "Photo Triage"}, "Photo Triage"),
        ({"data_dir": r"\\server\share\aesthetics\images"}, "aesthetics"),
        ({"root_dir": "C:/AVA"}, "AVA"),
    ],
)
def test_the_telling_folder_is_the_name(config: dict[str, Any], name: str) -> None:
    assert training_data(config) == name


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"data": None},
        {"data": {"seed": 1}},
        {"data": {"images": r"D:\datasets\images"}},
        {"data": {"images": "./data/train"}},
        {"data": {"augmentation": "strong"}},
        {"model": {"path": r"D:\AVA"}},
        {"data": ""},
        {"data": {"root_dir": "/"}},
        {"data": ["AVA"]},
    ],
)
def test_nothing_telling_is_none(config: dict[str, Any]) -> None:
    assert training_data(config) is None


def test_a_long_name_is_cut() -> None:
    name = training_data({"data": {"root": "/" + "x" * 5000}})

    assert name == "x" * MAX_LENGTH + "..."


@given(text=st.text())
def test_any_text_gives_a_short_name_or_none(text: str) -> None:
    name = training_data({"data": {"root_dir": text}})

    assert name is None or 0 < len(name) <= MAX_LENGTH + 3
