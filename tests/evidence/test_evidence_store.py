"""The store keeps bytes for good: whole or not at all, once, read-only, checked, wherever fsspec reaches."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import evidence_files as files

from habeas.errors import InputError, StorageError
from habeas.evidence import Store
from habeas.evidence.folder import INCOMING
from habeas.evidence.store import name

WORDS = b"Eight buildings, 32 cells in each."
SHA = hashlib.sha256(WORDS).hexdigest()


class FullFiles(MemoryFileSystem):  # type: ignore[misc]
    """A file system with no room left: every write fails as a disk does."""

    protocol = "fullfiles"

    def _open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        made = super()._open(path, mode, **options)
        if "w" in mode:

            def write(_data: bytes) -> int:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            made.write = write
        return made


class LostFiles(MemoryFileSystem):  # type: ignore[misc]
    """A file system behind a broken line, whose errors are of a class of its own."""

    protocol = "lostfiles"

    def info(self, path: str, **options: Any) -> Any:
        """Fail, whatever is asked."""
        del path, options
        raise RuntimeError("no route to the bucket")


fsspec.register_implementation("fullfiles", FullFiles, clobber=True)
fsspec.register_implementation("lostfiles", LostFiles, clobber=True)


@pytest.fixture(params=["folder", "file-url", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the place of an empty store: a folder, the same by URL, and a remote one."""
    return {
        "folder": str(tmp_path / "originals"),
        "file-url": f"file://{tmp_path}/originals",
        "memory": f"memory://{uuid.uuid4().hex}/originals",
    }[request.param]


def test_what_is_put_is_what_is_got(place: str) -> None:
    """Bytes come back as they went in, by their SHA-256, from any kind of store."""
    store = Store(place)
    assert store.put(WORDS) == SHA
    assert store.get(SHA) == WORDS
    assert list(store.hashes()) == [SHA]
    assert list(store.strays()) == []
    assert store.has(SHA)
    assert len(WORDS) == store.size(SHA)
    with store.open(SHA) as stream:
        assert WORDS[:5] == stream.read(5)


def test_a_file_is_put_as_its_bytes_are(place: str, tmp_path: Path) -> None:
    """A path gives the same SHA-256 as its bytes, and the file itself is left alone."""
    path = tmp_path / "report.bin"
    content = bytes(range(256)) * 20_000
    path.write_bytes(content)
    store = Store(place)
    assert hashlib.sha256(content).hexdigest() == store.put(path)
    assert content == path.read_bytes() == store.get(store.put(content))
    assert len(list(store.hashes())) == 1


def test_originals_fan_out_by_their_first_two_digits(tmp_path: Path) -> None:
    """A third party finds an original by its SHA-256 alone."""
    Store(tmp_path / "originals").put(WORDS)
    assert [SHA[:2], f"{SHA[:2]}/{SHA}"] == files.tree(tmp_path / "originals")
    assert f"{SHA[:2]}/{SHA}" == name(SHA)


def test_nothing_is_made_before_the_first_put(tmp_path: Path) -> None:
    """Looking at a store that is not there leaves the disk as it was."""
    store = Store(tmp_path / "originals")
    assert not store.has(SHA)
    assert list(store.hashes()) == []
    assert store.rehash(SHA) is None
    assert files.tree(tmp_path) == []


def test_putting_twice_changes_nothing(tmp_path: Path) -> None:
    """The second put of the same bytes does not write the file again."""
    store = Store(tmp_path)
    store.put(WORDS)
    before = (tmp_path / name(SHA)).stat()
    store.put(WORDS)
    after = (tmp_path / name(SHA)).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_original_is_read_only(tmp_path: Path) -> None:
    """No right to write is left on the file, for anybody."""
    Store(tmp_path).put(WORDS)
    assert (tmp_path / name(SHA)).stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize("at", [0, 13, len(WORDS) - 1])
def test_get_refuses_bytes_that_changed(tmp_path: Path, at: int) -> None:
    """A flipped bit anywhere makes get fail and name the file; it never hands on wrong bytes."""
    store = Store(tmp_path)
    store.put(WORDS)
    path = tmp_path / name(SHA)
    path.chmod(0o600)
    path.write_bytes(WORDS[:at] + bytes([WORDS[at] ^ 1]) + WORDS[at + 1 :])
    with pytest.raises(StorageError, match=name(SHA)) as caught:
        store.get(SHA)
    assert caught.value.key == "evidence.original-changed"


