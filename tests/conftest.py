"""What holds for every test: no display, no stray errors, no thread left behind."""

import logging
import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_GRACE_S = 2.0

# Timings are no subject of tests: on a busy machine a tenth of a second means nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fails a test that leaves a Python thread running; daemons are no excuse."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _GRACE_S
    while leaked := [t for t in threading.enumerate() if t not in before and _counts(t)]:
        if time.monotonic() > deadline:
            names = ", ".join(thread.name for thread in leaked)
            pytest.fail(f"threads left running: {names}")
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def no_logged_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test during which something logged an error it did not expect.

    A test that expects one takes it away with ``caplog.clear()``.
    """
    yield
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    errors = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    if errors:
        pytest.fail(f"logged errors: {errors}")


@pytest.fixture(autouse=True)
def one_torch_thread() -> None:
    """Keeps tests that use PyTorch from fighting over the cores; never imports it."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


def _counts(thread: threading.Thread) -> bool:
    # Threads that Qt started show up as dummies once they ran Python code, and stay listed.
    return thread.is_alive() and not isinstance(thread, threading._DummyThread)
