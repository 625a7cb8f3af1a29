"""Writes records into nbgrader's gradebook, and beside it the notebook that nbgrader's formgrader shows.

What people put into the gradebook (marks given by hand, comments, extra credit) is never touched; reading it is left to
`autograder.classroom`.  One process writes, all records that it is given in one transaction: all are there, or none.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import uuid4

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.judge import graded
from autograder.judge.database import opened
from autograder.settings import gradebook_place, without_password

AT_ONCE = 300  # students of whom one statement asks; an old SQLite takes 999 values
_SUBMITTED = """
SELECT student_id, submitted_assignment.id, submitted_notebook.id
FROM submitted_assignment
LEFT JOIN submitted_notebook
    ON submitted_notebook.assignment_id = submitted_assignment.id AND submitted_notebook.notebook_id = ?
WHERE submitted_assignment.assignment_id = ? AND student_id IN ({})
"""
# By way of the cells, since it is by cell and notebook that nbgrader's tables have an index.
_GIVEN = """
SELECT {0}.notebook_id, {0}.cell_id, {1}
FROM submitted_assignment
JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN base_cell ON base_cell.notebook_id = submitted_notebook.notebook_id
JOIN {0} ON {0}.cell_id = base_cell.id AND {0}.notebook_id = submitted_notebook.id
WHERE submitted_notebook.notebook_id = ? AND submitted_assignment.assignment_id = ? AND student_id IN ({2})
"""


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
    made_of = graded.digest(record.to_json())
    if before.get("record") != made_of:
        write_atomically(path, graded.notebook(assignment, record, made_of))
    # nbgrader takes a submission for graded where the times of the two folders agree.
    stamp, theirs = course.timestamp(record.student, assignment.topic), path.parent / "timestamp.txt"
    if stamp.is_file() and (not theirs.is_file() or stamp.read_bytes() != theirs.read_bytes()):
        write_atomically(theirs, stamp.read_bytes())


def _write_database(course, assignment, records, before):
    with opened(course, writing=True) as database:
        sheet = Sheet(course, database, assignment.topic)
        for start in range(0, len(records), AT_ONCE):
            sheet.enter(records[start : start + AT_ONCE], before)


class Sheet:
    """One assignment in nbgrader's database.

    Parameters
    ----------
    course : autograder.course.Course
        Whose database it is.
    database : sqlite3.Connection or autograder.judge.postgresql.Served
        The database, opened for writing.
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
            place = without_password(gradebook_place(course))
            raise CourseError(f"{place}: nbgrader does not know {topic!r}; run `autograder release {topic}`")
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

    def enter(self, records, before):
        """Enter records, each of another student; what people gave stays.

        Parameters
        ----------
        records : list of autograder.judge.record.Record
            A few hundred at most: there is a place for each of them in one statement.
        before : dict
            Student's id -> what `autograder.judge.graded.read_digests` gives of the notebook that was graded before.
        """
        # Asked for all of them at once: a server may be far away.
        places, students = ", ".join("?" * len(records)), [record.student for record in records]
        whose = (self.notebook, self.assignment, *students)
        submitted = {student: ids for student, *ids in self._rows(_SUBMITTED.format(places), *whose)}
        marks = _GIVEN.format("grade", "grade.id, auto_score, manual_score", places)
        grades, comments = (
            {(notebook, cell): known for notebook, cell, *known in self._rows(query, *whose)}
            for query in (marks, _GIVEN.format("comment", "comment.id", places))
        )
        for record in records:
            notebook = self._submitted(record, *submitted.get(record.student, (None, None)))
            for question in record.questions:
                for test in question.get("tests", [question]):
                    if test["name"] in self.graded:
                        cell = self.graded[test["name"]]
                        self._mark(grades.get((notebook, cell)), (notebook, cell), question, test, before[record.student])
                if question["name"] in self.answers:
                    cell = self.answers[question["name"]]
                    self._comment(comments.get((notebook, cell)), (notebook, cell), question)

    def _submitted(self, record, submission, notebook):
        """The id of the student's notebook; student, submission and notebook are made where they are not there."""
        at = record.submission["submitted_at"]
        timestamp = f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M:%S.%f}" if at else None
        if submission:
            self.database.execute("UPDATE submitted_assignment SET timestamp = ? WHERE id = ?", (timestamp, submission))
        else:
            self.database.execute("INSERT INTO student (id) VALUES (?) ON CONFLICT DO NOTHING", (record.student,))
            values = {"assignment_id": self.assignment, "student_id": record.student, "timestamp": timestamp}
            submission = self._new("submitted_assignment", **values)
        return notebook or self._new("submitted_notebook", assignment_id=submission, notebook_id=self.notebook, flagged=False)

    def _mark(self, known, place, question, test, before):
        """Enter what the judge found for one graded cell; ask a person to look where it found nothing, or something else."""
        score = None if test["verdict"] in ("to mark", "could not judge") else test["points"]
        if known is None:
            self._new("grade", notebook_id=place[0], cell_id=place[1], auto_score=score, needs_manual_grade=score is None)
            return
        row, then, by_hand = known
        if by_hand is None:
            change, values = "auto_score = ?, needs_manual_grade = ?", (score, score is None)
        elif then != score or before.get(question["name"]) != graded.digest(question["answer"]):
            change, values = "auto_score = ?, needs_manual_grade = ?", (score, True)
        else:
            change, values = "auto_score = ?", (score,)
        self.database.execute(f"UPDATE grade SET {change} WHERE id = ?", (*values, row))

    def _comment(self, known, place, question):
        """Enter what stands beside an answer."""
        text = graded.comment(question)
        if known is None:
            self._new("comment", notebook_id=place[0], cell_id=place[1], auto_comment=text)
        else:
            self.database.execute("UPDATE comment SET auto_comment = ? WHERE id = ?", (text, *known))
