"""Checkpoints that somebody made to do harm, and everything else a path may turn out to be."""

import copy
import io
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

HEAD = {"head.0.weight": torch.ones(1, 4), "head.0.bias": torch.zeros(1)}
CONFIG: dict[str, Any] = {"model": {"backbone": "tf_efficientnet_lite0"}}
MARKER = 77
"""Elements of the table whose size the attacks change: a number that nothing else has."""

MARKED = {"head.0.weight": torch.ones(MARKER)}
TEN_GB = b"\x8a\x05" + (2_500_000_000).to_bytes(5, "little")  # LONG1, in float32 numbers


def payload(**changes: Any) -> dict[str, Any]:
    return {"epoch": 3, "model_state_dict": HEAD, "config": CONFIG, **changes}


def bytes_of(content: object, *, legacy: bool = False) -> bytes:
    stream = io.BytesIO()
    torch.save(content, stream, _use_new_zipfile_serialization=not legacy)
    return stream.getvalue()


def archive_of(program: bytes, records: dict[str, bytes] | None = None) -> bytes:
    """A torch archive with this pickle and these records, sound as an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.pkl", program)
        archive.writestr("archive/byteorder", b"little")
        if "version" not in (records or {}):
            archive.writestr("archive/version", b"3\n")
        for name, data in (records or {}).items():
            archive.writestr(f"archive/{name}", data)
    return stream.getvalue()


def reworked(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with another pickle inside, whose checksum is right again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        records = {
            name.split("/", 1)[1]: archive.read(name)
            for name in archive.namelist()
            if not name.endswith(("data.pkl", "byteorder"))
        }
        return archive_of(change(archive.read("archive/data.pkl")), records)


def calling(module: str, name: str, argument: bytes) -> bytes:
    """A pickle of a whole checkpoint whose config calls a function with one argument."""
    call = b"c" + f"{module}\n{name}\n".encode() + argument + b"\x85R"
    return b"\x80\x02}(" + _text("model_state_dict") + b"}" + _text("config") + call + b"u."


def config_program(program: bytes) -> bytes:
    """A sound checkpoint, except that a pickle program makes its config."""
    with zipfile.ZipFile(io.BytesIO(bytes_of(payload(config="HERE")))) as archive:
        whole = archive.read("archive/data.pkl")
    place = _text("HERE")
    assert place in whole
    records = {"data/0": struct.pack("<4f", 1, 1, 1, 1), "data/1": bytes(4)}
    return archive_of(whole.replace(place, program), records)


def _text(text: str) -> bytes:
    return b"X" + struct.pack("<I", len(text)) + text.encode()


class _Attack:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


def code_files(target: Path) -> dict[str, bytes]:
    """Files that would create the target folder, or do worse, if they were run."""
    attack = _Attack(target)
    command = _text(f"mkdir {target}")
    return {
        "code instead of a checkpoint": bytes_of(attack),
        "code in the config": bytes_of(payload(config={**CONFIG, "data": attack})),
        "code in the config, legacy": bytes_of(payload(config={"data": attack}), legacy=True),
        "code among the weights": bytes_of(payload(model_state_dict={**HEAD, "x": attack})),
        "code in a plain pickle": pickle.dumps(attack),
        "code in an old plain pickle": pickle.dumps(attack, protocol=2),
        "system": archive_of(calling("os", "system", command)),
        "eval": archive_of(
            calling("builtins", "eval", _text(f"__import__('os').mkdir('{target}')"))
        ),
        "getattr": archive_of(calling("builtins", "getattr", _text("x"))),
        "popen": archive_of(calling("subprocess", "Popen", command)),
        "torch.load": archive_of(calling("torch.serialization", "load", command)),
        "hub": archive_of(calling("torch.hub", "load", command)),
        "a bytearray of 10 GB": archive_of(calling("builtins", "bytearray", TEN_GB)),
        "a tensor of 10 GB": archive_of(calling("torch", "FloatTensor", TEN_GB)),
        "a storage of 10 GB": archive_of(calling("torch.storage", "UntypedStorage", TEN_GB)),
        "instance": archive_of(b"\x80\x02(" + command + b"ios\nsystem\n."),
        "object": archive_of(b"\x80\x02(cos\nsystem\n" + command + b"o."),
        "numpy function": archive_of(calling("numpy", "fromfile", command)),
        "allowed method": archive_of(calling("torch", "Tensor.numpy", command)),
    }


def damaged_files() -> dict[str, bytes]:
    """Files whose claims are larger than what they hold, or that are nested without end."""
    marked = bytes_of(payload(model_state_dict=MARKED))
    legacy = bytes_of(payload(model_state_dict=MARKED), legacy=True)
    small = b"K" + bytes([MARKER])
    assert legacy.count(small) >= 2
    laughs: list[Any] = ["ha"]
    for _ in range(20):
        laughs = [laughs] * 10
    deep = b"]" * 100_000 + b"a" * 99_999
    key = b"})" + b"\x85" * 100_000 + b"Ns"
    dtype = b"cnumpy\ndtype\n" + _text("O8") + b"\x89\x88\x87R"
    scalar = b"cnumpy._core.multiarray\nscalar\n"
    return {
        "storage of 10 GB": reworked(marked, lambda pickled: pickled.replace(small, TEN_GB)),
        "storage of 10 GB, legacy": legacy.replace(small, TEN_GB),
        "shape of 10 GB": reworked(marked, lambda pickled: _replace_last(pickled, small, TEN_GB)),
        "expanded": bytes_of(
            payload(model_state_dict={"head.0": torch.ones(1).expand(10**5, 10**5)})
        ),
        "laughs": bytes_of(payload(config={"model": laughs})),
        "laughs as figures": bytes_of(payload(**{f"val_{i}": laughs[0][0] for i in range(500)})),
        "nested": config_program(deep),
        "tuples as a key": config_program(key),
        "text that is not there": config_program(b"X" + struct.pack("<I", 2**32 - 1)),
        "long text": bytes_of(payload(config={"model": "x" * 10**7})),
        "long number": bytes_of(payload(config={"model": 10**5000})),
        "long number as a key": bytes_of(payload(config={10**30: 1})),
        "numpy object": config_program(scalar + dtype + b"K\x01\x86R"),
        "numpy size": config_program(
            scalar + dtype.replace(b"O8", b"f8") + _text("abc") + b"\x86R"
        ),
        "many instructions": config_program(b"]" + b"Na" * 200_000),
        "appends to a number": config_program(b"K\x01K\x01a"),
        "recalls nothing": config_program(b"h\xff"),
        "ends in the middle": archive_of(b"\x80\x02}"),
        "nothing on the stack": archive_of(b"\x80\x02."),
        "archive in an archive": archive_of(archive_of(b"")),
        "deflated bomb": _deflated_bomb(marked),
        "claims a huge record": _huge_record(marked),
        "records on top of each other": _overlapping(),
        "60,000 records": _many_records(marked),
        "two records of one name": _doubled(marked),
        "other byte order": marked.replace(b"little", b"big   "),
        "a photo archive": _photo_archive(),
        "empty": b"",
        "one byte": b"P",
        "text": b"class Foo:\n    pass\n" * 99,
    }


def _replace_last(data: bytes, old: bytes, new: bytes) -> bytes:
    head, _, tail = data.rpartition(old)
    return head + new + tail


def _deflated_bomb(data: bytes) -> bytes:
    stream = io.BytesIO(data)
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("archive/data/99", "w") as record,
    ):
        for _ in range(300):
            record.write(bytes(10**6))
    return stream.getvalue()


def _huge_record(data: bytes) -> bytes:
    """The record of the table claims 4 GB in the list of contents."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"archive/data/0"))
    return data[: at + 20] + struct.pack("<II", 2**32 - 16, 2**32 - 16) + data[at + 28 :]


