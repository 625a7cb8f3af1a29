"""Finds the student to whom a file belongs, or says why nobody can be sure.

What the names of folders and files look like is left to `handed_in` and `lms`.
"""

import re
import unicodedata

from autograder.classroom.handed_in import displayed


def whose(found, roster, worksheet=None):
    """The student of a file.

    Parameters
    ----------
    found : autograder.classroom.handed_in.HandedIn or autograder.classroom.handed_in.Refused
        The file, with the name that folder, file or download gives.
    roster : autograder.classroom.roster.Roster
        Who is in the course.
    worksheet : dict, optional
        Moodle's participants, from `autograder.classroom.lms.read_worksheet`.

    Returns
    -------
    student : autograder.classroom.roster.Student or None
        None where it is not certain.
    why_not : str
        A sentence, where there is no student.
    """
    if not found.senders:
        student = roster.find(found.student)
        return student, "" if student else _unknown(roster, found.student)
    first = found.senders[0]
    if first.participant:
        return _of_moodle(first, roster, (worksheet or {}).get(first.participant))
    return _of_canvas(found.senders, roster)


def _of_canvas(senders, roster):
    known = {student.id: student for each in senders if (student := roster.by("canvas_id", each.canvas_id))}
    first = senders[0]
    if len(known) > 1:
        return None, f"its name may be that of {' or '.join(known)}; see whose it is, and collect it as STUDENT/TOPIC.ipynb"
    if known:
        return next(iter(known.values())), ""
    if not first.canvas_id:
        return None, "was handed in without a name; switch anonymous grading off in Canvas and download again"
    if len(senders) > 1:
        return None, "its name can be read in several ways; write canvas_id into the roster, and collect again"
    return _by_name(first.name, [each for each in roster.named(first.name) if not each.canvas_id], "canvas_id")


def _of_moodle(sender, roster, participant):
    if participant:
        certain = roster.by("moodle_id", participant.moodle_id) or roster.by("email", participant.email)
        if certain:
            return certain, ""
    name = participant.name if participant and participant.name else sender.name
    return _by_name(name, roster.named(name), "moodle_id or email")


def _by_name(name, students, column):
    if len(students) == 1:
        return students[0], ""
    several = f"{len(students)} students are called" if students else "nobody in the roster is called"
    worksheet = ", give Moodle's grading worksheet with --worksheet," if students and column != "canvas_id" else ""
    return None, f"{several} {displayed(name)!r}; write {column} into the roster{worksheet} and collect again"


def _unknown(roster, name):
    nearest = roster.nearest(unicodedata.normalize("NFC", name))
    if roster.open_to_all:
        return f"{displayed(name)!r} cannot be a student's id; rename the folder and collect again"
    parts = [student.id for part in re.split(r"[_+,&;\s]+", name) if (student := roster.find(part))]
    if len(parts) > 1:
        return f"names {' and '.join(parts)}; give each a folder with a copy, and collect again"
    hint = f" (did you mean {nearest!r}?)" if nearest else ""
    return f"{displayed(name)!r} is not in the roster{hint}; rename the folder or add the student, and collect again"
