"""Finds the files in a folder of handed-in files, and the name under which each came.

Looking into a file is left to `handed_in`, whose name it is to `whose`.
"""

from pathlib import Path

from autograder.classroom.handed_in import Refused, displayed, examine
from autograder.classroom.lms import senders
from autograder.course import TOPICS

_NBGRADERS_OWN = {"timestamp.txt", "submission_secret.txt"}
_LEFT_BY_PROGRAMS = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__", "roster.csv"} | _NBGRADERS_OWN


def find(folder, topic, roster):
    """Everything in a folder that belongs to one topic, or to none.

    Parameters
    ----------
    folder : pathlib.Path
        With files ``<student>/<topic>/<topic>.ipynb``, ``<student>/<topic>.ipynb`` or ``<student>_<topic>.ipynb``, or a bulk
        download of Canvas or Moodle.
    topic : str
        For example ``"convolution"``. Files of other topics are passed over, but not in a bulk download, which is of one topic.
    roster : autograder.classroom.roster.Roster
        Who is in the course: a name that is a student's id is never read as one that Canvas or Moodle made.

    Yields
    ------
    HandedIn or Refused
        In the order of the names.
    """
    for entry in _entries(_innermost(folder, roster)):
        told = _told(entry, topic, roster)
        if told:
            yield from _downloaded(entry, told)
        elif _is_folder(entry):
            yield from _of_student(entry, topic)
        elif not _of_other_topic(entry.name, topic):
            student = entry.name.removesuffix(f"_{topic}.ipynb")
            named = student not in ("", entry.name)
            yield examine(entry, student) if named else _misnamed(entry, "", f"<student>_{topic}.ipynb")


def _innermost(folder, roster):
    """The folder itself, or the one folder in it, where a bulk download was unpacked into a folder and packed again."""
    entries = _entries(folder)
    if len(entries) != 1 or not _is_folder(entries[0]) or entries[0].name in roster.students or senders(entries[0].name):
        return folder
    return entries[0] if any(senders(entry.name) for entry in _entries(entries[0])) else folder


def _told(entry, topic, roster):
    """What the name of an entry tells if Canvas or Moodle gave it."""
    plain = entry.name.removesuffix(f"_{topic}.ipynb") if entry.suffix == ".ipynb" else entry.name
    return () if plain in roster.students else senders(displayed(entry.name))


def _downloaded(entry, told):
    name = told[0].name
    files = list(_everything(entry))
    for path in files:
        if told[0].typed:
            yield Refused(path, name, "no file", "was typed into a field and is no file; ask for a notebook", told)
        else:
            yield examine(path, name, told)
    if not files:
        yield Refused(entry, name, "no file", "the folder holds no file", told)


def _everything(entry):
    if _is_folder(entry):
        for inner in _entries(entry):
            yield from _everything(inner)
    else:
        yield entry


def _is_folder(entry):
    return entry.is_dir() and not entry.is_symlink()


def _of_student(folder, topic):
    found = False
    for path in _files(folder, topic):
        found = True
        if path.relative_to(folder).parts in {(f"{topic}.ipynb",), (topic, f"{topic}.ipynb")}:
            yield examine(path, folder.name)
        else:
            yield _misnamed(path, folder.name, f"{topic}.ipynb")
    others = any(_of_other_topic(entry.name, topic) for entry in _entries(folder))
    if not found and not others:
        yield Refused(folder, folder.name, "no file", "the folder holds no file")


def _files(folder, topic):
    for entry in _entries(folder):
        if _is_folder(entry):
            if entry.name == topic or entry.name not in TOPICS:
                yield from _files(entry, topic)
        elif not _of_other_topic(entry.name, topic):
            yield entry


def _entries(folder):
    """What lies in a folder, without what programs leave behind."""
    entries = sorted(Path(folder).iterdir())
    return [entry for entry in entries if not entry.name.startswith(".") and entry.name.lower() not in _LEFT_BY_PROGRAMS]


def _of_other_topic(name, topic):
    stem = name.removesuffix(".ipynb")
    return any(stem == other or stem.endswith(f"_{other}") for other in TOPICS if other != topic)


def _misnamed(path, student, expected):
    return Refused(path, student, "wrong name", f"should be named {expected}; rename it and collect again")
