"""A tiny data folder in the layout of the real one."""

from pathlib import Path

import pytest
import torch

from tests.unit.training.builtin.made_up import write_data


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """See :func:`write_data`."""
    return write_data(tmp_path / "data")
