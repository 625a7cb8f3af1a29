"""Brings AlexNet's published ImageNet weights onto this machine: whole, checked, and on from where the last try ended.

What is done with them is left to `models`; what is shown meanwhile, to the command.
"""

import errno
import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import requests

from autograder.course import CourseError

CHUNK = 1 << 16  # bytes; what has come of a piece when the connection breaks is lost
SECONDS = (10, 30)  # to connect, and between two pieces
TRIES = 5


class Published(NamedTuple):
    """A file that somebody published: where it is, and how to know that it is this one."""

    address: str
    sha256: str
    size: int

    @property
    def name(self):
        """The file's name."""
        return self.address.rpartition("/")[2]


# torchvision's AlexNet_Weights.IMAGENET1K_V1. torchvision itself checks the eight digits in the name; the other digits and
# the size are the same in every public listing of this file that was found.
ALEXNET = Published(
    "https://download.pytorch.org/models/alexnet-owt-7be5be79.pth",
    "7be5be791159472b1fbf3c69796f7cb30dca7ad8466c2df70058c37116cdee02",
    244_408_911,
)


class _CutOff(Exception):
    """The connection ended before the file did."""


def cache_path(published=ALEXNET):
    """Where a published file lies on this machine: where torchvision looks for it, too.

    Parameters
    ----------
    published : Published
        Which file.

    Returns
    -------
    pathlib.Path
        In ``~/.cache/torch/hub/checkpoints``, or where ``TORCH_HOME`` says; the file need not be there.
    """
    from torch import hub

    return Path(hub.get_dir()) / "checkpoints" / published.name


def fetch(published, path, step=lambda done: None):
    """Put a published file in its place, unless it is there already.

    What has come so far is kept beside it, in a file that ends in ``.part``, and the next call asks the server for the rest.
    The file gets its name only when its sha256 is right.

    Parameters
    ----------
    published : Published
        Which file, and from where.
    path : pathlib.Path
        Where it goes. Missing folders are made.
    step : callable
        Called with the number of bytes that are there, again and again.

    Returns
    -------
    pathlib.Path
        The same path.

    Raises
    ------
    CourseError
        In one line with the way out: there is no network, the server refuses, cuts off each time or sends something else, the
        disk is full, another run is at work, or a file of another content is in its place.
    """
    if path.exists():
        return checked(published, path)
    part = path.with_name(f"{path.name}.part")
    with _full_disk_explained(part), _alone(part) as file:
        for left in reversed(range(TRIES)):
            there = file.seek(0, os.SEEK_END)
            _leave_room(published, part, there)
            try:
                if there < published.size:
                    _receive(published, file, there, path, step)
                break
            except _CutOff as cut:
                came = file.seek(0, os.SEEK_END)
                if not left or came == there:
                    why = f"cut off after {came:,} of {published.size:,} bytes ({cut})"
                    raise CourseError(f"{published.address}: {why}; run it again, and it goes on from there") from None
        file.flush()
        os.fsync(file.fileno())
        _keep_if_right(published, part, path)
    return path


def checked(published, path):
    """Give the path of a file that is what it says, and refuse any other.

    Parameters
    ----------
    published : Published
        What it should be.
    path : pathlib.Path
        A file.

    Returns
    -------
    pathlib.Path
        The same path.

    Raises
    ------
    CourseError
        If its sha256 is another one.
    """
    digest = _sha256(path)
    if digest != published.sha256:
        raise CourseError(
            f"{path}: its sha256 is {digest[:12]}…, not {published.sha256[:12]}…; "
            "delete this file, then run `autograder alexnet-weights`"
        )
    return path


def _receive(published, file, there, path, step):
    """Append what is missing to a file that holds the first `there` bytes."""
    with _ask(published, there, path) as answer:
        start = _start(published, answer, there)
        file.truncate(start)
        try:
            for piece in answer.iter_content(CHUNK):
                start += len(piece)
                if start > published.size:
                    file.truncate(0)
                    _refuse(published, f"the server sends more than the {published.size:,} bytes of this file; nothing was kept")
                file.write(piece)
                step(start)
        except requests.RequestException as error:
            raise _CutOff("no answer" if "timed out" in str(error) else "the connection broke") from None
    if start < published.size:
        raise _CutOff("the server ended")


def _ask(published, there, path):
    """The server's answer to the wish for all bytes but the first `there`."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    try:
        return requests.get(published.address, headers=headers, stream=True, timeout=SECONDS)
    except (requests.ConnectionError, requests.Timeout):
        return _refuse(published, f"cannot be reached; go where there is a network, or fetch it elsewhere and put it at {path}")
    except requests.RequestException as error:
        return _refuse(published, f"{type(error).__name__}; see that the address is right")


def _start(published, answer, there):
    """Where the answer's first byte belongs; refuses what cannot be this file."""
    if answer.status_code == 416:  # it has no more bytes than we do
        return _refuse(published, f"the server's file is not {published.size:,} bytes long")
    if answer.status_code not in (200, 206):
        return _refuse(published, f"the server answers {answer.status_code} {answer.reason}; try again later")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        return _refuse(published, "a web page came instead of the file; a network that asks for a login answers so: log in first")
    start = there if answer.headers.get("Content-Range", "").startswith(f"bytes {there}-") else 0
    if answer.status_code == 206 and start != there:
        return _refuse(published, "the server sends another part than the one asked for; try again later")
    length = answer.headers.get("Content-Length")
    if length and start + int(length) != published.size:
        return _refuse(published, f"the server's file has {start + int(length):,} bytes, not {published.size:,}: another file")
    return start


def _refuse(published, why):
    raise CourseError(f"{published.address}: {why}")


def _keep_if_right(published, part, path):
    digest = _sha256(part)
    if digest != published.sha256:
        part.unlink()
        why = f"the file that came has the sha256 {digest[:12]}…, not {published.sha256[:12]}…"
        _refuse(published, f"{why}; it was thrown away, so run it again")
    os.replace(part, path)


def _leave_room(published, part, there):
    """Refuse before the disk is full rather than after."""
    free = shutil.disk_usage(part.parent).free
    if free < published.size - there:
        raise OSError(errno.ENOSPC, f"{published.size - there:,} bytes are needed and {free:,} are free", str(part))


@contextmanager
def _full_disk_explained(part):
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        why = f"the disk is full ({error.strerror})"
        raise CourseError(f"{part}: {why}; free some space and run it again, and it goes on from there") from None


@contextmanager
def _alone(part):
    """The partial file, open, and nobody else's."""
    part.parent.mkdir(parents=True, exist_ok=True)
    with open(part, "a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"{part}: another run is fetching this file; wait for it") from None
        yield file


def _sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
