"""Reads the pickles of checkpoints as data: nothing that they name is imported, called or created.

PyTorch's own weights-only reader runs no foreign code either, but it calls what it allows with
whatever arguments the file gives: ``bytearray(10**10)``, a storage of ten gigabytes, the state of
a numpy type. Here every allowed name stands for a few lines below, which check their arguments.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO

import numpy as np

MAX_INSTRUCTIONS = 300_000
"""Checkpoints of the supported networks need some 25,000."""

MAX_INTEGER_BITS = 128

DTYPES = {
    "DoubleStorage": "float64",
    "FloatStorage": "float32",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
}
"""What PyTorch calls its storages in a file -> the type of their numbers."""

_NUMPY_CODES = ("f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1")


class Malformed(ValueError):
    """The pickle is damaged, or not one that a training writes."""


class ForeignCode(Exception):
    """The pickle names a function or class other than those of weights and plain settings.

    Args:
        name: What it names.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Storage:
    """Where the numbers of a table lie.

    Attributes:
        key: The name of the storage in the file.
        dtype: One of the values of :data:`DTYPES`.
        count: How many numbers the pickle says it holds; nobody has checked that.
    """

    key: str
    dtype: str
    count: int


Table = Callable[[Storage, int, tuple[int, ...], tuple[int, ...]], object]
"""Storage, offset, shape and strides (in numbers, at least 0) -> what stands for the table."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A function or class that the pickle names."""

    text: str


@dataclass(slots=True)
class _NumpyType:
    code: str
    order: str = "<"


def read_pickle(stream: BinaryIO, table: Table) -> object:
    """Reads one pickle and leaves the stream behind its end.

    Args:
        stream: At the start of the pickle; nothing is read but what is there.
        table: Makes the tables of numbers.

    Returns:
        Dictionaries, lists, tuples, texts, bytes, numbers, truth values, None and the answers of
        ``table``; paths, devices and types of numbers as text. Parts may be shared or contain
        themselves.

    Raises:
        ForeignCode: If it names anything that is no part of weights and plain settings.
        Malformed: If it is damaged, too long, or uses instructions in a way PyTorch does not.
    """
    machine = _Machine(table)
    try:
        for count, (instruction, argument, _) in enumerate(pickletools.genops(stream)):
            if count == 0 and instruction.name != "PROTO":
                raise Malformed("it does not begin like a checkpoint")
            if count > MAX_INSTRUCTIONS:
                raise Malformed("it has more parts than any checkpoint")
            machine.run(instruction.name, argument)
    except (ForeignCode, Malformed):
        raise
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise Malformed("its content cannot be read") from error
    return machine.stack[-1] if machine.stack else None


