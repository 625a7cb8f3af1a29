"""Lays what people gave by hand over what the judge found.

Records on disk stay as the judge wrote them; where marks come from is left to `autograder.classroom.gradebook`.
"""


def with_marks(record, marks):
    """A record with the marks and comments that a person gave.

    Parameters
    ----------
    record : dict
        As the judge wrote it; it is not changed.
    marks : dict
        Name of a graded cell -> `autograder.classroom.gradebook.Mark`.

    Returns
    -------
    dict
        The same with other points, verdicts and totals, and with a list ``comments`` in each question.
    """
    questions = [_marked(question, marks) for question in record["questions"]]
    points = sum(question["points"] or 0.0 for question in questions)
    return {**record, "questions": questions, "points": points}


def _marked(question, marks):
    tests = [_overruled(test, marks.get(test["name"])) for test in question.get("tests", ())]
    cells = [question["name"], *(test["name"] for test in tests)]
    given = [marks[cell] for cell in cells if cell in marks]
    marked = {**question, "comments": [mark.comment for mark in given if mark.comment]}
    if tests:
        marked["tests"] = tests
    if not any(mark.points is not None or mark.extra for mark in given):
        return marked
    own = marks.get(question["name"])
    base = sum(test["points"] for test in tests) if tests else own and own.points
    marked["points"] = None if base is None else base + sum(mark.extra for mark in given)
    if marked["points"] is not None:
        marked["verdict"] = _verdict(marked["points"], question["max_points"])
    return marked


def _overruled(test, mark):
    """A check of which a person decided otherwise: its points and its verdict are the person's."""
    if mark is None or mark.points is None:
        return test
    return {**test, "points": mark.points, "verdict": _verdict(mark.points, test["max_points"])}


def _verdict(points, most):
    return "right" if points >= most else "partly right" if points > 0 else "wrong"
