"""Checks a student's notebook before it is handed in, and hands it in: to nbgrader's exchange, or as one file to upload.

Running it is left to `rehearsal`, signing what was taken to `receipts`.
"""

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.classroom.handed_in import LARGEST, why_no_notebook
from autograder.classroom.rehearsal import rehearse
from autograder.classroom.which import Assignments
from autograder.course import TOPICS, CourseError
from autograder.files import write_atomically
from autograder.settings import read_config

_STUB = "raise NotImplementedError"


@dataclass
class Checked:
    """What came of checking a notebook.

    Parameters
    ----------
    topic : str
        Which assignment it answers.
    content : bytes
        The file.
    faults : list of str
        What should be mended before it is handed in.
    remarks : list of str
        What its student should know; it can be handed in all the same.
    """

    topic: str
    content: bytes
    faults: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def sha256(self):
        """The digest of the content: what a receipt names."""
        return hashlib.sha256(self.content).hexdigest()


def check(course, path, seconds):
    """Check a notebook: the right assignment, all answer cells there, runs.

    Parameters
    ----------
    course : autograder.course.Course
        Whose exercises are compared with.
    path : pathlib.Path
        The notebook.
    seconds : int
        How long one of its cells may run.

    Returns
    -------
    Checked

    Raises
    ------
    CourseError
        If it is no notebook of this course, or answers another assignment than its name says.
    """
    content = path.read_bytes()
    if fault := "is empty" if not content.strip() else why_no_notebook(content):
        raise CourseError(f"{path}: {fault}")
    if len(content) > LARGEST:
        raise CourseError(f"{path}: has {len(content):,} bytes; at most {LARGEST:,} are taken. Clear large outputs and save it")
    assignments = Assignments(course)
    topic = assignments.answered_by(content)
    if topic is None:
        raise CourseError(f"{path}: answers no exercise of this course; hand in the notebook that you got from exercises/")
    called = next((each for each in TOPICS if path.stem == each), topic)
    if called != topic:
        raise CourseError(f"{path}: is called {called} and answers {topic}; rename it if that is what you mean")
    checked = Checked(topic, content)
    assignment = assignments.read(topic)
    _run(checked, assignment, _look_for_answers(checked, assignment), seconds)
    return checked


def _look_for_answers(checked, assignment):
    """Note which cells are missing or damaged, and which have no answer yet; gives the names of the latter."""
    from autograder.judge.rebuild import rebuild

    rebuilt = rebuild(assignment, checked.content)
    for repair in rebuilt.repairs:
        (checked.faults if repair.endswith("is missing.") else checked.remarks).append(repair)
    given = {cell.name: cell.source.strip() for cell in assignment.of_role("answer") + assignment.of_role("written")}
    sources = {name: answer.source for name, answer in rebuilt.answers.items() if answer.source is not None}
    open_ones = [name for name, text in sources.items() if _STUB in text or text.strip() in ("", given[name])]
    if open_ones:
        checked.remarks.append(f"There is no answer yet to {', '.join(open_ones)}.")
    return open_ones


def _run(checked, assignment, open_ones, seconds):
    """Note at which cells a run stumbles; failing checks of what is not answered yet go without saying."""
    answers = {cell.name for cell in assignment.of_role("answer")}
    tested = {test.name: question.name for question in assignment.questions for test in question.tests}
    try:
        stumbles = rehearse(checked.content, seconds)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        checked.faults.append(f"It cannot be run: its cells are damaged ({type(error).__name__}: {error}).")
        return
    for stumble in stumbles:
        if stumble.fatal or stumble.cell in answers:
            checked.faults.append(f"`{stumble.cell}` does not run: {stumble.what}.")
        elif stumble.cell not in tested:
            checked.remarks.append(f"`{stumble.cell}` ends with {stumble.what}.")
        elif tested[stumble.cell] not in open_ones:
            checked.remarks.append(f"The check `{stumble.cell}` fails: {stumble.what.removeprefix('CheckFailed: ')}")


def write_upload(checked, path):
    """Write the one file to upload; it is the notebook, byte for byte."""
    return write_atomically(path, checked.content)


def exchange_of(course):
    """The folder of nbgrader's exchange, where it is set up and can be written to by this user, or None."""
    from nbgrader.apps import SubmitApp
    from nbgrader.exchange.default import Exchange

    app = SubmitApp(log_level=50)
    app.load_config_file(suppress_errors=True)  # of the machine and of the user, as a hub sets them
    app.config.merge(read_config(course))
    root = Path(app.config.get("Exchange", {}).get("root") or Exchange.root.default_value)
    return root if (root / _course_id(course) / "inbound").is_dir() else None


def _course_id(course):
    return str(read_config(course).get("CourseDirectory", {}).get("course_id", ""))


def hand_in(course, checked):
    """Put a notebook into nbgrader's exchange, by nbgrader's own command.

    Returns
    -------
    str
        When, as the exchange has it.

    Raises
    ------
    CourseError
        If nbgrader refuses; the message is its own.
    """
    with TemporaryDirectory() as folder:
        write_atomically(Path(folder) / checked.topic / f"{checked.topic}.ipynb", checked.content)
        command = [sys.executable, "-m", "nbgrader", "submit", checked.topic, "--course", _course_id(course)]
        done = subprocess.run(
            [*command, f"--Exchange.assignment_dir={folder}"], cwd=course.home, capture_output=True, text=True
        )  # fmt: skip
    submitted = re.search(rf"Submitted as: \S+ {checked.topic} (.+)", done.stderr)
    if done.returncode or not submitted:
        lines = [line for line in done.stderr.splitlines() if re.search("CRITICAL|ERROR", line)] or ["no reason is given"]
        raise CourseError(f"nbgrader's exchange did not take it: {lines[0].partition('] ')[2] or lines[0]}; use --to file")
    return submitted[1].strip()
