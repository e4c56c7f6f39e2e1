"""Home folders that know one version of each model, from before the newest came."""

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from album_organizer.settings.home import bundled_root

OLDEST = "album_app_v2"


def make_first_home(home: Path) -> Path:
    """Fills a home folder with settings and one version of each model only, which is in use.

    It is called v1 and lies where first versions lie; its files are those of the oldest version
    that the program still comes with. What a test adds is then v2, and the
    program has a newer one to offer.

    Returns:
        ``home``.
    """
    root = bundled_root()
    shutil.copytree(root / "configs", home / "configs")
    shutil.copytree(root / "models" / OLDEST, home / "models" / "album_app")
    config = home / "configs" / "global_config.yaml"
    text = config.read_text(encoding="utf-8").replace("models/album_app_v3/", "models/album_app/")
    config.write_text(text, encoding="utf-8")
    registry: dict[str, Any] = YAML(typ="safe").load(root / "models" / "registry.yaml")
    for kind in registry["album_app"].values():
        kind["current"] = "v1"
        entry = kind["versions"]["v2"]
        entry["path"] = entry["path"].replace(OLDEST, "album_app")
        kind["versions"] = {"v1": entry}
    with (home / "models" / "registry.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(registry, file)
    history = (root / "models" / "history.jsonl").read_text(encoding="utf-8")
    kept = [
        line
        for line in history.splitlines(keepends=True)
        if '"version": "v2"' in line and '"event": "verified"' not in line
    ]
    told = "".join(kept).replace('"v1"', "null").replace('"v2"', '"v1"')
    (home / "models" / "history.jsonl").write_text(told, encoding="utf-8")
    return home
