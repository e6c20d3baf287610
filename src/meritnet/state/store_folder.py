"""The folder of a disk store: who holds it, and in which format it was written."""

import fcntl
import os
from pathlib import Path

from meritnet.state.errors import StoreFormat, StoreLocked
from meritnet.state.whole_file import replace_file

FORMAT = "meritnet-store 2"
"""First line of the FORMAT file; raised whenever the rows of any table change their meaning."""

OLDER_FORMAT = "meritnet-store 1"
"""It had no table of recent history; one that is empty means the same, so a writer only notes the new format."""


class FolderLock:
    """An exclusive lock on a folder that ends with the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "LOCK"
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._fd, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._fd)
            raise StoreLocked(
                f"store {folder} is held by process {holder}; stop that process or choose another folder"
            ) from None
        os.ftruncate(self._fd, 0)
        os.write(self._fd, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Let the next process in; the file stays, an unlink would let two holders lock two files."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def check_format(folder: Path, *, create: bool) -> None:
    """Write the format of a new folder if `create`, and refuse a folder of another format."""
    path = folder / "FORMAT"
    if not path.exists():
        if (folder / "data.mdb").exists():
            raise StoreFormat(
                f"store {folder} has data but no FORMAT file, expected '{FORMAT}'; "
                "restore the file from a backup or sync into an empty folder"
            )
        if not create:
            raise StoreFormat(f"there is no store in {folder}; start the node that writes it first")
        _note_format(folder)
        return
    found = path.read_text(encoding="ascii", errors="replace").strip()
    if found == OLDER_FORMAT and create:
        _note_format(folder)
        return
    if found == OLDER_FORMAT:
        raise StoreFormat(
            f"store {folder} has format '{found}', this version reads '{FORMAT}'; "
            "start the node on it once, which brings it up to date"
        )
    if found != FORMAT:
        raise StoreFormat(
            f"store {folder} has format '{found}', this version reads '{FORMAT}'; "
            "use the version that wrote it, or export the state there and import it here"
        )


def _note_format(folder: Path) -> None:
    replace_file(folder / "FORMAT", f"{FORMAT}\n".encode())
