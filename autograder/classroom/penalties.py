"""Works out what late work costs a student, and puts it where nbgrader keeps it.

The rule itself is left to `late`, the same for nbgrader's own commands to `late_plugin`.
"""

from datetime import timedelta

from autograder.classroom.gradebook import late_work, write_lost
from autograder.classroom.late import read_rule


def penalty(rule, student, topic, score, seconds_late):
    """The points that a student loses.

    Parameters
    ----------
    rule : autograder.classroom.late.LateRule
        What lateness costs.
    student, topic : str
        Whose, and for which topic.
    score : float
        Points before.
    seconds_late : float
        Since the due date of the class, or the student's own as nbgrader knows it.

    Returns
    -------
    float or None
        None where nothing is lost.
    """
    charge = rule.charge(timedelta(seconds=seconds_late) - rule.extension(student, topic))
    return charge.of(score) or None if charge else None


def write_penalties(course, topics):
    """Bring the penalties in nbgrader's gradebook up to date with the rule, the times and the marks given by hand.

    Parameters
    ----------
    course : autograder.course.Course
        Where rule and gradebook lie. The caller holds it.
    topics : iterable of str
        Which ones.
    """
    rule = read_rule(course)
    lost = {}
    for work in late_work(course, topics):
        points = penalty(rule, work.student, work.topic, work.points, work.late.total_seconds()) if work.late else None
        if work.lost != points:
            lost[work.notebook] = points
    write_lost(course, lost)
