"""Makes the notebook that nbgrader's formgrader shows: the instructor's cells, the student's answers, and what came of them.

Writing it is left to `gradebook`.  A student's text is shown and never obeyed: mark-up in written answers is defused.
"""

import hashlib
import json
import re

_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_SCHEME = re.compile(r"\b(javascript|vbscript|data)\s*:", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#|colon;|tab;|newline;)", re.IGNORECASE)


def digest(text):
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_digests(path):
    """What the graded notebook at a path was made from: digests of the record and of each answer; empty where there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["metadata"]["autograder"]
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def notebook(assignment, record, made_of):
    """The text of a graded notebook.

    Parameters
    ----------
    assignment : autograder.judge.notebooks.Assignment
        What was asked.
    record : autograder.judge.record.Record
        What came of it.
    made_of : str
        The digest of the record, for `read_digests`.

    Returns
    -------
    str
        A notebook with the source's tests, the student's answers, and as outputs what the judge found.
    """
    tree = json.loads(assignment.source)
    questions = {question["name"]: question for question in record.questions}
    tests = {test["name"]: test for question in record.questions for test in question.get("tests", ())}
    for cell in list(tree["cells"]):
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if name in tests:
            cell["outputs"] = result(tests[name])
        elif name in questions:
            if questions[name]["kind"] == "written":
                tree["cells"].insert(tree["cells"].index(cell), rubric(cell))
            fill(cell, questions[name])
    if record.repairs:
        text = "**About this submission**\n\n" + "\n".join(f"- {defused(repair)}" for repair in record.repairs)
        tree["cells"].insert(0, {"cell_type": "markdown", "id": "repairs", "metadata": {}, "source": text})
    tree["metadata"]["autograder"] = {
        "record": made_of,
        **{question["name"]: digest(question["answer"]) for question in record.questions},
    }
    return json.dumps(tree, ensure_ascii=False, allow_nan=False) + "\n"  # read by programs: it needs no lines


def rubric(cell):
    """The source's text of a written answer, which says how to mark it, as a cell of its own in front of the student's answer."""
    text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    return {"cell_type": "markdown", "id": f"rubric_{cell['id']}"[:64], "metadata": {}, "source": text}


def fill(cell, question):
    """Put a student's answer, and what it printed, into a cell."""
    cell.pop("attachments", None)
    if cell["cell_type"] == "markdown":
        cell["source"] = defused(question["answer"])
        return
    cell["source"] = question["answer"] or "# There is no answer."
    printed = [(name, question.get(name, "")) for name in ("stdout", "stderr")]
    cell["outputs"] = [{"output_type": "stream", "name": name, "text": text} for name, text in printed if text]


def result(test):
    """The outputs of a test cell."""
    if test["verdict"] == "right":
        text = test.get("output") or "All checks passed.\n"
        return [{"output_type": "stream", "name": "stdout", "text": text}]
    lines = [f"{test['verdict'].capitalize()}: {test['message']}"]
    lines += [f"This looks like a known mistake: {test['explanation']}"] if test["explanation"] else []
    lines += [f"Hint: {test['hint']}"] if test["hint"] else []
    lines += ["(This check is hidden from students.)"] if test["hidden"] else []
    return [{"output_type": "error", "ename": test["verdict"], "evalue": test["message"], "traceback": lines}]


def comment(question):
    """What nbgrader shows beside an answer; None where there is nothing to say.  It tells no value of a hidden test."""
    if question["kind"] == "written":
        return "No response." if question["verdict"] == "missing" else None
    if question["verdict"] == "right":
        return None
    words = [question["verdict"].capitalize() + "."]
    for test in question["tests"]:
        for text in (test["explanation"], test["hint"]):
            if text and text not in words:
                words.append(text)
    return " ".join(words)


def defused(text):
    """Markdown whose raw HTML and whose scripts in links are text.

    Examples
    --------
    >>> defused("a < b <script>alert(1)</script> [x](javascript:alert(1))")
    'a < b &lt;script>alert(1)&lt;/script> [x](javascript alert(1))'
    """
    return _SCHEME.sub(r"\1 ", _TAG.sub("&lt;", _ENTITY.sub("&amp;", text)))
