"""Keeps the last export of each topic to each system, and says what has changed since.

What stands in an export is left to `lms`.
"""

import json

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.reports.write import write_csv


def last_points(course, system, topic):
    """The points of the last export: student's id -> points as they stood in the file; empty where there was none.

    Raises
    ------
    CourseError
        If the note of it is damaged.
    """
    path = course.export(system, topic).with_suffix(".json")
    try:
        points = dict(json.loads(path.read_text(encoding="utf-8")).items())
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError):
        raise CourseError(f"{path}: not the note that `export` writes; move the file away") from None
    return points


def changes(course, export):
    """What an export changes against the last one of its kind.

    Parameters
    ----------
    course : autograder.course.Course
        Where the last one is kept.
    export : autograder.reports.lms.Export
        The new one.

    Yields
    ------
    str
        A line for each student whose points are new, other or gone.
    """
    before = last_points(course, export.system, export.topic)
    for student in sorted(before.keys() | export.points.keys()):
        old, new = before.get(student), export.points.get(student)
        if old != new:
            name = export.names.get(student, student)
            yield f"{name}: {'new' if old is None else old} → {'no longer there' if new is None else new}"


def write_export(course, export, path=None):
    """Write an export, and note what stands in it.

    Returns
    -------
    pathlib.Path
        Of the file: ``course/exports/SYSTEM/TOPIC.csv``, or the one that was asked for.
    """
    kept = course.export(export.system, export.topic)
    written = write_csv(path or kept, export.text)
    note(course, export)
    return written


def note(course, export):
    """Note what stands in an export, so that the next one can say what has changed."""
    path = course.export(export.system, export.topic).with_suffix(".json")
    write_atomically(path, json.dumps(export.points, ensure_ascii=False, indent=1) + "\n")
