"""Writes records into nbgrader's gradebook, and beside it the notebook that nbgrader's formgrader shows.

What people put into the gradebook (marks given by hand, comments, extra credit) is never touched; reading it is left to
`autograder.classroom`.  One process writes, a whole assignment in one transaction: all of it is there, or none.
"""

from datetime import datetime

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.judge import graded


def write(course, assignment, records):
    """Write records into nbgrader's gradebook, and the notebooks that its formgrader shows.

    Parameters
    ----------
    course : autograder.course.Course
        Where gradebook and notebooks lie.
    assignment : autograder.judge.notebooks.Assignment
        What was asked; it must have been released, since that is what makes nbgrader know it.
    records : iterable of autograder.judge.record.Record
        What the judge found.  Those that stand there already are written again, which changes nothing.

    Raises
    ------
    autograder.course.CourseError
        If nbgrader does not know the assignment, or its database cannot be used.
    """
    records = list(records)
    if not records:
        return
    before = {record.student: graded.read_digests(course.autograded(record.student, assignment.topic)) for record in records}
    _write_database(course, assignment, records, before)
    for record in records:
        _write_notebook(course, assignment, record, before[record.student])


def _write_notebook(course, assignment, record, before):
    path = course.autograded(record.student, assignment.topic)
    if before.get("record") != graded.digest(record.to_json()):
        write_atomically(path, graded.notebook(assignment, record))
    # nbgrader takes a submission for graded where the times of the two folders agree.
    stamp, theirs = course.timestamp(record.student, assignment.topic), path.parent / "timestamp.txt"
    if stamp.is_file() and (not theirs.is_file() or stamp.read_bytes() != theirs.read_bytes()):
        write_atomically(theirs, stamp.read_bytes())


def _write_database(course, assignment, records, before):
    from nbgrader.api import Gradebook, MissingEntry  # takes a second or two to load
    from sqlalchemy.exc import SQLAlchemyError

    way_out = f"run `autograder release {assignment.topic}`"
    if not course.gradebook.is_file():
        raise CourseError(f"{course.gradebook}: not there; {way_out}")
    try:
        with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
            sheet = Sheet(gradebook, assignment)
            for record in records:
                sheet.enter(record, before[record.student])
            gradebook.db.commit()
    except MissingEntry:
        raise CourseError(f"{course.gradebook}: nbgrader does not know {assignment.topic!r}; {way_out}") from None
    except SQLAlchemyError as error:
        reason = str(error).partition("\n")[0]
        raise CourseError(f"{course.gradebook}: cannot be written ({reason}); nothing of this assignment was changed") from None


class Sheet:
    """One assignment in nbgrader's database.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        The database, opened.
    assignment : autograder.judge.notebooks.Assignment
        Which assignment.
    """

    def __init__(self, gradebook, assignment):
        from nbgrader import api

        self.api, self.db = api, gradebook.db
        self.assignment = gradebook.find_assignment(assignment.topic)
        self.notebook = gradebook.find_notebook(assignment.topic, assignment.topic)
        self.graded = {cell.name: cell for cell in self.notebook.grade_cells}
        self.answers = {cell.name: cell for cell in self.notebook.solution_cells}
        self.submissions = {each.student_id: each for each in self.assignment.submissions}

    def enter(self, record, before):
        """Enter one record; what people gave stays."""
        submitted = self._submitted(record)
        grades = {grade.cell_id: grade for grade in submitted.grades}
        comments = {comment.cell_id: comment for comment in submitted.comments}
        for question in record.questions:
            for test in question.get("tests", [question]):
                if test["name"] in self.graded:
                    cell = self.graded[test["name"]]
                    grade = grades.get(cell.id) or self._new(self.api.Grade(cell_id=cell.id, notebook_id=submitted.id))
                    self._mark(grade, question, test, before)
            if question["name"] in self.answers:
                cell = self.answers[question["name"]]
                comment = comments.get(cell.id) or self._new(self.api.Comment(cell_id=cell.id, notebook_id=submitted.id))
                comment.auto_comment = graded.comment(question)

    def _submitted(self, record):
        """The student's notebook in the database; student and submission are made where they are not there."""
        at = record.submission["submitted_at"]
        timestamp = datetime.fromisoformat(at).replace(tzinfo=None) if at else None
        found = self.submissions.get(record.student)
        if found is None:
            if self.db.get(self.api.Student, record.student) is None:
                self._new(self.api.Student(id=record.student))
            found = self._new(self.api.SubmittedAssignment(assignment_id=self.assignment.id, student_id=record.student))
            self.submissions[record.student] = found
        found.timestamp = timestamp
        for each in found.notebooks:
            if each.notebook_id == self.notebook.id:
                return each
        return self._new(self.api.SubmittedNotebook(notebook_id=self.notebook.id, assignment_id=found.id))

    def _new(self, row):
        """Put a row into the database, so that it has an id that others can name; it counts when all is committed."""
        self.db.add(row)
        self.db.flush()
        return row

    def _mark(self, grade, question, test, before):
        """Enter what the judge found for one graded cell; ask a person to look where it found nothing, or something else."""
        score = None if test["verdict"] in ("to mark", "could not judge") else test["points"]
        if grade.manual_score is None:
            grade.needs_manual_grade = score is None
        elif grade.auto_score != score or before.get(question["name"]) != graded.digest(question["answer"]):
            grade.needs_manual_grade = True
        grade.auto_score = score
