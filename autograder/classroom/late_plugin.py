"""The late rule as nbgrader's plugin, so that `nbgrader autograde` and the formgrader's button take the same points off.

What is taken off is left to `penalties`.  In ``nbgrader_config.py``::

    c.AssignLatePenalties.plugin_class = "autograder.classroom.late_plugin.LatePenalties"
"""

from nbgrader.plugins import LateSubmissionPlugin  # loads all of nbgrader: `autograder grade` does without

from autograder.classroom.late import LateRule
from autograder.classroom.penalties import penalty


class LatePenalties(LateSubmissionPlugin):
    """nbgrader's late-submission plugin that asks `LateRule`."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """The points that a student loses, or None; nbgrader has taken its own extensions off the lateness already."""
        return penalty(LateRule(parent=self), student_id, self.parent.assignment_id, score, total_seconds_late)