class _Machine:
    """The stack machine that pickles are programs for, with harmless instructions only."""

    def __init__(self, table: Table) -> None:
        self.stack: list[Any] = []
        self._marks: list[list[Any]] = []
        self._memo: dict[int, Any] = {}
        self._calls = {
            **_CALLS,
            **{
                f"torch._utils.{name}": lambda storage, offset, shape, stride, *rest: _table(
                    table, storage, offset, shape, stride, rest
                )
                for name in ("_rebuild_tensor", "_rebuild_tensor_v2")
            },
        }

    def run(self, name: str, argument: Any) -> None:  # noqa: ANN401 - of any instruction
        """Carries out one instruction of a pickle."""
        if name in _LITERALS:
            self.stack.append(_LITERALS[name]() if argument is None else _bounded(argument))
        elif (step := _STEPS.get(name)) is not None:
            step(self, argument)
        elif name in ("INST", "OBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4"):
            raise ForeignCode(str(argument or name))
        elif name not in ("PROTO", "FRAME", "STOP"):
            raise Malformed("its content cannot be read")

    def mark(self, _: object) -> None:
        self._marks.append(self.stack)
        self.stack = []

    def since_mark(self) -> list[Any]:
        items, self.stack = self.stack, self._marks.pop()
        return items

    def tuple_since_mark(self, _: object) -> None:
        items = self.since_mark()
        self.stack.append(tuple(items))

    def name(self, argument: str) -> None:
        self._add_name(*argument.split(" ", 1))

    def name_from_stack(self, _: object) -> None:
        attribute, module = self.stack.pop(), self.stack.pop()
        self._add_name(module, attribute)

    def _add_name(self, module: str, attribute: str) -> None:
        text = f"{module}.{attribute}"
        if text in _CONSTANTS:
            self.stack.append(text)
        elif text in self._calls:
            self.stack.append(_Name(text))
        else:
            raise ForeignCode(text)

    def call(self, _: object) -> None:
        arguments, function = self.stack.pop(), self.stack.pop()
        if not isinstance(function, _Name) or function.text not in self._calls:
            raise Malformed("it calls what is no function")
        self.stack.append(self._calls[function.text](*arguments))

    def build(self, _: object) -> None:
        state, target = self.stack.pop(), self.stack[-1]
        if isinstance(target, _NumpyType):
            target.order = state[1]
        elif not isinstance(target, dict):  # an OrderedDict of weights carries version numbers
            raise Malformed("it fills what has no content")

    def storage(self, _: object) -> None:
        tag, kind, key, _location, count, *view = self.stack.pop()
        if tag != "storage" or not isinstance(key, str) or any(view):
            raise Malformed("it refers to what is no storage")
        self.stack.append(Storage(key, DTYPES[kind.removeprefix("torch.")], _size(count)))

    def append(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, list):
            raise Malformed("it appends to what is no list")
        target.extend(items)

    def set_items(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict) or len(items) % 2:
            raise Malformed("it adds entries to what is no dictionary")
        for key, value in zip(items[::2], items[1::2], strict=True):
            # Hashing a deeply nested tuple would end the process; huge integers can be made to
            # have equal hashes.
            if not isinstance(key, str | int | float) or (
                isinstance(key, int) and key.bit_length() > 60
            ):
                raise Malformed("it has an entry without a name")
            target[key] = value

    def remember(self, argument: int | None) -> None:
        self._memo[len(self._memo) if argument is None else argument] = self.stack[-1]

    def recall(self, argument: int) -> None:
        self.stack.append(self._memo[argument])

    def join(self, count: int) -> None:
        if len(self.stack) < count:
            raise Malformed("its content cannot be read")
        items = tuple(self.stack[len(self.stack) - count :])
        del self.stack[len(self.stack) - count :]
        self.stack.append(items)


def _bounded(argument: object) -> object:
    if isinstance(argument, int) and argument.bit_length() > MAX_INTEGER_BITS:
        raise Malformed("it holds a number of absurd size")
    return argument


def _size(value: object) -> int:
    if isinstance(value, int) and 0 <= value < 2**48:
        return value
    raise Malformed("it claims an impossible size")


def _table(
    make: Table,
    storage: object,
    offset: object,
    shape: Any,  # noqa: ANN401 - checked here
    stride: Any,  # noqa: ANN401 - checked here
    rest: tuple[Any, ...],
) -> object:
    if not isinstance(storage, Storage) or (len(rest) > 2 and rest[2]):
        raise Malformed("it holds a table of an unusual form")
    sizes, strides = tuple(map(_size, shape)), tuple(map(_size, stride))
    if len(sizes) != len(strides) or len(sizes) > 8:
        raise Malformed("it holds a table of an unusual form")
    return make(storage, _size(offset), sizes, strides)


def _numpy_type(code: str, *_: object) -> _NumpyType:
    if code not in _NUMPY_CODES:
        raise Malformed("it holds numbers of an unusual type")
    return _NumpyType(code)


def _numpy_scalar(kind: _NumpyType, raw: bytes) -> object:
    dtype = np.dtype(kind.code).newbyteorder("=" if kind.order == "|" else kind.order)  # type: ignore[arg-type]
    if len(raw) != dtype.itemsize:
        raise Malformed("it holds a number of another size than its type")
    return np.frombuffer(raw, dtype)[0].item()


