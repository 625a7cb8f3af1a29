"""Writes records into nbgrader's gradebook, and beside it the notebook that nbgrader's formgrader shows.

What people put into the gradebook (marks given by hand, comments, extra credit) is never touched; reading it is left to
`autograder.classroom`.  One process writes, a whole assignment in one transaction: all of it is there, or none.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import uuid4

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.judge import graded
from autograder.judge.database import opened


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
    with ThreadPoolExecutor(8) as pool:  # they wait for the disk together
        list(pool.map(lambda record: _write_notebook(course, assignment, record, before[record.student]), records))


def _write_notebook(course, assignment, record, before):
    path = course.autograded(record.student, assignment.topic)
    if before.get("record") != graded.digest(record.to_json()):
        write_atomically(path, graded.notebook(assignment, record))
    # nbgrader takes a submission for graded where the times of the two folders agree.
    stamp, theirs = course.timestamp(record.student, assignment.topic), path.parent / "timestamp.txt"
    if stamp.is_file() and (not theirs.is_file() or stamp.read_bytes() != theirs.read_bytes()):
        write_atomically(theirs, stamp.read_bytes())


def _write_database(course, assignment, records, before):
    if not course.gradebook.is_file():
        raise CourseError(f"{course.gradebook}: not there; run `autograder release {assignment.topic}`")
    with opened(course, writing=True) as database:
        sheet = Sheet(course, database, assignment.topic)
        for record in records:
            sheet.enter(record, before[record.student])


class Sheet:
    """One assignment in nbgrader's database.

    Parameters
    ----------
    course : autograder.course.Course
        Whose database it is.
    database : sqlite3.Connection
        The database, opened.
    topic : str
        Which assignment.

    Raises
    ------
    autograder.course.CourseError
        If nbgrader does not know the assignment.
    """

    def __init__(self, course, database, topic):
        self.database = database
        found = self._rows(
            "SELECT assignment.id, notebook.id FROM assignment JOIN notebook ON notebook.assignment_id = assignment.id"
            " WHERE assignment.name = ? AND notebook.name = ?", topic, topic,
        )  # fmt: skip
        if not found:
            raise CourseError(f"{course.gradebook}: nbgrader does not know {topic!r}; run `autograder release {topic}`")
        ((self.assignment, self.notebook),) = found
        cells = "SELECT name, id FROM base_cell JOIN {} USING (id) WHERE notebook_id = ?"
        kinds = ("grade_cells", "solution_cells")
        self.graded, self.answers = (dict(self._rows(cells.format(kind), self.notebook)) for kind in kinds)

    def _rows(self, query, *values):
        return self.database.execute(query, values).fetchall()

    def _new(self, table, **values):
        """Put a row into a table; gives its id."""
        values.setdefault("id", uuid4().hex)
        places = ", ".join("?" * len(values))
        self.database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", tuple(values.values()))
        return values["id"]

    def enter(self, record, before):
        """Enter one record; what people gave stays."""
        submitted = self._submitted(record)
        grades = self._rows("SELECT cell_id, id, auto_score, manual_score FROM grade WHERE notebook_id = ?", submitted)
        grades = {cell: known for cell, *known in grades}
        comments = dict(self._rows("SELECT cell_id, id FROM comment WHERE notebook_id = ?", submitted))
        for question in record.questions:
            for test in question.get("tests", [question]):
                if test["name"] in self.graded:
                    cell = self.graded[test["name"]]
                    self._mark(grades.get(cell), {"cell_id": cell, "notebook_id": submitted}, question, test, before)
            if question["name"] in self.answers:
                cell, text = self.answers[question["name"]], graded.comment(question)
                if cell in comments:
                    self.database.execute("UPDATE comment SET auto_comment = ? WHERE id = ?", (text, comments[cell]))
                else:
                    self._new("comment", cell_id=cell, notebook_id=submitted, auto_comment=text)

    def _submitted(self, record):
        """The id of the student's notebook; student and submission are made where they are not there."""
        at = record.submission["submitted_at"]
        timestamp = f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M:%S.%f}" if at else None
        known = self._rows(
            "SELECT id FROM submitted_assignment WHERE assignment_id = ? AND student_id = ?", self.assignment, record.student
        )
        if known:
            ((submission,),) = known
            self.database.execute("UPDATE submitted_assignment SET timestamp = ? WHERE id = ?", (timestamp, submission))
        else:
            self.database.execute("INSERT OR IGNORE INTO student (id) VALUES (?)", (record.student,))
            values = {"assignment_id": self.assignment, "student_id": record.student, "timestamp": timestamp}
            submission = self._new("submitted_assignment", **values)
        known = self._rows(
            "SELECT id FROM submitted_notebook WHERE assignment_id = ? AND notebook_id = ?", submission, self.notebook
        )
        if known:
            return known[0][0]
        return self._new("submitted_notebook", assignment_id=submission, notebook_id=self.notebook, flagged=False)

    def _mark(self, known, place, question, test, before):
        """Enter what the judge found for one graded cell; ask a person to look where it found nothing, or something else."""
        score = None if test["verdict"] in ("to mark", "could not judge") else test["points"]
        if known is None:
            self._new("grade", **place, auto_score=score, needs_manual_grade=score is None)
            return
        row, then, by_hand = known
        if by_hand is None:
            change, values = "auto_score = ?, needs_manual_grade = ?", (score, score is None)
        elif then != score or before.get(question["name"]) != graded.digest(question["answer"]):
            change, values = "auto_score = ?, needs_manual_grade = ?", (score, True)
        else:
            change, values = "auto_score = ?", (score,)
        self.database.execute(f"UPDATE grade SET {change} WHERE id = ?", (*values, row))
