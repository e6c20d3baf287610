"""Small files beside a chain's store that are replaced as a whole: a reader finds the old one or the new one.

What is written is on the disk, its name too, when the call returns, whatever happens to the machine then.
"""

import os
from pathlib import Path

READABLE = 0o644
SECRET = 0o600


def replace_file(path: Path, data: bytes, mode: int = READABLE) -> None:
    """Put `data` in the place of a file; `mode` are its permissions, less the umask.

    Raises: OSError; the old file is there then, as it was.
    """
    fresh = path.with_name(path.name + ".new")
    # What an earlier process left may be readable by others; a fresh file never is.
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See the names in a folder to the disk. Raises: OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
