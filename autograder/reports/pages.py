"""Makes the pages that people read: a student's feedback, and the instructor's table of grades.

What is known of each student is gathered in `grades`; writing the pages to disk is left to `write`.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from autograder.classroom.times import local, spoken
from autograder.reports.item_analysis import FEWEST
from autograder.reports.written import rendered

HIGHLIGHTED = 20_000  # characters of an answer that are coloured; more is shown as it is
MEANINGS = {
    "right": "All checks passed.",
    "partly right": "Some checks passed.",
    "wrong": "It runs, but gives something else than was asked.",
    "forbidden call": "It calls something that the exercise does not allow.",
    "too slow": "It did not come to an end in the time that it had.",
    "too much memory": "It asked for more memory than it had.",
    "crashed": "It stopped with an error.",
    "missing": "There is no answer, or none that could be found.",
    "to mark": "A person reads this answer and gives the points.",
    "could not judge": "The grader failed here, not the answer: it is graded again, and no points are lost.",
}
TONE = {
    **dict.fromkeys(MEANINGS, "bad"),
    "right": "good",
    "partly right": "part",
    "missing": "none",
    "to mark": "wait",
    "could not judge": "wait",
    "not handed in": "none",
    "set aside": "part",
}
_SAID_ALOUD = ("missing", "to mark", "could not judge")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def feedback_page(grade):
    """The page that a student gets back: self-contained HTML, nothing fetched, nothing run.

    Parameters
    ----------
    grade : autograder.reports.grades.Grade
        One that has a record.

    Returns
    -------
    str
        It never tells what a hidden check compared: only how often, and what the mistake is known as.
    """
    record = grade.record
    share = lambda points: f"{100 * points / record['max_points']:.2f}" if record["max_points"] else "0"  # noqa: E731
    questions = [shown_question(question) for question in record["questions"]]
    return render("feedback", topic_name=title(grade.topic), grade=grade, record=record, questions=questions, share=share)


def grades_page(grades, strangers):
    """The instructor's table: students down, questions across.

    Parameters
    ----------
    grades : dict
        Topic -> list of `Grade`.
    strangers : dict
        Topic -> problems of files that belong to no known student.

    Returns
    -------
    str
    """
    sheets = [_sheet(topic, listed, strangers.get(topic, ())) for topic, listed in grades.items()]
    return render("grades", sheets=sheets, link=feedback_link)


def report_page(report):
    """The report on a class, with its pictures as SVG: their colours are the page's, on light and on dark alike.

    Parameters
    ----------
    report : autograder.reports.report.Report
        Students are named only where it says so.

    Returns
    -------
    str
    """
    due = {grade.due for grade in report.grades}
    known = {
        "waiting": sum(bool(grade.points_to_mark) for grade in report.grades),
        "tallest": max((count for *_, count in report.steps), default=1) or 1,
        "due": due.pop() if len(due) == 1 else None,  # with extensions there are several
        "fewest": FEWEST,
    }
    return render("report", topic_name=title(report.topic), report=report, **known)


def shown_question(question):
    """A record's question with what the page says of it: its title, a sentence, and each piece of advice once."""
    tests = question.get("tests", [])
    advice = dict.fromkeys((test["explanation"], test["hint"]) for test in tests if test["explanation"] or test["hint"])
    says = MEANINGS[question["verdict"]] if question["verdict"] in _SAID_ALOUD else ""
    heading = "In your own words" if question["kind"] == "written" else question["name"]
    comments = question.get("comments", [])
    return {**question, "title": heading, "says": says, "advice": list(advice), "tests": tests, "comments": comments}


def title(topic):
    """A topic's name for people.

    Examples
    --------
    >>> title("visual_cortex")
    'Visual cortex'
    """
    return topic.replace("_", " ").capitalize()


def feedback_link(grade):
    """The address of a student's page, seen from the table of grades."""
    return quote(f"feedback/{grade.student.id}/{grade.topic}/{grade.topic}.html")


def remarks(grade):
    """What an instructor should know of one result, sentence by sentence."""
    if grade.late:
        lost = f", which costs {number(grade.penalty)} of {number(grade.points_before)} points" if grade.penalty else ""
        yield f"Late by {spoken(grade.late)}{lost}."
    yield from grade.record["repairs"] if grade.record else ()
    if grade.record and not grade.record["protections"].get("sandbox", False):
        yield "Graded without the sandbox."
    for problem in grade.problems:
        yield f"{problem}."


def _sheet(topic, grades, strangers):
    recorded = [grade for grade in grades if grade.record]
    points = sorted(grade.points for grade in recorded)
    middle = f", median {number(points[len(points) // 2])} points" if points else ""
    questions = max((grade.record["questions"] for grade in recorded), key=len, default=[])
    return {
        "topic": topic,
        "name": title(topic),
        "due": grades[0].due if grades else None,
        "summary": f"{len(recorded)} of {len(grades)} graded{middle}.",
        "questions": [shown_question(question) for question in questions],
        "grades": grades,
        "strangers": strangers,
    }


def number(points):
    """Points without needless decimals.

    Examples
    --------
    >>> [number(points) for points in (14.0, 0.5, 1 / 3)]
    ['14', '0.5', '0.33']
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


def visible(text):
    """Text in which nothing is invisible or turns the direction of writing round."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def highlighted(code):
    """Python code, coloured, as safe HTML."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    code = visible(code)
    if len(code) > HIGHLIGHTED:
        return code
    return Markup(highlight(code, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n"))


def _question_named(grade, name):
    return next((question for question in grade.record["questions"] if question["name"] == name), None)


def render(template, **known):
    """A page made from one of our templates: what it is given stays text, and its policy allows our style sheet alone."""
    environment = _environment()
    style = _style()
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(f"{template}.html.j2").render(
        **known, style=Markup(style), style_hash=style_hash, tone=TONE, meanings=MEANINGS
    )


@cache
def _environment():
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # not for those who want a word or a number of ours

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters.update(
        percent="{:.0%}".format,
        prose=lambda text: rendered(visible(text)),
        local=local,
        spoken=spoken,
        number=number,
        highlighted=highlighted,
        remarks=remarks,
        question_named=_question_named,
    )
    return environment


@cache
def _style():
    """The whole style sheet: ours, and the colours of code on light and on dark pages."""
    from pygments.formatters import HtmlFormatter

    own = Path(__file__).with_name("templates").joinpath("style.css").read_text()
    light, dark = (
        "\n".join(HtmlFormatter(style=style).get_token_style_defs(".code"))
        for style in ("a11y-high-contrast-light", "a11y-high-contrast-dark")
    )
    return f"{own}{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
