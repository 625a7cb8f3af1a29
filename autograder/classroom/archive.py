"""Opens an archive that somebody sent: safely, and so that a bad file in it costs no other.

Whose the files are is left to `handed_in`.  `zipfile` with checks of our own, and no library around it: those that were looked at
(safezip, safezipfile) end at the first bad member, while here the rest must be taken and the bad one be named.
"""

import os
import re
import stat
import time
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.classroom.handed_in import LARGEST
from autograder.course import CourseError

MOST_FILES = 10_000
MOST_BYTES = 4 * 1024**3  # of all files together, unpacked
MOST_RATIO = 200  # how many bytes one packed byte may become: a notebook full of pictures has 1.4, one of text about 10
UNSUSPICIOUS = 1024**2  # bytes: so much may come of any few
_PIECE = 1024**2


@dataclass(frozen=True)
class Unopened:
    """A file of an archive that was not unpacked: its name there, the kind of problem, and a sentence."""

    name: str
    kind: str
    message: str


class _Refuse(Exception):
    """Why a file is not unpacked; its arguments are the kind of problem and a sentence."""


def unpack(archive, folder):
    """Unpack an archive into an empty folder.

    Parameters
    ----------
    archive : pathlib.Path
        A ZIP file, with or without Zip64.
    folder : pathlib.Path
        Where its files go; nothing is ever written outside.

    Returns
    -------
    list of Unopened
        The files that were refused: with a path that leads outside, links, encrypted, damaged, twice there, or too large. An
        archive inside the archive is a file like others.

    Raises
    ------
    CourseError
        If it is no archive, breaks off, or holds more than a class hands in.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
            _refuse_floods(archive, members)
            return list(_unpack_each(opened, members, folder))
    except (zipfile.BadZipFile, EOFError, UnicodeDecodeError, NotImplementedError, ValueError) as error:
        raise CourseError(f"{archive}: is no ZIP file, or breaks off ({error}); download it again") from None


def _refuse_floods(archive, members):
    if len(members) > MOST_FILES:
        raise CourseError(f"{archive}: {len(members):,} files; at most {MOST_FILES:,} are taken from one archive")
    told = sum(member.file_size for member in members)
    if told > MOST_BYTES:
        raise CourseError(f"{archive}: {told:,} bytes when unpacked; at most {MOST_BYTES:,} are taken from one archive")


def _unpack_each(opened, members, folder):
    left = MOST_BYTES
    for member in members:
        name = _name(member)
        try:
            left -= _write(opened, member, _target(member, name, folder), left)
        except _Refuse as refused:
            yield Unopened(_shown(name), *refused.args)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
            yield Unopened(_shown(name), "damaged", f"is damaged in the archive ({str(error)[:120]}); download it again")
        except (FileExistsError, NotADirectoryError):
            yield Unopened(_shown(name), "no place", "has the name of a folder in the same archive")


def _name(member):
    """A file's name; where the archive does not say how its letters are written, they are UTF-8 if they can be."""
    if member.flag_bits & 0x800:
        return member.orig_filename
    try:
        return member.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return member.orig_filename


def _target(member, name, folder):
    """Where a file goes, if it may go anywhere."""
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _Refuse("not a file", "is a link or a device in the archive, and is not followed")
    if member.flag_bits & 0x1:
        raise _Refuse("encrypted", "is encrypted; unpack it by hand and collect the folder")
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or re.search(r"[\\\0]|^\w:", name):
        raise _Refuse("bad path", "has a path that leads outside of the archive, and is not followed")
    if any(len(os.fsencode(part)) > 200 for part in path.parts) or len(os.fsencode(name)) > 2000:
        raise _Refuse("bad path", "has a name too long to be written; rename it and collect again")
    if member.file_size > LARGEST:
        raise _Refuse("too large", f"has {member.file_size:,} bytes; at most {LARGEST:,} are taken")
    target = Path(folder) / path
    if target.exists():
        raise _Refuse("twice in the archive", "is twice in the archive; the first is taken, the second is still in the archive")
    return target


def _write(opened, member, target, left):
    """Unpack one file, whole or not at all; gives its size. What the archive says of sizes is not believed."""
    allowed = min(LARGEST, left, max(UNSUSPICIOUS, MOST_RATIO * member.compress_size))
    written = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as packed, open(target, "xb") as file:
        try:
            while piece := packed.read(_PIECE):
                written += len(piece)
                if written > allowed:
                    raise _Refuse("too large", f"becomes more than {allowed:,} bytes when unpacked, and is not unpacked")
                file.write(piece)
        except BaseException:
            target.unlink()
            raise
    with suppress(OverflowError, ValueError):  # a date that is none
        when = time.mktime((*member.date_time, 0, 0, -1))
        os.utime(target, (when, when))
    return written


def _shown(name):
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)[:300]
