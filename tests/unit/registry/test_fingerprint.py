import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

from album_organizer.registry import fingerprint
from album_organizer.registry.fingerprint import Fingerprints, file_sha256


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files written just now count as old enough to be remembered."""
    monkeypatch.setattr(fingerprint, "_SETTLED_NS", -(10**12))


def test_file_sha256(tmp_path: Path) -> None:
    content = os.urandom(1 << 20)
    (tmp_path / "a").write_bytes(content)
    assert file_sha256(tmp_path / "a") == sha(content)


def test_change_is_noticed(tmp_path: Path, settled: None) -> None:
    file, known = tmp_path / "a.pt", Fingerprints(tmp_path / "cache.json")
    for content in (b"one", b"two", b"three"):
        file.write_bytes(content)
        assert known.sha256(file) == sha(content)
        assert Fingerprints(tmp_path / "cache.json").sha256(file) == sha(content)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no change time")
def test_older_file_copied_over_with_its_times_is_noticed(tmp_path: Path, settled: None) -> None:
    file, known = tmp_path / "a.pt", Fingerprints(tmp_path / "cache.json")
    file.write_bytes(b"one")
    os.utime(file, ns=(10**18, 10**18))
    assert known.sha256(file) == sha(b"one")
    time.sleep(0.02)
    file.write_bytes(b"two")
    os.utime(file, ns=(10**18, 10**18))
    assert known.sha256(file) == sha(b"two")


def test_unchanged_file_is_not_read_again(
    tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, store = tmp_path / "a.pt", tmp_path / "cache.json"
    file.write_bytes(b"one")
    expected = Fingerprints(store).sha256(file)
    monkeypatch.setattr(fingerprint, "file_sha256", lambda path: pytest.fail("read again"))
    assert Fingerprints(store).sha256(file) == expected


def test_fresh_file_is_not_remembered(tmp_path: Path) -> None:
    # Its clock may not tick before the next change of the same size.
    (tmp_path / "a.pt").write_bytes(b"one")
    Fingerprints(tmp_path / "cache.json").sha256(tmp_path / "a.pt")
    assert not (tmp_path / "cache.json").exists()


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"a.pt": 3}', '{"a.pt": [1, 2]}'])
def test_damaged_cache_is_no_harm(tmp_path: Path, settled: None, damage: str) -> None:
    file, store = tmp_path / "a.pt", tmp_path / "cache.json"
    file.write_bytes(b"one")
    store.write_text(damage.replace("a.pt", str(file)))
    assert Fingerprints(store).sha256(file) == sha(b"one")


def test_cache_that_cannot_be_written_is_no_harm(tmp_path: Path, settled: None) -> None:
    (tmp_path / "a.pt").write_bytes(b"one")
    known = Fingerprints(tmp_path / "missing folder" / "cache.json")
    assert known.sha256(tmp_path / "a.pt") == sha(b"one")


def test_removed_files_are_forgotten(tmp_path: Path, settled: None) -> None:
    old, new, store = tmp_path / "old.pt", tmp_path / "new.pt", tmp_path / "cache.json"
    old.write_bytes(b"one")
    new.write_bytes(b"two")
    known = Fingerprints(store)
    known.sha256(old)
    old.unlink()
    known.sha256(new)
    assert "old.pt" not in store.read_text()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Fingerprints(tmp_path / "cache.json").sha256(tmp_path / "a.pt")
