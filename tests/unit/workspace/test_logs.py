import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from album_organizer.workspace.logs import log_path, start_logging, stop_logging


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    yield
    stop_logging()


def test_messages_go_to_the_file_and_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path)
    logging.getLogger("album_organizer.workspace").info("Loaded %s", "v1")
    assert "INFO - Loaded v1" in log_path(tmp_path).read_text(encoding="utf-8")
    captured = capsys.readouterr()
    assert captured.err == "INFO - Loaded v1\n"
    assert captured.out == ""


def test_a_second_start_does_not_double_the_lines(tmp_path: Path) -> None:
    start_logging(tmp_path / "one")
    start_logging(tmp_path / "two")
    logging.getLogger("album_organizer").info("once")
    assert log_path(tmp_path / "two").read_text(encoding="utf-8").count("once") == 1
    assert "once" not in log_path(tmp_path / "one").read_text(encoding="utf-8")


def test_an_unwritable_log_file_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    start_logging(tmp_path)
    logging.getLogger("album_organizer").info("still here")
    assert "still here" in capsys.readouterr().err
    assert stat.S_ISREG((tmp_path / "logs").stat().st_mode)


def test_the_details_of_a_fault_go_to_the_file_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path)
    try:
        raise RuntimeError("inner details")
    except RuntimeError:
        logging.getLogger("album_organizer").warning("It stopped.", exc_info=True)
    assert capsys.readouterr().err == "WARNING - It stopped.\n"
    assert "inner details" in log_path(tmp_path).read_text(encoding="utf-8")
