"""Writes pages and tables into the course folder, where nbgrader and people look for them.

What stands in them is left to `pages` and `table`.
"""

from autograder.classroom.collect import read_problems
from autograder.files import copy_atomically, write_atomically
from autograder.reports.grades import all_grades, graded_topics
from autograder.reports.pages import feedback_page, grades_page, report_page
from autograder.reports.report_table import table_of_report
from autograder.reports.similar import similar_page
from autograder.reports.table import table_of_grades


def write_feedback(course, grades, on_page=lambda path: None):
    """Write a page for each result that has a record, to where nbgrader's ``release_feedback`` finds it.

    Parameters
    ----------
    course : autograder.course.Course
        Where the pages go.
    grades : iterable of autograder.reports.grades.Grade
        Those without a record are passed over.
    on_page : callable
        Called with each path.

    Returns
    -------
    list of pathlib.Path
    """
    paths = []
    for grade in grades:
        if grade.record:
            page = feedback_page(grade).encode("utf-8", "replace")
            paths.append(write_atomically(course.feedback(grade.student.id, grade.topic), page))
            _hand_on_what_nbgrader_asks_for(course, grade)
            on_page(paths[-1])
    return paths


def _hand_on_what_nbgrader_asks_for(course, grade):
    """``release_feedback`` takes the time, and the secret that names the page in the exchange, from beside the page."""
    handed_in = course.submitted(grade.student.id, grade.topic).parent
    for name in ("timestamp.txt", "submission_secret.txt"):
        if (handed_in / name).is_file():
            copy_atomically(handed_in / name, course.feedback(grade.student.id, grade.topic).with_name(name))


def write_grades(course):
    """Write the instructor's table of all graded topics, as a page and as CSV.

    Returns
    -------
    tuple of pathlib.Path
        ``course/grades.html`` and ``course/grades.csv``.
    """
    grades = all_grades(course, graded_topics(course))
    strangers = {topic: [p for p in read_problems(course, topic) if not p.student] for topic in grades}
    page = grades_page(grades, strangers).encode("utf-8", "replace")
    rows = [grade for listed in grades.values() for grade in listed]
    return (
        write_atomically(course.root / "grades.html", page),
        write_csv(course.root / "grades.csv", table_of_grades(rows)),
    )


def write_report(course, report):
    """Write the report on a class; gives the paths of the page and of the same as CSV."""
    path = course.report(report.topic)
    page = report_page(report).encode("utf-8", "replace")
    return write_atomically(path, page), write_csv(path.with_suffix(".csv"), table_of_report(report))


def write_similar(course, topic, comparison, at_least):
    """Write the page of answers that are alike; gives its path."""
    page = similar_page(topic, comparison, at_least).encode("utf-8", "replace")
    return write_atomically(course.similar(topic), page)


def write_csv(path, table):
    """Write CSV with the mark by which spreadsheets know that it is UTF-8, so that no Turkish letter is lost."""
    return write_atomically(path, table.encode("utf-8-sig", "replace"))
