"""Says whose score a regrade changes, and why: points before and after, the checks that differ, and what was different.

Grading anew and writing what came of it are left to `autograder.classroom`.
"""

from dataclasses import dataclass, field

from autograder.classroom.records import read_record
from autograder.classroom.regrade import drafts_of
from autograder.reports.marks import with_marks
from autograder.reports.pages import number, visible

_CAUSES = {
    "the exercise's source": lambda record: record.source["sha256"],
    "the notebook": lambda record: record.submission["sha256"],
    "the seed": lambda record: record.seed,
    "the grader or its libraries": lambda record: record.versions,
    "the sandbox": lambda record: record.protections.get("sandbox", False),
}


@dataclass(frozen=True)
class Change:
    """What a regrade changes for one student.

    Parameters
    ----------
    student : str
        Whose id.
    before, after : float
        Points so far, with what people gave by hand, and without what being late costs.
    causes : tuple of str
        What was different from the last time.
    details : tuple of str
        A line for each question whose points or verdict change, and for each of its checks that says something else.
    """

    student: str
    before: float
    after: float
    causes: tuple
    details: tuple = field(default=())

    @property
    def headline(self):
        """The points and the causes in one line."""
        points = f"{number(self.before)} → {number(self.after)} points" if self.before != self.after else "same points"
        causes = f"changed: {', '.join(self.causes)}" if self.causes else "nothing that is recorded has changed: is it random?"
        return f"{self.student}: {points} ({causes})"


def changes_of(course, topic, marks):
    """What a regrade changes, student by student.

    Parameters
    ----------
    course : autograder.course.Course
        Where the records lie, and the drafts that would replace them.
    topic : str
        Which topic.
    marks : dict
        (topic, student's id) -> name of the graded cell -> `autograder.classroom.gradebook.Mark`: what people gave stays.

    Returns
    -------
    list of Change
        One for each student with a question whose points or verdict change.
    """
    changes = []
    for draft in drafts_of(course, topic):
        if old := read_record(course, draft.student, topic):
            change = _change(old, draft, marks.get((topic, draft.student), {}))
            if change.details:
                changes.append(change)
    return changes


def _change(old, new, marks):
    before, after = with_marks(vars(old), marks), with_marks(vars(new), marks)
    causes = tuple(words for words, of in _CAUSES.items() if of(old) != of(new))
    then = {question["name"]: question for question in before["questions"]}
    now = {question["name"]: question for question in after["questions"]}
    lines = [line for name in {**then, **now} for line in _differences(name, then.get(name), now.get(name))]
    return Change(new.student, before["points"], after["points"], causes, tuple(visible(line) for line in lines))


def _differences(name, old, new):
    """A line for a question that has another result, then one for each check that has."""
    if old is None or new is None:
        yield f"{name}: {'is new, ' + _result(new) if new else 'is no longer asked, was ' + _result(old)}"
        return
    if _key(old) == _key(new) and all(_key(was) == _key(now) for was, now in _paired(old, new)):
        return
    yield f"{name}: {_result(old)} → {_result(new)}"
    for was, now in _paired(old, new):
        if was is None or now is None:
            yield f"  {(was or now)['name']}: {'is new, ' + now['verdict'] if now else 'is no longer there'}"
        elif _key(was) != _key(now):
            yield f"  {was['name']}: {_result(was)} → {_result(now)}"


def _paired(old, new):
    then, now = ({test["name"]: test for test in question.get("tests", ())} for question in (old, new))
    return [(then.get(name), now.get(name)) for name in {**then, **now}]


def _key(result):
    return result and (result["points"], result["max_points"], result["verdict"])


def _result(result):
    points = "–" if result["points"] is None else number(result["points"])
    return f"{result['verdict']} {points}/{number(result['max_points'])}"