def test_put_mends_an_original_that_was_damaged(tmp_path: Path) -> None:
    """Adding the right file again is the way out of damage, and it works."""
    store = Store(tmp_path)
    store.put(WORDS)
    path = tmp_path / name(SHA)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    store.put(WORDS)
    assert store.get(SHA) == WORDS


def test_a_missing_original_is_named(place: str) -> None:
    """Get and open of what is not there say which, in both languages."""
    store = Store(place)
    store.put(b"another")
    for reach in (store.get, store.open):
        with pytest.raises(StorageError) as caught:
            reach(SHA)
        assert caught.value.key == "evidence.original-missing"
        assert SHA in caught.value.text("en")
        assert SHA in caught.value.text("es")


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", SHA.upper(), SHA[:-1], f"{SHA}\n"])
def test_what_is_no_hash_never_becomes_a_path(tmp_path: Path, wrong: str) -> None:
    """A name out of a forged ledger cannot leave the folder of originals."""
    with pytest.raises(ValueError, match=r"\A"):
        Store(tmp_path).open(wrong)


def test_strays_are_whatever_is_neither_original_nor_manifest(tmp_path: Path) -> None:
    """Files that nobody put there are told from originals; the manifest is expected."""
    store = Store(tmp_path)
    store.put(WORDS)
    (tmp_path / "manifest.sha256").write_text("")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / SHA[:2] / "short").write_text("")
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / SHA).write_bytes(WORDS)
    assert list(store.hashes()) == [SHA]
    assert sorted(["notes.txt", f"{SHA[:2]}/short", f"zz/{SHA}"]) == sorted(store.strays())


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENOSPC at the last moment is a StorageError with the way out, and no file or folder is left."""
    store = Store(tmp_path / "originals")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="Free some space") as caught:
        store.put(WORDS)
    assert caught.value.key == "evidence.storage-full"
    assert files.tree(tmp_path / "originals") == []


def test_a_full_remote_store_leaves_nothing_behind() -> None:
    """The same on a store behind fsspec: the temporary file is taken away again."""
    store = Store("fullfiles://full/originals")
    with pytest.raises(StorageError, match="no room") as caught:
        store.put(WORDS)
    assert caught.value.key == "evidence.storage-full"
    assert list(store.hashes()) + list(store.strays()) == []
    assert not [path for path in FullFiles().find("/") if INCOMING in path]


def test_a_limit_on_file_size_is_a_full_disk(tmp_path: Path) -> None:
    """A real refusal by the system, in the middle of a large file, leaves the store clean."""
    script = (
        "import resource, sys; from pathlib import Path; from habeas.evidence import Store\n"
        "from habeas.errors import StorageError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))\n"
        "try: Store(Path(sys.argv[1])).put(bytes(3 * 2**20))\n"
        "except StorageError as error: print(error.key)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "evidence.storage-full\n"
    assert files.tree(tmp_path) == []


def test_a_read_only_folder_is_said_so() -> None:
    """A folder without the right to write gives one message; whoever runs the test, root lays its rights down first."""
    script = (
        "import os, sys; from pathlib import Path; from habeas.evidence import Store\n"
        "from habeas.errors import StorageError\n"
        "store = Store(Path(sys.argv[1]))\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "try: store.put(b'words')\n"
        "except StorageError as error: print(error.key)\n"
    )
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o555)
        done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
        assert done.stdout == "evidence.storage-read-only\n"
        assert files.tree(Path(folder)) == []
        Path(folder).chmod(0o755)


def test_an_error_of_a_remote_store_is_no_traceback() -> None:
    """Whatever a file system raises becomes a StorageError that says where and what."""
    with pytest.raises(StorageError, match="no route to the bucket") as caught:
        Store("lostfiles://far/originals").has(SHA)
    assert caught.value.key == "evidence.storage-unreachable"


@pytest.mark.parametrize(
    ("place", "key"), [("nosuch://x/y", "evidence.storage-unknown"), ("s3://b/o", "evidence.storage-driver")]
)
def test_an_address_that_cannot_work_is_refused_at_once(place: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown kind of address, and one whose driver is not installed, each have a message of their own."""
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(StorageError) as caught:
        Store(place)
    assert key == caught.value.key


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    """Trouble with the file that is given is not blamed on the store."""
    with pytest.raises(InputError) as caught:
        Store(tmp_path / "originals").put(tmp_path / "nothing.pdf")
    assert caught.value.key == "evidence.unreadable"
    assert files.tree(tmp_path) == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are not those that were hashed never get a name in the store."""
    path = tmp_path / "growing.txt"
    path.write_bytes(WORDS)
    store = Store(tmp_path / "originals")
    kept = store._intact

    def grow(sha256: str) -> bool:
        path.write_bytes(WORDS + b" More.")
        return kept(sha256)

    monkeypatch.setattr(store, "_intact", grow)
    with pytest.raises(InputError) as caught:
        store.put(path)
    assert caught.value.key == "evidence.changed-meanwhile"
    assert files.tree(tmp_path / "originals") == []


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_a_writer_killed_in_the_middle_leaves_no_half_original(tmp_path: Path, kind: signal.Signals) -> None:
    """After a kill no name in the store holds half a file, and the next writer sweeps what was left beside."""
    pipe = tmp_path / "pipe"
    script = (
        "import sys; from pathlib import Path; from habeas.evidence import store\n"
        "import time\n"
        "def slow(content):\n"
        "    yield b'first half'\n"
        "    Path(sys.argv[2]).touch(); time.sleep(60)\n"
        "store.digest = lambda pieces: '0' * 64\n"
        "store.chunks = slow\n"
        "store.Store(Path(sys.argv[1])).put(b'')\n"
    )
    originals = tmp_path / "originals"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(originals), str(pipe)], stderr=subprocess.DEVNULL
    ) as writer:
        for _ in range(600):
            if pipe.exists():
                break
            time.sleep(0.05)
        assert len([one for one in files.tree(originals) if one.startswith(INCOMING)]) == 1
        Store(originals).put(WORDS)
        assert len([one for one in files.tree(originals) if one.startswith(INCOMING)]) == 1, "a living writer was swept"
        writer.send_signal(kind)
        writer.wait(10)
    assert list(Store(originals).hashes()) == [SHA]
    assert list(Store(originals).strays()) == []
    Store(originals).put(b"the next")
    assert not [one for one in files.tree(originals) if one.startswith(INCOMING)]


def test_two_writers_of_the_same_bytes_agree(tmp_path: Path) -> None:
    """Many processes that put the same and other bytes at once leave one whole file for each."""
    script = (
        "import sys; from pathlib import Path; from habeas.evidence import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for number in range(40): store.put(str(number).encode() * 5000)\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    store = Store(tmp_path)
    assert len(list(store.hashes())) == 40
    assert all(sha256 == store.rehash(sha256) for sha256 in store.hashes())
    assert list(store.strays()) == []


def test_a_large_file_is_never_whole_in_memory(tmp_path: Path) -> None:
    """Putting and hashing 300 MB takes a few MB of memory: pieces, not the file."""
    script = (
        "import resource, sys; from pathlib import Path; from habeas.evidence import Store\n"
        "store = Store(Path(sys.argv[1]) / 'originals'); big = Path(sys.argv[1]) / 'big'\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert store.rehash(store.put(big))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    with (tmp_path / "big").open("wb") as stream:
        stream.truncate(300 * 2**20)
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    kilobytes = int(done.stdout) // (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 50_000
    (tmp_path / "originals" / name(next(Store(tmp_path / "originals").hashes()))).unlink()


@pytest.fixture(scope="module")
def shared() -> Store:
    """Return one store for many examples."""
    return Store(f"memory://{uuid.uuid4().hex}")


@given(content=st.binary(max_size=2000))
def test_any_bytes_round_trip(shared: Store, content: bytes) -> None:
    """Whatever the bytes, the store gives them back under their SHA-256."""
    assert hashlib.sha256(content).hexdigest() == shared.put(content)
    assert content == shared.get(hashlib.sha256(content).hexdigest())
