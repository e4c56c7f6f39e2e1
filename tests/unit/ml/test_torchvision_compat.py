"""torchvision imports in a fresh process, whatever its build, also from several threads at once."""

import subprocess
import sys

CODE = """
from concurrent.futures import ThreadPoolExecutor
from album_organizer.ml.torchvision_compat import import_torchvision
with ThreadPoolExecutor(4) as pool:
    modules = list(pool.map(lambda _: import_torchvision(), range(4)))
assert all(module is modules[0] for module in modules)
assert modules[0].models.resnet50 and modules[0].transforms.Resize
import timm
"""


def test_it_imports_in_a_fresh_process() -> None:
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-c", CODE], capture_output=True, text=True, check=False
    )

    assert outcome.returncode == 0, outcome.stderr
