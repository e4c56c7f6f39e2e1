"""Which keys lead to which command: the built-in ones and those a person chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import mirrored

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence

from album_organizer.domain.commands import CommandId
from album_organizer.gui.shortcuts.commands import Command
from album_organizer.i18n import tr

_ISOLATE, _END = "\u2066", "\u2069"
_NO_KEYS = frozenset(
    {
        Qt.Key.Key_unknown,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
    }
)
"""What is held with a key is none by itself."""


class UseKind(Enum):
    """How a key is used already."""

    KEY = auto()
    FIXED = auto()
    GOES_ON = auto()


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key that leads somewhere.

    Attributes:
        command: Where to.
        kind: KEY can be taken away; FIXED belongs to the views; GOES_ON is Shift with the key of a
            decision.
    """

    command: Command
    kind: UseKind

    def sentence(self, key: QKeySequence) -> str:
        """What stands in the way, in full: "P is used by Pick"."""
        text = {
            UseKind.KEY: tr("{key} is used by {command}."),
            UseKind.FIXED: tr("{key} always means {command} and cannot be given away."),
            UseKind.GOES_ON: tr("{key} means {command} and go on to the next photo."),
        }[self.kind]
        return text.format(key=shown(key), command=self.command.name)


class Bindings:
    """The keys of all commands; never changes, every change gives new bindings.

    A key leads to one command. What a person chose wins over a built-in key; of two commands that
    a person gave the same key, the first in the list has it.

    Attributes:
        commands: All, in the order of lists.
        problems: Sentences about chosen keys that cannot be used.

    Args:
        commands: All, with ids that differ.
        chosen: Keys in the portable notation by id, as :meth:`chosen` gives them.
    """

    def __init__(
        self, commands: Sequence[Command], chosen: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.commands = tuple(commands)
        self._by_id = {command.id: command for command in self.commands}
        problems: list[str] = []
        own = self._own_keys(chosen or {}, problems)
        fixed = {parse(key) for command in self.commands for key in command.fixed}
        taken: dict[QKeySequence, Command] = {}
        self._keys: dict[CommandId, tuple[QKeySequence, ...]] = {}
        for is_own in (True, False):
            for command in self.commands:
                if (command.id in own) is not is_own:
                    continue
                wanted = own[command.id] if is_own else [parse(key) for key in command.keys]
                kept = [key for key in wanted if key not in fixed and key not in taken]
                if is_own:
                    problems += self._lost(command, wanted, kept, taken)
                taken |= dict.fromkeys(kept, command)
                self._keys[command.id] = tuple(kept)
        self._own = {id_: self._keys[id_] for id_ in own}
        self.problems = tuple(problems)

    def command(self, command_id: CommandId) -> Command:
        """The command of a name."""
        return self._by_id[command_id]

    def keys(self, command_id: CommandId) -> tuple[QKeySequence, ...]:
        """The keys of a command that can be changed; none if it has none."""
        return self._keys[command_id]

    def all_keys(self, command_id: CommandId) -> tuple[QKeySequence, ...]:
        """All keys of a command, those that the views obey last."""
        return (*self.keys(command_id), *(parse(key) for key in self._by_id[command_id].fixed))

    def is_own(self, command_id: CommandId) -> bool:
        """Whether the keys differ from the built-in ones."""
        return self.keys(command_id) != _built_in(self._by_id[command_id])

    def chosen(self) -> dict[str, list[str]]:
        """Only what a person changed, as the settings keep it.

        A built-in key that another command was given is no change: it comes back by itself when
        that command gives it up.
        """
        return {
            id_.value: [portable(key) for key in keys]
            for id_, keys in self._own.items()
            if keys != _built_in(self._by_id[id_])
        }

    def use_of(self, key: QKeySequence, besides: CommandId | None = None) -> KeyUse | None:
        """What a key does already, or None if it is free.

        Args:
            key: One key with what is held.
            besides: A command that does not count.
        """
        unshifted = without_shift(key)
        for command in self.commands:
            if any(parse(fixed) == key for fixed in command.fixed):
                return KeyUse(command, UseKind.FIXED)
            if command.id is besides:
                continue
            if key in self.keys(command.id):
                return KeyUse(command, UseKind.KEY)
        for command in self.commands:
            if command.judges and unshifted is not None and unshifted in self.keys(command.id):
                return KeyUse(command, UseKind.GOES_ON)
        return None

    def with_keys(self, command_id: CommandId, keys: Iterable[QKeySequence]) -> "Bindings":
        """Gives a command these keys instead of its own; other commands lose them."""
        wanted = list(dict.fromkeys(keys))
        own = {id_: [k for k in own if k not in wanted] for id_, own in self._own.items()}
        own[command_id] = wanted
        chosen = {id_.value: [portable(key) for key in keys] for id_, keys in own.items()}
        # Built-in keys need not be kept, so that later versions may improve what nobody changed.
        return Bindings(self.commands, Bindings(self.commands, chosen).chosen())

    def without_own(self, command_id: CommandId) -> "Bindings":
        """Gives a command its built-in keys back, taking them from others where need be."""
        return self.with_keys(command_id, _built_in(self._by_id[command_id]))

    def built_in(self) -> "Bindings":
        """All built-in keys."""
        return Bindings(self.commands)

    def _own_keys(
        self, chosen: Mapping[str, Sequence[str]], problems: list[str]
    ) -> dict[CommandId, list[QKeySequence]]:
        own: dict[CommandId, list[QKeySequence]] = {}
        for command in self.commands:
            if command.id.value not in chosen:
                continue
            keys = []
            for text in chosen[command.id.value]:
                key = parse(text)
                if is_one_key(key):
                    keys.append(key)
                else:
                    sentence = tr("'{text}' is no key; {command} goes without it.")
                    problems.append(sentence.format(text=text, command=command.name))
            own[command.id] = list(dict.fromkeys(keys))
        return own

    def _lost(
        self,
        command: Command,
        wanted: list[QKeySequence],
        kept: list[QKeySequence],
        taken: Mapping[QKeySequence, Command],
    ) -> list[str]:
        sentence = tr("{key} is used by {other} already; {command} goes without it.")
        fixed = {parse(key): other for other in self.commands for key in other.fixed}
        owner = {**fixed, **taken}
        return [
            sentence.format(key=shown(key), other=owner[key].name, command=command.name)
            for key in wanted
            if key not in kept
        ]


def parse(text: str) -> QKeySequence:
    """A key in the portable notation; an empty one where the text is none."""
    return QKeySequence(text, QKeySequence.SequenceFormat.PortableText)


def portable(key: QKeySequence) -> str:
    """As it stands in the settings: the same on every system and in every language."""
    return key.toString(QKeySequence.SequenceFormat.PortableText)


def shown(key: QKeySequence) -> str:
    """As it stands on the keyboard here; never turned round by words read from the right."""
    text = key.toString(QKeySequence.SequenceFormat.NativeText)
    return f"{_ISOLATE}{text}{_END}" if QGuiApplication.isRightToLeft() else text


def turns_round(key: QKeySequence) -> bool:
    """Whether words read from the right would show another key: brackets are mirrored there."""
    return any(mirrored(letter) for letter in portable(key))


def is_one_key(key: QKeySequence) -> bool:
    """Whether it is a single key that exists, with whatever is held."""
    return key.count() == 1 and _first(key).key() not in _NO_KEYS


def without_shift(key: QKeySequence) -> QKeySequence | None:
    """The same key with Shift let go, or None if Shift is not held or more than Shift is."""
    if key.count() != 1 or _first(key).keyboardModifiers() != Qt.KeyboardModifier.ShiftModifier:
        return None
    return QKeySequence(_first(key).key())


def _first(key: QKeySequence) -> QKeyCombination:
    return key[0]  # type: ignore[index]  # missing in the annotations of PySide6


def _built_in(command: Command) -> tuple[QKeySequence, ...]:
    return tuple(parse(key) for key in command.keys)
