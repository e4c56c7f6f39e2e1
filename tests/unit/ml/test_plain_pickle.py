"""Pickles of torch.save give the same content as torch's own reader, without calling anything."""

import contextlib
import io
import pickle
import zipfile
from collections import Counter, OrderedDict
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.ml.plain_pickle import ForeignCode, Malformed, Storage, read_pickle
from tests.unit.ml.hostile_files import bytes_of

SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**100), 2**100)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(min_size=1)
)
CONTENT = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(-(2**50), 2**50), inner)
    ),
    max_leaves=30,
)


def no_table(*_: object) -> object:
    raise AssertionError("there is no table")


def read(data: bytes) -> object:
    return read_pickle(io.BytesIO(data), no_table)


def program_of(content: object) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bytes_of(content))) as archive:
        return archive.read("archive/data.pkl")


@given(content=CONTENT)
def test_plain_content_is_read_as_torch_reads_it(content: object) -> None:
    expected = torch.load(io.BytesIO(bytes_of(content)), weights_only=True)

    assert read(program_of(content)) == expected == content


@given(content=CONTENT, protocol=st.integers(2, 5))
def test_every_binary_protocol_is_read(content: object, protocol: int) -> None:
    assert read(pickle.dumps(content, protocol)) == content


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (np.int64(-3), -3),
        (np.bool_(True), True),
        (np.dtype(">f8").type(2.0), 2.0),
        (OrderedDict(a=1), {"a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        ({1, 2}, [1, 2]),
        (set(), []),
        (b"", b""),
        (torch.Size([1, 2]), [1, 2]),
        (torch.device("cuda", 1), "cuda:1"),
        (torch.float16, "torch.float16"),
        (PureWindowsPath(r"D:\a\b"), r"D:\a\b"),
        (PurePosixPath("/a/b"), "/a/b"),
    ],
)
@pytest.mark.parametrize("protocol", [2, 4])
def test_known_objects_become_plain(content: object, plain: object, protocol: int) -> None:
    answer = read(pickle.dumps(content, protocol))

    assert answer == plain
    assert type(answer) is type(plain)


def test_numbers_in_the_other_byte_order_are_read() -> None:
    number = np.array([1.5], ">f8")
    # A scalar itself always has the machine's order; its parts may be put together otherwise.
    head = b"\x80\x02cnumpy._core.multiarray\nscalar\n"
    dtype = pickle.dumps(number.dtype, 2)[2:-1]
    raw = b"C\x08" + number.tobytes()

    assert read(head + dtype + raw + b"\x86R.") == 1.5


def test_shared_parts_stay_shared_and_rings_stay_rings() -> None:
    part: list[Any] = [1]
    ring: dict[str, Any] = {"part": part, "again": part}
    ring["self"] = ring

    answer: Any = read(pickle.dumps(ring, 2))

    assert answer["part"] is answer["again"]
    assert answer["self"] is answer


def test_tables_are_made_by_whoever_reads() -> None:
    asked: list[tuple[Any, ...]] = []

    def table(*wanted: Any) -> str:
        asked.append(wanted)
        return f"table {len(asked)}"

    content = {"a": torch.arange(12.0)[2:8].view(2, 3), "b": torch.nn.Parameter(torch.ones(1))}
    answer = read_pickle(io.BytesIO(program_of(content)), table)

    assert answer == {"a": "table 1", "b": "table 2"}
    assert asked == [
        (Storage("0", "float32", 12), 2, (2, 3), (3, 1)),
        (Storage("1", "float32", 1), 0, (1,), (1,)),
    ]


def test_the_stream_is_left_behind_the_pickle() -> None:
    stream = io.BytesIO(pickle.dumps([1], 2) + pickle.dumps("second", 2) + b"rest")

    assert read_pickle(stream, no_table) == [1]
    assert read_pickle(stream, no_table) == "second"
    assert stream.read() == b"rest"


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (b"cos\nsystem\n.", "os.system"),
        (b"\x8c\x02os\x8c\x06system\x93.", "os.system"),
        (b"(X\x01\x00\x00\x00xios\nsystem\n.", "os system"),
        (b"cbuiltins\ngetattr\n.", "builtins.getattr"),
        (b"ccollections\nOrderedDict.__init__\n.", "collections.OrderedDict.__init__"),
        (b"\x82\x01.", "1"),
    ],
)
def test_what_is_not_known_is_named_and_refused(program: bytes, name: str) -> None:
    with pytest.raises(ForeignCode) as caught:
        read(b"\x80\x02" + program)

    assert caught.value.name == name


@pytest.mark.parametrize(
    "program",
    [
        b"",
        b"(lp0\n.",  # no protocol, as in the text form
        b"\x80\x02",
        b"\x80\x02]a.",
        b"\x80\x02}Ns.",
        b"\x80\x02K\x01K\x02R.",
        b"\x80\x02ccollections\nOrderedDict\nK\x01R.",
        b"\x80\x02ccollections\nOrderedDict\nK\x01\x85R.",
        b"\x80\x02cpathlib\nPurePosixPath\n}\x85R.",
        b"\x80\x02c__builtin__\nset\nK\x01\x85R.",
        b"\x80\x02c__builtin__\nbytes\nK\x01\x85R.",
        b"\x80\x02}]Ns.",
        b"\x80\x02}(Nu.",
        b"\x80\x02K\x01}b.",
        b"\x80\x02t.",
        b"\x80\x02\x86.",
        b"\x80\x02h\x05.",
        b"\x80\x02NQ.",
        b"\x80\x02X\xff\xff\xff\xff.",
        b"\x80\x02\x8b\xff\xff\xff\x7f.",
        b"\x80\x022.",
    ],
)
def test_a_program_that_makes_no_sense_is_malformed(program: bytes) -> None:
    with pytest.raises(Malformed):
        read(program)


@given(program=st.binary())
def test_any_bytes_are_content_or_an_error_of_two(program: bytes) -> None:
    with contextlib.suppress(Malformed, ForeignCode):
        read(b"\x80\x02" + program)
