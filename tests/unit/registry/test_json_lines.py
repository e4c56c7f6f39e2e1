from pathlib import Path

import pytest

from album_organizer.registry.json_lines import append_line, login, now, read_lines


def test_lines_come_back_in_order(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    values: list[dict[str, object]] = [{"n": 1, "text": "größer\nals"}, {"n": 2, "nothing": None}]
    for value in values:
        append_line(file, value)
    assert list(read_lines(file)) == values
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_no_file_is_an_empty_one(tmp_path: Path) -> None:
    assert list(read_lines(tmp_path / "lines.jsonl")) == []


@pytest.mark.parametrize("torn", ['{"n": 2', "[]", "null", "\xff", "[" * 100_000, "", "\n\n"])
def test_half_written_line_swallows_nothing(tmp_path: Path, torn: str) -> None:
    file = tmp_path / "lines.jsonl"
    append_line(file, {"n": 1})
    with file.open("a", encoding="latin-1") as writer:
        writer.write(torn)
    append_line(file, {"n": 3})
    assert list(read_lines(file)) == [{"n": 1}, {"n": 3}]


def test_time_can_be_sorted_as_text() -> None:
    first, second = now(), now()
    assert first <= second
    assert second.endswith("+00:00")


def test_login_without_a_user_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_user() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", no_user)
    assert login() == "unknown"
