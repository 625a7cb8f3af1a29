"""Brings the records of one topic into nbgrader's gradebook, some at a time.

What is written there is left to `autograder.judge.gradebook`.  Records lie on disk, so that nothing is lost if the gradebook is
locked or away: what it did not take is offered to it again.
"""

from itertools import islice

from autograder.classroom.records import read_record
from autograder.course import CourseError

BATCH = 20  # while others are judged


class Entries:
    """Records of one topic on their way into the gradebook.

    Parameters
    ----------
    course : autograder.course.Course
        Where records and gradebook lie.
    assignment : autograder.judge.Assignment
        What was asked.
    """

    def __init__(self, course, assignment):
        self.course, self.assignment = course, assignment
        self.batch, self.refused = [], []

    def add(self, record):
        """Take a record, which is on disk; a full batch is written. Where that fails, it and all that follow wait for the end."""
        self.batch.append(record)
        if len(self.batch) < BATCH:
            return
        if self.refused:  # a locked gradebook is waited for: not again at each batch, while nothing is graded
            self.refused += [each.student for each in self.batch]
            self.batch = []
            return
        full, self.batch = self.batch, []
        try:
            self._write(full)
        except CourseError:
            self.refused += [record.student for record in full]

    def add_all(self, students):
        """Take the records of these students from disk."""
        for student in students:
            self.add(read_record(self.course, student, self.assignment.topic))

    def finish(self):
        """Write what is left.

        Raises
        ------
        CourseError
            If the gradebook still refuses.
        """
        students, self.refused = iter(self.refused), []
        while some := list(islice(students, BATCH)):
            self._write([read_record(self.course, student, self.assignment.topic) for student in some])
        self._write(self.batch)
        self.batch = []

    def _write(self, records):
        from autograder.judge import gradebook

        gradebook.write(self.course, self.assignment, records)


def enter_all(course, assignment):
    """Bring all records of a topic into the gradebook.

    Raises
    ------
    CourseError
        If it refuses; nothing is lost then.
    """
    entries = Entries(course, assignment)
    entries.add_all(sorted(path.parent.name for path in (course.root / "records").glob(f"*/{assignment.topic}.json")))
    entries.finish()
