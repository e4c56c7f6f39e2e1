"""Finds the tables of numbers in the bytes of a ``.pt`` file, without unpacking anything.

Both formats of ``torch.save`` are read: a zip archive of uncompressed records, and before PyTorch
1.6 a row of pickles with the numbers behind them. Every table is a view of the bytes themselves,
so no claim of a file can take memory that it does not fill.
"""

import io
import math
import struct
import zipfile
import zlib

import torch

from album_organizer.ml.plain_pickle import Malformed, Storage, read_pickle

MAX_PICKLE_BYTES = 8 * 1024**2
"""Largest description of weights and settings; the one of a checkpoint takes some 100 kB."""

MAX_DIRECTORY_BYTES = 2 * 1024**2
"""Largest list of the records in a zip archive; one of 1,000 tables takes 80 kB."""

_ZIP_SIGNATURE = b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_MAGIC_NUMBER = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001


def read_torch_file(data: bytearray) -> object:
    """Reads what ``torch.save`` wrote.

    Args:
        data: The whole file; the tensors of the answer share its memory.

    Returns:
        See :func:`~album_organizer.ml.plain_pickle.read_pickle`; tables are tensors.

    Raises:
        ForeignCode: If it names code.
        Malformed: If it is damaged, or not what ``torch.save`` writes.
    """
    if data[:4] == _ZIP_SIGNATURE:
        return _read_archive(data)
    if data[:1] == b"\x80" and data[1:2] <= b"\x05":
        return _read_row_of_pickles(data)
    raise Malformed("it does not begin like a checkpoint")


def _read_archive(data: bytearray) -> object:
    try:
        entries = zipfile.ZipFile(_Window(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise Malformed("its list of contents cannot be read") from error
    records = {entry.filename: entry for entry in entries}
    if len(records) != len(entries):
        raise Malformed("it holds two records of one name")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise Malformed("its contents are compressed, which no training does")
    pickles = [name for name in records if name.count("/") == 1 and name.endswith("/data.pkl")]
    if len(pickles) != 1:
        raise Malformed("it is an archive of something else")
    folder = pickles[0].removesuffix("data.pkl")
    order = records.get(f"{folder}byteorder")
    if order is not None and bytes(_record(data, order)) != b"little":
        raise Malformed("its numbers are in another byte order")
    program = _record(data, records[pickles[0]])
    if len(program) > MAX_PICKLE_BYTES:
        raise Malformed("its description is too long")
    checked: dict[str, memoryview] = {}

    def table(
        storage: Storage, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]
    ) -> torch.Tensor:
        if storage.key not in checked:
            checked[storage.key] = _record(data, records[f"{folder}data/{storage.key}"])
        return _view(checked[storage.key], storage, offset, shape, stride)

    return read_pickle(io.BytesIO(program), table)


def _record(data: bytearray, entry: zipfile.ZipInfo) -> memoryview:
    """The bytes of one uncompressed record, compared with its checksum."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise Malformed("a part of it is missing")
    signature, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    record = memoryview(data)[start : start + entry.file_size]
    if (
        signature != _ZIP_SIGNATURE
        or len(record) != entry.file_size
        or zlib.crc32(record) != entry.CRC
    ):
        raise Malformed("a part of it is missing or was changed")
    return record


def _read_row_of_pickles(data: bytearray) -> object:
    stream = io.BytesIO(memoryview(data)[:MAX_PICKLE_BYTES])
    used: dict[str, Storage] = {}

    def remember(storage: Storage, *_: object) -> None:
        if used.setdefault(storage.key, storage).dtype != storage.dtype:
            raise Malformed("it reads one storage as two types of numbers")

    if read_pickle(stream, remember) != _MAGIC_NUMBER or read_pickle(stream, remember) != _PROTOCOL:
        raise Malformed("it does not begin like a checkpoint")
    read_pickle(stream, remember)  # the machine it was written on
    start = stream.tell()
    read_pickle(stream, remember)
    # The numbers follow the list of their keys, so the content is read twice: for the types of the
    # storages, which tell where each of them begins, and for the tables.
    keys = read_pickle(stream, remember)
    found = _storages(data, stream.tell(), keys, used)
    stream.seek(start)

    def table(
        storage: Storage, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]
    ) -> torch.Tensor:
        return _view(found[storage.key], storage, offset, shape, stride)

    return read_pickle(stream, table)


def _storages(
    data: bytearray, at: int, keys: object, used: dict[str, Storage]
) -> dict[str, memoryview]:
    """The storages behind the pickles: for each key a count (8 bytes) and so many numbers."""
    if not isinstance(keys, list) or any(key not in used for key in keys):
        raise Malformed("its list of storages does not fit its content")
    found: dict[str, memoryview] = {}
    for key in keys:
        size = getattr(torch, used[key].dtype).itemsize
        count = int.from_bytes(data[at : at + 8], "little")
        found[key] = memoryview(data)[at + 8 : at + 8 + count * size]
        at += 8 + count * size
        if at > len(data):
            raise Malformed("a part of it is missing")
    return found


def _view(
    numbers: memoryview,
    storage: Storage,
    offset: int,
    shape: tuple[int, ...],
    stride: tuple[int, ...],
) -> torch.Tensor:
    """The table as a tensor that shares the memory of its storage."""
    dtype: torch.dtype = getattr(torch, storage.dtype)
    available, wanted = len(numbers) // dtype.itemsize, math.prod(shape)
    last = offset + sum((size - 1) * step for size, step in zip(shape, stride, strict=True))
    if wanted > available or (wanted and last >= available):
        raise Malformed(f"a table claims {wanted} numbers, of which it holds {available}")
    if wanted == 0:
        return torch.empty(0, dtype=dtype).reshape(shape)
    flat = torch.frombuffer(numbers, dtype=torch.uint8)[: available * dtype.itemsize]
    if flat.data_ptr() % dtype.itemsize:
        flat = flat.clone()  # the older format does not align its numbers
    return flat.view(dtype).as_strided(shape, stride, offset)


class _Window:
    """Just enough of a file for :mod:`zipfile` to read the list of contents from memory."""

    def __init__(self, data: bytearray) -> None:
        self._data = data
        self._at = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._data)}[whence]
        if origin + offset < 0:
            raise ValueError("before the start")
        self._at = origin + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = len(self._data) if size < 0 else min(self._at + size, len(self._data))
        if end - self._at > MAX_DIRECTORY_BYTES:
            raise ValueError("the list of contents is too long")
        part = bytes(memoryview(self._data)[self._at : end])
        self._at = max(self._at, end)
        return part
