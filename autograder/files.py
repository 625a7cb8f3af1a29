"""Writes files whole or not at all, so that a killed run leaves nothing half done.

What is written, and where, is left to the rooms that call.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def _replacing(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with open(part, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # the name must never point at a file whose content a power cut took
        os.replace(part, path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(part)):
            error.filename = str(path)  # a full disk names no file, and nobody knows the part by its name
        raise


def write_atomically(path, content):
    """Put a file in place in one step: readers see the old file or the new one, never a part.

    Parameters
    ----------
    path : pathlib.Path
        Where the file goes. Missing folders are made.
    content : bytes or str
        What goes into it; text is written as UTF-8.

    Returns
    -------
    pathlib.Path
        The same path.

    Raises
    ------
    OSError
        If the folder cannot be written to. The old file is then untouched.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_atomically(folder / "records" / "ada.json", "{}").read_text()
    '{}'
    """
    path = Path(path)
    with _replacing(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)
    return path


def copy_atomically(source, path):
    """Copy a file of any size in one step, with its time of change. The rest is as in `write_atomically`.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> notebook = write_atomically(folder / "ada.ipynb", "{}")
    >>> copy_atomically(notebook, folder / "attempts" / "ada.ipynb").read_text()
    '{}'
    """
    path = Path(path)
    with open(source, "rb") as original, _replacing(path) as file:
        shutil.copyfileobj(original, file)
        times = os.fstat(original.fileno())
        os.utime(file.fileno(), ns=(times.st_atime_ns, times.st_mtime_ns))
    return path
