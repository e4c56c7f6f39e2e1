from pathlib import Path

import pytest

from album_organizer.cli.scan_commands import has_display, read_pairs, require_folder
from album_organizer.domain.errors import FolderError, UsageError


def test_pairs_are_read_in_order(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_bytes('\ufeffb,a,note\r\n"two, three.jpg",one.jpg,x\r\n'.encode())
    assert read_pairs(table) == [("one.jpg", "two, three.jpg")]


@pytest.mark.parametrize(
    "content", [b"left,right\n1,2\n", b"", b"a,b\n\xff\xfe,x\n", b"a,b\nonly-a\n", b"a,b\n,x\n"]
)
def test_a_list_without_pairs_is_refused(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "pairs.csv"
    table.write_bytes(content)
    with pytest.raises(UsageError, match=r"pairs\.csv"):
        read_pairs(table)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_pairs(tmp_path / "no.csv")


def test_only_folders_are_scanned(tmp_path: Path) -> None:
    require_folder(tmp_path)
    file = tmp_path / "a.jpg"
    file.touch()
    with pytest.raises(FolderError, match="not a folder"):
        require_folder(file)
    with pytest.raises(FolderError, match="does not exist"):
        require_folder(tmp_path / "no")


@pytest.mark.skipif("sys.platform != 'linux'")
@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_display_is_found_by_its_variables(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv(variable, "x")
    assert has_display()


def test_a_table_without_the_columns_is_refused_even_without_rows(tmp_path: Path) -> None:
    for content in ("left,right\n", ""):
        (tmp_path / "pairs.csv").write_text(content)
        with pytest.raises(UsageError, match="columns a and b"):
            read_pairs(tmp_path / "pairs.csv")
