"""The file that a bundle travels as: the same bytes for the same files, and no trap survives being read."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib

import pytest

from mlgate.canonical import digest_bytes
from mlgate.errors import BundleError
from mlgate.policy import archive
from mlgate.policy.files import LARGEST_FILE, MOST_FILES

FILES = {"b/x.rego": b"package b\n", ".manifest": b"{}", "a/data.yaml": b"one: 1\n" * 20_000}


def _tar(*members: tuple[tarfile.TarInfo, bytes], format: int = tarfile.USTAR_FORMAT) -> bytes:  # noqa: A002 - tarfile's word
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz", format=format) as tar:
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return whole.getvalue()


def _file(name: str, content: bytes = b"x") -> tuple[tarfile.TarInfo, bytes]:
    return tarfile.TarInfo(name), content


def _special(name: str, kind: bytes, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def test_what_is_written_is_read_as_it_was():
    assert archive.read(archive.write(FILES), "x") == FILES


def test_other_programs_read_what_is_written():
    with tarfile.open(fileobj=io.BytesIO(archive.write(FILES)), mode="r:gz") as tar:
        assert tar.getnames() == [".manifest", "a/data.yaml", "b/x.rego"]
        assert {(m.mtime, m.uid, m.gid, m.uname, m.gname, m.mode) for m in tar} == {(0, 0, 0, "", "", 0o644)}
        assert all(tar.extractfile(name).read() == content for name, content in FILES.items())


def test_the_bytes_are_fixed_whatever_the_order_and_the_version_of_zlib():
    """The digest is written down here: it may not depend on the machine that the test runs on."""
    data = archive.write(FILES)
    assert data == archive.write(dict(reversed(FILES.items())))
    assert digest_bytes(data) == "sha256:95213c49ad23ec14263ca45c387ebaa73eef019c3218458f105364c2b8b5e031"
    assert zlib.decompress(data, 31) == gzip.decompress(data)


def test_an_archive_with_slashes_in_front_and_folders_is_read_as_opa_reads_it():
    data = _tar(
        _special("./", tarfile.DIRTYPE), _special("b", tarfile.DIRTYPE), _file("/b/x.rego"), _file("./.manifest")
    )
    assert archive.read(data, "x") == {"b/x.rego": b"x", ".manifest": b"x"}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (_tar(_file("../x.rego")), "not a path inside"),
        (_tar(_file("a/../../x.rego")), "not a path inside"),
        (_tar(_file("//etc/x.rego")), "not a path inside"),
        (_tar(_file("a\\x.rego")), "not a path inside"),
        (_tar(_file("a\n.rego")), "not a path inside"),
        (_tar(_special("x.rego", tarfile.SYMTYPE, "/etc/passwd")), "neither a file nor a folder"),
        (_tar(_special("x.rego", tarfile.LNKTYPE, "y.rego")), "neither a file nor a folder"),
        (_tar(_special("x.rego", tarfile.FIFOTYPE)), "neither a file nor a folder"),
        (_tar(_special("x.rego", tarfile.CHRTYPE)), "neither a file nor a folder"),
        (_tar(_file("x.rego"), _file("x.rego", b"y")), "twice"),
        (_tar(_file("x.rego"), _file("/x.rego", b"y")), "twice"),
        (_tar(_file("policy.wasm")), "not Rego"),
        (_tar(_file("patch.json")), "not Rego"),
        (_tar(_file("a" * 300), format=tarfile.GNU_FORMAT), "extended header"),
        (_tar(_file("a" * 300), format=tarfile.PAX_FORMAT), "extended header"),
        (_tar(*(_file(f"{n}") for n in range(MOST_FILES + 1))), f"more than {MOST_FILES} files"),
        (_tar(_file("x.rego", bytes(LARGEST_FILE + 1))), f"larger than {LARGEST_FILE}"),
        (gzip.compress(bytes(40 << 20)), "more than"),
        (b"", "ends before its end"),
        (b"not a gzip", "not a gzipped tar"),
        (gzip.compress(b"not a tar" * 100), "not a gzipped tar"),
        (archive.write(FILES)[:-1], "ends before its end"),
        (archive.write(FILES) + b"more", "goes on"),
        (archive.write(FILES) + archive.write(FILES), "goes on"),
        (gzip.compress(gzip.decompress(archive.write(FILES))[:600]), "cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "archive",
)
def test_a_trap_is_refused_by_name(data, what):
    with pytest.raises(BundleError, match=what) as refusal:
        archive.read(data, "x.tar.gz")
    assert refusal.value.message.startswith("x.tar.gz: ")
    assert refusal.value.exit_code == 2


def test_a_size_beyond_all_bounds_or_below_zero_is_refused():
    """Sizes in base 256 can be negative; a reader that believes them goes round in circles."""
    tar = bytearray(gzip.decompress(_tar(_file("x.rego"))))
    for size in (b"\xff" * 12, b"\x80" + b"\x7f" * 11):
        tar[124:136] = size
        tar[148:156] = b" " * 8
        tar[148:156] = b"%06o\0 " % sum(tar[:512])
        with pytest.raises(BundleError):
            archive.read(gzip.compress(bytes(tar)), "x")


def test_a_bomb_is_not_unpacked_past_the_bound():
    """A gigabyte of nothing in a megabyte: what is held in memory stays near the bound."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    with pytest.raises(BundleError, match="more than"):
        archive.read(bomb, "x")


def test_any_flipped_byte_is_noticed_or_changes_nothing_that_counts():
    data = archive.write({"x.rego": b"package x\n", "data.yaml": b"a: 1\n"})
    whole = archive.read(data, "x")
    for at in range(0, len(data), 7):
        flipped = data[:at] + struct.pack("B", data[at] ^ 0x40) + data[at + 1 :]
        try:
            assert archive.read(flipped, "x") == whole
        except BundleError:
            continue


def test_a_path_that_a_plain_header_cannot_hold_is_not_written():
    with pytest.raises(BundleError, match="no place in a tar"):
        archive.write({"a" * 300: b"x"})