def _overlapping() -> bytes:
    tables = {f"head.{number}": torch.ones(25_000) for number in range(40)}
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(bytes_of(payload(model_state_dict=tables)))) as source,
        zipfile.ZipFile(stream, "w") as target,
    ):
        for name in ("archive/data.pkl", "archive/byteorder", "archive/data/0"):
            target.writestr(name, source.read(name))
        for number in range(1, 40):
            entry = copy.copy(target.getinfo("archive/data/0"))
            entry.filename = f"archive/data/{number}"
            target.filelist.append(entry)
    return stream.getvalue()


def _many_records(data: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("archive/x", b"")
        for number in range(60_000):
            entry = copy.copy(archive.getinfo("archive/x"))
            entry.filename = f"archive/x{number}"
            archive.filelist.append(entry)
    return stream.getvalue()


def _doubled(data: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("archive/x", b"")
        archive.filelist.append(archive.getinfo("archive/data.pkl"))
    return stream.getvalue()


def _photo_archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("photos/1.jpg", bytes(100))
    return stream.getvalue()


def cards() -> dict[str, tuple[str, str]]:
    """Cards of a safetensors file, and what is said of them."""
    laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    merges = "a0: &a0 {x: 1}\n"
    for level in range(1, 20):
        before = ",".join([f"*a{level - 1}"] * 10)
        laughs += f"a{level}: &a{level} [{before}]\n"
        merges += f"a{level}: &a{level}\n  <<: [{before}]\n"
    return {
        "laughs": (laughs + "config: *a19\n", "contains itself or more parts"),
        "merges": (merges + "config: *a19\n", "contains itself or more parts"),
        "itself": ("config: &c [*c]\n", "contains itself or more parts"),
        "deep": ("config: " + "[" * 30_000, "is not valid YAML"),
        "long": ("config: " + "x" * 200_000, "more than the"),
        "digits": ("config: " + "9" * 50_000, "is not valid YAML"),
        "code": ("config: !!python/object/apply:os.mkdir [attacked]\n", "is not valid YAML"),
        "control": ("config: \x00", "is not valid YAML"),
    }
