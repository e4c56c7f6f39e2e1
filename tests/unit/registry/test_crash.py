"""A process that dies at any write of a switch leaves a registry that loads and a model that works.

Each attempt is a forked process that ends itself, without any clean-up, before or after its n-th
call that changes the disk.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from album_organizer.registry.registry import Registry
from album_organizer.settings.store import load_settings
from tests.unit.registry.models import new_home, tiny_check

PROGRAM = """
import os, shutil, sys
from pathlib import Path
from album_organizer.registry.registry import Registry
from tests.unit.registry.models import tiny_check

base, homes = Path(sys.argv[1]), Path(sys.argv[2])
steps = ("replace", "fsync", "unlink", "chmod")

def arm(crash_at, before):
    count = 0
    def wrap(original):
        def call(*args, **kwargs):
            nonlocal count
            count += 1
            if before and count == crash_at:
                os._exit(9)
            result = original(*args, **kwargs)
            if count == crash_at:
                os._exit(9)
            return result
        return call
    for name in steps:
        setattr(os, name, wrap(getattr(os, name)))

for before in (True, False):
    for crash_at in range(1, 1000):
        home = homes / f"{'before' if before else 'after'}-{crash_at}"
        shutil.copytree(base, home)
        child = os.fork()
        if child == 0:
            arm(crash_at, before)
            Registry(home, tiny_check).promote("ava", "v2")
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_death_at_every_step_of_a_promotion(tmp_path: Path) -> None:
    base, homes = tmp_path / "base", tmp_path / "homes"
    new_home(base)
    homes.mkdir()
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", PROGRAM, base, homes], cwd=root, check=True)

    names = [home.name for home in homes.iterdir()]
    assert len(names) > 20
    outcomes = set()
    for home in homes.iterdir():
        registry = Registry(home, tiny_check)
        version = registry.verify_file(registry.current("ava"))
        outcomes.add(version.version)
        assert not version.pinned, home.name
        assert load_settings(home).quality_assessment.ava_checkpoint == version.relative_path
        switched = [e.to_version for e in registry.history("ava") if e.to_version is not None]
        assert switched == (["v1", "v2"] if version.version == "v2" else ["v1"]), home.name
        assert registry.promote("ava", "v2").is_current
    assert outcomes == {"v1", "v2"}
