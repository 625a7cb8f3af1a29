"""Puts what late work costs where nbgrader keeps it: as its plugin, and directly for `autograder grade`.

The rule itself is left to `late`.  In ``nbgrader_config.py``::

    c.AssignLatePenalties.plugin_class = "autograder.classroom.penalties.LatePenalties"
"""

from datetime import timedelta

from nbgrader.plugins import LateSubmissionPlugin

from autograder.classroom.gradebook import opened
from autograder.classroom.late import LateRule, read_rule


class LatePenalties(LateSubmissionPlugin):
    """nbgrader's late-submission plugin that asks `LateRule`."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """The points that a student loses, or None; nbgrader has taken its own extensions off the lateness already."""
        return penalty(LateRule(parent=self), student_id, self.parent.assignment_id, score, total_seconds_late)


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
    if not course.gradebook.exists():
        return
    rule = read_rule(course)
    with opened(course) as gradebook:
        for assignment in [each for each in gradebook.assignments if each.name in topics]:
            for submission in assignment.submissions:
                seconds = submission.total_seconds_late if assignment.duedate else 0
                for notebook in submission.notebooks:
                    lost = penalty(rule, submission.student_id, assignment.name, notebook.score, seconds) if seconds else None
                    if (notebook.late_submission_penalty or None) != lost:
                        notebook.late_submission_penalty = lost
        gradebook.db.commit()
