"""A bundle as one file: the gzipped tar that OPA loads.

Written, the same files give the same bytes on every machine: sorted names, no owner, no time, and deflate blocks that
are stored, not compressed, for two versions of zlib compress differently. Read, it is walked header by header and never
unpacked: plain files and folders only, no links, no extended headers, no path twice or leading out, nothing beyond
the limits of a folder, however small the gzip is.
"""

from __future__ import annotations

import struct
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mlgate.errors import BundleError, Fault
from mlgate.policy.files import LARGEST_BUNDLE, LARGEST_FILE, MOST_FILES

LARGEST_ARCHIVE = LARGEST_BUNDLE + (MOST_FILES + 2) * 1024 + 10240
"""Bytes of the tar inside the gzip, and of the gzip: all files, a header and padding for each, the end."""

_BLOCK = tarfile.BLOCKSIZE
_GZIP_HEADER = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
"""RFC 1952: deflate, no name, no time, no operating system."""
_GZIP_WINDOW = 31
_STORED_MOST = 0xFFFF
_PLAIN, _FOLDER = {tarfile.REGTYPE, tarfile.AREGTYPE}, tarfile.DIRTYPE
_OTHER_POLICIES = frozenset({"policy.wasm", "plan.json", "patch.json"})
"""What OPA would act on besides Rego and data; the embedded engine would not, so the two would decide differently."""


class _Member(NamedTuple):
    name: str
    type: bytes
    content: bytes


def write(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files, path → content. Raises BundleError for a path that no plain tar header holds."""
    tar = b"".join(_written(name, files[name]) for name in sorted(files)) + bytes(2 * _BLOCK)
    return _gzip(tar)


def read(data: bytes, where: str) -> dict[str, bytes]:
    """Path → content of every file; raises BundleError, which calls the archive ``where``."""
    found: dict[str, bytes] = {}
    for member in _members(_gunzip(data, where), where):
        name = _inside(member.name, where)
        if member.type == _FOLDER:
            continue
        if member.type not in _PLAIN:
            raise _refused(where, f"{name} is neither a file nor a folder", "links and devices have no place here")
        if name in found:
            raise _refused(where, f"{name} is in it twice")
        if name.rpartition("/")[2] in _OTHER_POLICIES:
            raise _refused(where, f"{name} is not Rego: mlgate evaluates whole bundles of Rego modules and data")
        found[name] = member.content
        if len(found) > MOST_FILES:
            raise _refused(where, f"holds more than {MOST_FILES} files")
    return found


def _written(name: str, content: bytes) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o644
    try:
        header = info.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")
    except ValueError as error:
        raise BundleError([Fault(name, f"has no place in a tar: {error}")], hint="shorten the path") from None
    return header + content + bytes(-len(content) % _BLOCK)


def _gzip(data: bytes) -> bytes:
    stored = bytearray(_GZIP_HEADER)
    for start in range(0, len(data), _STORED_MOST):
        block = data[start : start + _STORED_MOST]
        is_last = start + _STORED_MOST >= len(data)
        stored += struct.pack("<BHH", is_last, len(block), len(block) ^ _STORED_MOST) + block
    return bytes(stored) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def _gunzip(data: bytes, where: str) -> bytes:
    unpacking = zlib.decompressobj(_GZIP_WINDOW)
    try:
        tar = unpacking.decompress(data, LARGEST_ARCHIVE + 1)
    except zlib.error as error:
        raise _refused(where, f"is not a gzipped tar: {error}") from None
    if len(tar) > LARGEST_ARCHIVE:
        raise _refused(where, f"holds more than {LARGEST_ARCHIVE} bytes")
    if not unpacking.eof:
        raise _refused(where, "ends before its end: the file was cut off")
    if unpacking.unused_data:
        raise _refused(where, f"goes on for {len(unpacking.unused_data)} bytes behind its end")
    return tar


def _members(tar: bytes, where: str) -> Iterator[_Member]:
    """Every member up to the end mark, an empty block; headers that would change the meaning of others are refused."""
    at = 0
    while (block := tar[at : at + _BLOCK]) != bytes(_BLOCK):
        if len(block) < _BLOCK:
            raise _refused(where, "is cut off: a tar ends with an empty block")
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError, ValueError) as error:
            raise _refused(where, f"is not a gzipped tar: {error}") from None
        if header.type in _EXTENDED:
            raise _refused(where, f"{header.name} has an extended header", "build it with mlgate policy build")
        if not 0 <= header.size <= LARGEST_FILE:
            raise _refused(where, f"{header.name} is larger than {LARGEST_FILE} bytes")
        at += _BLOCK
        content = tar[at : at + header.size]
        if len(content) != header.size:
            raise _refused(where, f"{header.name} is cut off")
        yield _Member(header.name, header.type, content)
        at += header.size + -header.size % _BLOCK


_EXTENDED = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.GNUTYPE_SPARSE,
    }
)


def _inside(name: str, where: str) -> str:
    """The path as OPA has it, without the slash or the dot in front that some tools write."""
    path = name.removeprefix("./").removeprefix("/").rstrip("/")
    if name in {".", "./", "/"}:
        return ""
    if any(part in {"", ".", ".."} for part in path.split("/")) or "\\" in path or not path.isprintable():
        raise _refused(where, f"{name!r} is not a path inside a bundle")
    return path


def _refused(where: str, what: str, hint: str = "") -> BundleError:
    return BundleError([Fault(where, what)], hint=hint or "mlgate policy build    writes what can be read")
