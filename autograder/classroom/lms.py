"""Reads whose a file is out of the names that Canvas and Moodle give to files in their bulk downloads.

Finding and checking the files is left to `handed_in`. The forms are those of Canvas' ``lib/content_zipper.rb`` and of Moodle's
``mod/assign/classes/downloader.php``. Neither tells when a file was handed in: the times in both are those of the download.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.course import CourseError

# lovelaceada_LATE_52001_871234_convolution-1.ipynb, LATE_anon_Xy4zK_871234_convolution.ipynb
_CANVAS = re.compile(
    r"(?:(?<=_)(?P<late>LATE_)?(?P<who>\d+)|^(?P<late_one>LATE_)?(?P<anonymous>anon_\w{5}))(?=_(?P<attachment>\d+)_.)", re.S
)
_CANVAS_TYPED = re.compile(r"(?P<name>.*?)_(?P<late>LATE_)?(?P<who>\d+)_(?:text|link)\.html", re.S)
# Ada Lovelace_4711_assignsubmission_file_/convolution.ipynb, or all in one name
_MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<participant>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_.*)?", re.S)


@dataclass(frozen=True)
class Sender:
    """Whose a file is, as far as a name in a bulk download tells.

    Parameters
    ----------
    name : str
        The name of the person there, for people to read.
    canvas_id : str
        The number of a user of Canvas, if it is Canvas that tells.
    participant : str
        Moodle's number of a participant of this one assignment, if it is Moodle that tells.
    late : bool
        Whether Canvas marks it as late.
    attempt : int
        Grows from file to file of Canvas; 0 where nothing does.
    typed : bool
        Whether it is a text or a link that was typed into a field, and no file.
    """

    name: str
    canvas_id: str = ""
    participant: str = ""
    late: bool = False
    attempt: int = 0
    typed: bool = False


def senders(name):
    """What the name of a file or a folder tells, if Canvas or Moodle gave it.

    Parameters
    ----------
    name : str
        Without the folders before it.

    Returns
    -------
    tuple of Sender
        Empty where neither of the two gives such names. More than one where the name can be read in several ways: a part of it
        is the student's own choice, and can be made to look like another's number.

    Examples
    --------
    >>> senders("lovelaceada_LATE_52001_871234_convolution-1.ipynb")
    (Sender(name='lovelaceada', canvas_id='52001', participant='', late=True, attempt=871234, typed=False),)
    >>> senders("Ada Lovelace_4711_assignsubmission_file_")
    (Sender(name='Ada Lovelace', canvas_id='', participant='4711', late=False, attempt=0, typed=False),)
    >>> [sender.canvas_id for sender in senders("ada_1_2_3_convolution.ipynb")]
    ['1', '2']
    >>> senders("ada_convolution.ipynb")
    ()
    """
    if found := _MOODLE.fullmatch(name):
        return (Sender(found["name"], participant=found["participant"], typed=found["kind"] != "file"),)
    if found := _CANVAS_TYPED.fullmatch(name):
        return (Sender(found["name"], found["who"], late=bool(found["late"]), typed=True),)
    return tuple(_canvas_sender(name, found) for found in _CANVAS.finditer(name))


def _canvas_sender(name, found):
    called = found["anonymous"] or name[: found.start() - 1] or found["who"]
    late = bool(found["late"] or found["late_one"])
    return Sender(called, found["who"] or "", late=late, attempt=int(found["attachment"][:18]))


@dataclass(frozen=True)
class Participant:
    """A row of Moodle's grading worksheet: who a participant is, and when the submission was last changed, if that is told."""

    number: str
    name: str = ""
    moodle_id: str = ""
    email: str = ""
    submitted_at: datetime | None = None


def read_worksheet(path):
    """The participants in Moodle's grading worksheet, as "Download grading worksheet" gives it in English.

    Parameters
    ----------
    path : pathlib.Path
        The CSV file.

    Returns
    -------
    dict
        Number of the participant -> `Participant`.

    Raises
    ------
    CourseError
        If it is no such file.
    """
    try:
        rows = csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8-sig"), newline=""))
        if "Identifier" not in (rows.fieldnames or ()):
            raise CourseError(f"{path}: has no column Identifier; download the grading worksheet with Moodle in English")
        found = [_participant(row, f"{path}, line {rows.line_num}") for row in rows]
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: byte {error.start} is not UTF-8; use the grading worksheet as it was downloaded") from None
    except csv.Error as error:
        raise CourseError(f"{path}: {error}; use the grading worksheet as it was downloaded") from None
    return {participant.number: participant for participant in found}


def _participant(row, place):
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and not isinstance(value, list)}
    number = re.search(r"\d+$", cells["Identifier"])
    if not number:
        raise CourseError(f"{place}: {cells['Identifier']!r} is no participant; use the worksheet as it was downloaded")
    when = cells.get("Last modified (submission)", "-")
    return Participant(number[0], cells.get("Full name", ""), cells.get("ID number", ""), cells.get("Email address", ""),
                       None if when in ("", "-") else _time(when, place))  # fmt: skip


def _time(text, place):
    """A time as Moodle writes it in English, in this machine's zone: nobody tells which zone the worksheet is in."""
    from dateutil import parser

    try:
        return parser.parse(text).astimezone()
    except (ValueError, OverflowError):
        raise CourseError(f"{place}: {text!r} is no time; download the grading worksheet with Moodle in English") from None
