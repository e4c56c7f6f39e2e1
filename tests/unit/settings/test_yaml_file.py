from pathlib import Path

import pytest

from album_organizer.settings.yaml_file import YamlError, line_of, plain, read_yaml, write_yaml

TEXT = """\
# A person's note.
b: 1  # why
'a':
- {x: "quoted", y: 2026-01-18}
long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccc
"""


DEEP = """\
a:
    # A note
    b:
        c: {d: 1}

    e: 2
"""


@pytest.mark.parametrize("text", [TEXT, DEEP, DEEP.replace("    ", "  ")])
def test_round_trip_changes_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text)
    write_yaml(file, read_yaml(file))
    assert file.read_text() == text


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\ufeff", "---\n"])
def test_empty_file_is_an_empty_mapping(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    assert dict(read_yaml(file)) == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a: [1\nb: 2\n", r"line 2, column 2"),
        (b"a: 1\na: 2\n", r"line 2, column 1: found duplicate key"),
        (b"a:\n\tb: 1\n", r"line 2, column 1"),
        (b"date: 2026-02-31\n", r"not valid YAML: day is out of range"),
        (b"- a\n", "'key: value'"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: !!python/object/apply:os.system [echo]\nb: [\n", "line 3"),
    ],
)
def test_what_is_wrong_and_where(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    with pytest.raises(YamlError, match=sentence) as error:
        read_yaml(file)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_file_is_left_to_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_yaml(tmp_path / "a.yaml")


def test_folder_instead_of_file(tmp_path: Path) -> None:
    with pytest.raises(YamlError, match="cannot be read"):
        read_yaml(tmp_path)


def test_line_of(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a:\n  b:\n    c: 1\n  d: 2\n")
    document = read_yaml(file)
    assert line_of(document, ("a", "b", "c")) == 3
    assert line_of(document, ("a", "d")) == 4
    assert line_of(document, ("a", "missing")) == 1
    assert line_of(document, ("missing",)) is None


def test_plain_has_no_round_trip_types(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1.50\nb: 0x10\nc: 'x'\nd: [true, {e: 2}]\n2: y\n")
    values = plain(read_yaml(file))
    assert values == {"a": 1.5, "b": 16, "c": "x", "d": [True, {"e": 2}], "2": "y"}
    assert {type(value) for value in values.values()} == {float, int, str, list}
