"""The line about versions that the program came with and a home folder does not know yet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.models.builtin_offer import BuiltinOffer
from album_organizer.gui.models.models_dock import ModelsDock
from album_organizer.registry.model_version import ModelVersion
from album_organizer.registry.registry import Registry
from tests.gui.conftest import OpenWindow
from tests.gui.hands import click, press
from tests.unit.registry.models import TINY


@pytest.fixture
def dock(qtbot: QtBot, quick_window: OpenWindow, quick_home: Path) -> ModelsDock:
    registry = Registry(quick_home, TINY)
    for kind in ("ava", "siamese"):
        registry.verify_file(registry.current(kind))
    return open_dock(qtbot, quick_window)


def open_dock(qtbot: QtBot, quick_window: OpenWindow) -> ModelsDock:
    window = quick_window()
    press(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(window.models.panel.tree.select("ava", "v1")))
    return window.models


def version(kind: str, name: str) -> ModelVersion:
    path = Path("program") / f"{kind}.pt"
    return ModelVersion(kind, name, path, path.as_posix())


def names(home: Path, kind: str) -> list[tuple[str, bool]]:
    return [(v.version, v.is_current) for v in Registry(home, TINY).versions(kind)]


def test_a_click_adds_them_and_the_line_goes(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    offer = dock.panel.offer
    assert offer.isVisible()
    assert offer.text.text() == "Built-in version v3 is available."
    click(offer.button)
    qtbot.waitUntil(dock.panel.note.isVisible)
    assert dock.panel.message.text() == (
        "Added AVA model v3, Siamese model v3. They judge nothing until you use them."
    )
    assert dock.panel.note.property("kind") == "info"
    assert not offer.isVisible()
    selected = dock.panel.selected
    assert selected is not None
    assert (selected.kind, selected.version, selected.is_current) == ("ava", "v3", False)
    for kind in ("ava", "siamese"):
        assert names(quick_home, kind) == [("v1", True), ("v3", False)]


def test_one_of_them_is_told_in_the_singular(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    registry = Registry(quick_home, TINY)
    registry._builtin.add(registry.offered()[1])
    click(dock.panel.offer.button)
    qtbot.waitUntil(dock.panel.note.isVisible)
    assert dock.panel.message.text() == ("Added AVA model v3. It judges nothing until you use it.")


def test_the_keyboard_reaches_the_button_from_the_list(qtbot: QtBot, dock: ModelsDock) -> None:
    dock.panel.tree.setFocus()
    seen = []
    while not dock.panel.offer.button.hasFocus():
        press(QApplication.focusWidget() or dock.panel.tree, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused not in seen
        seen.append(focused)
    press(dock.panel.offer.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dock.panel.offer.isVisible())


def test_added_by_another_window_in_the_meantime(
    qtbot: QtBot, dock: ModelsDock, quick_home: Path
) -> None:
    Registry(quick_home, TINY).add_offered()
    controller = dock.controller
    assert controller is not None
    controller.add_offered()
    qtbot.waitUntil(dock.panel.note.isVisible)
    assert dock.panel.message.text() == "There is nothing to add any more."
    qtbot.waitUntil(lambda: not dock.panel.offer.isVisible())


def test_no_offer_while_the_registry_is_broken(
    qtbot: QtBot, quick_window: OpenWindow, quick_home: Path
) -> None:
    Registry(quick_home, TINY).versions("ava")
    (quick_home / "models/registry.yaml").write_text("album_app: [", encoding="utf-8")
    dock = open_dock(qtbot, quick_window)
    assert dock.panel.trouble_frame.isVisible()
    assert not dock.panel.offer.isVisible()


def test_several_names_are_told_in_the_plural(qtbot: QtBot) -> None:
    offer = BuiltinOffer()
    qtbot.addWidget(offer)
    offer.show()
    offer.show_versions([version("ava", "v3"), version("siamese", "v2")])
    assert offer.text.text() == "Built-in versions v3, v2 are available."
    assert offer.button.accessibleName() == "Add AVA aesthetics v3, Siamese comparison v2"
    assert offer.button.toolTip().startswith("Adds AVA aesthetics v3, Siamese comparison v2 ")
    offer.show_versions([])
    assert not offer.isVisible()
