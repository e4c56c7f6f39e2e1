"""kill -9 at every write of every change leaves a registry that loads and a version that works.

Each attempt is a forked process that kills itself at its n-th step that touches the disk: before
a file is opened for writing, renamed, removed or given its permissions, and before and after each
fsync. Nothing of it can clean up.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from album_organizer.registry.fingerprint import file_sha256
from album_organizer.registry.registry import Registry
from album_organizer.settings.store import load_settings
from tests.unit.registry.models import TINY, checkpoint, new_home, new_program

PROGRAM = """
import os, shutil, signal, sys
from pathlib import Path
from album_organizer.registry.registry import Registry
from tests.unit.registry.models import TINY

base, homes = Path(sys.argv[1]), Path(sys.argv[2])
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.chmod", "os.mkdir", "tempfile.mkstemp"}
left = None

def step():
    global left
    if left is not None:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def watch(event, args):
    if event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & WRITES):
        step()

def fsync(descriptor, original=os.fsync):
    step()
    original(descriptor)
    step()

sys.addaudithook(watch)
os.fsync = fsync
ACTIONS = {
    "promote": lambda r: r.promote("ava", "v3"),
    "rollback": lambda r: r.rollback("ava"),
    "add": lambda r: r.add("ava", base / "outputs" / "run"),
    "retire": lambda r: r.retire("ava", "v3"),
    "note": lambda r: r.set_note("ava", "v1", "killed"),
    "verify": lambda r: r.verify("ava", "by_hand"),
    "offered": lambda r: r.add_offered(),
}
for name, action in ACTIONS.items():
    for number in range(1, 1000):
        home = homes / f"{name}-{number}"
        shutil.copytree(base, home)
        child = os.fork()
        if child == 0:
            registry = Registry(home, TINY, base / "program")
            left = number
            action(registry)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == 0:
            break
        assert code == -signal.SIGKILL, (name, number, code)
"""


def prepare(base: Path) -> None:
    """v2 in use, v1 before it, v3 waiting, a training run to add, an entry by hand, an offer."""
    registry = new_home(base)
    registry.promote("ava", "v2")
    registry.add("ava", checkpoint(base / "outputs" / "c.pt", "OK 3"))
    run = base / "outputs" / "run"
    checkpoint(run / "best_model.pt", "OK run")
    checkpoint(run / "config.yaml", "lr: 1")
    checkpoint(base / "models" / "by hand" / "a.pt", "OK by hand")
    new_program(base / "program")
    file = base / "models" / "registry.yaml"
    entry = "    versions:\n      by_hand: {path: models/by hand/a.pt}\n"
    file.write_text(file.read_text().replace("    versions:\n", entry))


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_kill_at_every_step_of_every_change(tmp_path: Path) -> None:
    base, homes = tmp_path / "base", tmp_path / "homes"
    prepare(base)
    homes.mkdir()
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", PROGRAM, base, homes], cwd=root, check=True)

    runs: Counter[str] = Counter()
    ends: dict[str, set[str]] = {}
    for home in sorted(homes.iterdir()):
        name = home.name.split("-")[0]
        runs[name] += 1
        ends.setdefault(name, set()).add(check(home))
    assert ends["promote"] == {"v2", "v3"}
    assert ends["rollback"] == {"v2", "v1"}
    assert all(ends[name] == {"v2"} for name in ("add", "retire", "note", "verify", "offered"))
    assert runs.total() >= 200, runs


def check(home: Path) -> str:
    """Opens a home folder after the kill and uses it; returns the version in use."""
    registry = Registry(home, TINY, home / "program")
    assert registry.trouble() is None, home.name
    current = registry.verify_file(registry.current("ava"))
    assert not current.pinned, home.name
    assert file_sha256(current.path) == current.sha256
    assert load_settings(home).quality_assessment.ava_checkpoint == current.relative_path
    moves = [e.to_version for e in registry.history("ava") if e.to_version is not None]
    assert moves == ["v1", "v2"] + ([current.version] if current.version != "v2" else [])
    versions = registry.versions("ava")
    for version in versions:
        if version.sha256 is not None:
            assert file_sha256(version.path) == version.sha256, home.name
    name, number = home.name.split("-")
    if int(number) % 4 == 1:
        do_again(registry, home, name, {version.version for version in versions})
    return current.version


def do_again(registry: Registry, home: Path, name: str, taken: set[str]) -> None:
    """What was interrupted can be done again."""
    if name == "add" and "v4" not in taken:
        assert registry.add("ava", home / "outputs" / "run").version == "v4"
    if name == "offered":
        registry.add_offered()
        assert "builtin-v2" in {version.version for version in registry.versions("ava")}
        assert [version.version for version in registry.versions("siamese")] == ["v2"]
        assert registry.offered() == []
    if name == "retire":
        assert registry.retire("ava", "v3").retired is not None
    if name == "verify":
        assert registry.verify("ava", "by_hand").passed
    if name not in {"retire"}:
        assert registry.promote("ava", "v3").is_current
