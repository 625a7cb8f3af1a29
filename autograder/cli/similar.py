"""The command `similar`: lists pairs of students whose code is much alike.

How that is found is left to `autograder.reports`, what it means to a person.
"""

import click
from rich.markup import escape

from autograder.cli.shell import OUT, in_course
from autograder.course import TOPICS, CourseError


@click.command()
@click.argument("topic", type=click.Choice(TOPICS), metavar="TOPIC")
@click.option("--at-least", type=click.IntRange(1, 100), default=50, show_default=True,
              help="The lowest percentage that is listed.")  # fmt: skip
@in_course
def similar(course, topic, at_least):
    """List pairs of students whose code is much alike, for you to read. A number, never a verdict.

    \b
    The percentage is how much of the shorter one's own code stands in the other's too. Renamed variables and reordered functions
    make no difference. What the exercise gave, and what more than half of the class wrote, counts for nothing. The page
    course/reports/similar_TOPIC.html shows both side by side. Two who worked together as allowed look the same.
    \b
    Examples:
      autograder similar convolution
      autograder similar convolution --at-least 80
    """
    from autograder.classroom.lock import at_work
    from autograder.classroom.which import Assignments
    from autograder.reports.grades import all_grades
    from autograder.reports.similar import codes_of, compare, given_code
    from autograder.reports.write import write_similar

    grades = [grade for grade in all_grades(course, [topic])[topic] if grade.record]
    if not grades:
        raise CourseError(f"{course.root / 'records'}: nothing of {topic} is graded yet; run `autograder grade {topic}` first")
    assignment = Assignments(course).read(topic)
    codes = codes_of(grades, assignment)
    comparison = compare(codes, given_code(assignment), at_least / 100)
    with at_work(course):
        path = write_similar(course, topic, comparison, at_least / 100)
    usual = "" if comparison.usual is None else f"; the middle pair has {comparison.usual:.0%}"
    OUT.print(f"{topic}: {len(codes)} students' code compared, {len(comparison.pairs)} pairs at or above {at_least}%{usual}")
    for pair in comparison.pairs:
        OUT.print(escape(f"  {pair.score:4.0%}  {pair.first.student.name} and {pair.second.student.name}"))
    OUT.print(escape(str(path)))
