"""Home folders as they were when the program came with one version of each model."""

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from album_organizer.settings.home import bundled_root


def make_first_home(home: Path) -> Path:
    """Fills a home folder with settings and the first built-in version only, which is in use.

    What a test adds is then v2, and both versions are loaded and judge quickly.

    Returns:
        ``home``.
    """
    root = bundled_root()
    shutil.copytree(root / "configs", home / "configs")
    shutil.copytree(root / "models" / "album_app", home / "models" / "album_app")
    config = home / "configs" / "global_config.yaml"
    text = config.read_text(encoding="utf-8").replace("models/album_app_v2/", "models/album_app/")
    config.write_text(text, encoding="utf-8")
    registry: dict[str, Any] = YAML(typ="safe").load(root / "models" / "registry.yaml")
    for kind in registry["album_app"].values():
        kind["current"] = "v1"
        kind["versions"] = {"v1": kind["versions"]["v1"]}
    with (home / "models" / "registry.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(registry, file)
    history = (root / "models" / "history.jsonl").read_text(encoding="utf-8")
    kept = [line for line in history.splitlines(keepends=True) if '"version": "v1"' in line]
    (home / "models" / "history.jsonl").write_text("".join(kept), encoding="utf-8")
    return home