def _path(kind: type[PurePosixPath | PureWindowsPath]) -> Callable[..., str]:
    return lambda *parts: str(kind(*parts))


def _as_list(items: object = ()) -> list[object]:
    if not isinstance(items, list | tuple):
        raise Malformed("it makes a list of what is none")
    return list(items)


def _as_dict(entries: object = ()) -> dict[object, object]:
    if not isinstance(entries, dict) and entries != ():
        raise Malformed("it makes a dictionary of what is none")
    return dict(entries)


def _encode(text: str, _encoding: str) -> bytes:
    return text.encode("latin-1")  # how the old protocols write bytes


def _no_bytes() -> bytes:
    return b""  # the old protocols call ``bytes`` for these only


def _first(value: object, *_: object) -> object:
    return value


_CALLS: dict[str, Callable[..., Any]] = {
    "collections.OrderedDict": _as_dict,
    "collections.Counter": _as_dict,
    "torch._utils._rebuild_parameter": _first,
    "torch._utils._rebuild_parameter_with_state": _first,
    "torch.Size": _as_list,
    "torch.device": lambda *parts: ":".join(map(str, parts)),
    "_codecs.encode": _encode,
    **{f"{module}.set": _as_list for module in ("builtins", "__builtin__")},
    **{f"{module}.bytes": _no_bytes for module in ("builtins", "__builtin__")},
    "numpy.dtype": _numpy_type,
    **{f"numpy.{core}.multiarray.scalar": _numpy_scalar for core in ("core", "_core")},
    **{
        f"{module}.{pure}{kind.__name__[4:]}": _path(kind)
        for module in ("pathlib", "pathlib._local")
        for pure in ("", "Pure")
        for kind in (PurePosixPath, PureWindowsPath)
    },
}

_CONSTANTS = frozenset(
    [f"torch.{name}" for name in DTYPES] + [f"torch.{name}" for name in DTYPES.values()]
)

_WITH_ARGUMENT = (
    *("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT"),
    *("STRING", "BINSTRING", "SHORT_BINSTRING", "UNICODE", "BINUNICODE", "SHORT_BINUNICODE"),
    *("BINUNICODE8", "BINBYTES", "SHORT_BINBYTES", "BINBYTES8"),
)
_LITERALS: dict[str, Callable[[], object]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_TUPLE": tuple,
    "EMPTY_LIST": list,
    "EMPTY_SET": list,
    "EMPTY_DICT": dict,
    **dict.fromkeys(_WITH_ARGUMENT, lambda: None),
}
"""Instructions that add a value: their argument, or where they have none what this makes."""

_STEPS: dict[str, Callable[[_Machine, Any], None]] = {
    "MARK": _Machine.mark,
    "GLOBAL": _Machine.name,
    "STACK_GLOBAL": _Machine.name_from_stack,
    "REDUCE": _Machine.call,
    "NEWOBJ": _Machine.call,
    "BUILD": _Machine.build,
    "BINPERSID": _Machine.storage,
    "APPEND": lambda machine, _: machine.append([machine.stack.pop()]),
    "APPENDS": lambda machine, _: machine.append(machine.since_mark()),
    "ADDITEMS": lambda machine, _: machine.append(machine.since_mark()),
    "SETITEM": lambda machine, _: machine.set_items([machine.stack.pop(-2), machine.stack.pop()]),
    "SETITEMS": lambda machine, _: machine.set_items(machine.since_mark()),
    "TUPLE": _Machine.tuple_since_mark,
    "TUPLE1": lambda machine, _: machine.join(1),
    "TUPLE2": lambda machine, _: machine.join(2),
    "TUPLE3": lambda machine, _: machine.join(3),
    **dict.fromkeys(("BINPUT", "LONG_BINPUT", "PUT", "MEMOIZE"), _Machine.remember),
    **dict.fromkeys(("BINGET", "LONG_BINGET", "GET"), _Machine.recall),
}
