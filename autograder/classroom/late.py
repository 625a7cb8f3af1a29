"""The rule for late work: what lateness costs, who has more time, and in which words a student is told.

The rule itself stands in ``nbgrader_config.py``; writing what it costs into nbgrader's gradebook is left to `penalties`.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from traitlets import Dict, Float, Integer, TraitError
from traitlets.config import Config, Configurable

from autograder.classroom.times import spoken
from autograder.course import TOPICS, CourseError
from autograder.settings import CONFIG, read_config

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Charge:
    """What being late costs one student.

    Parameters
    ----------
    share : float
        Which part of the points is lost, from 0 to 1.
    reason : str
        Why it is this part: a sentence for the student.
    """

    share: float
    reason: str

    def of(self, points):
        """How many of these points are lost, to two decimals.

        Examples
        --------
        >>> Charge(0.2, "").of(21.5)
        4.3
        """
        return round(self.share * max(points, 0.0), 2)


class LateRule(Configurable):
    """What late work costs, as ``c.LateRule`` in ``nbgrader_config.py`` says.

    Whoever is late by no more than the grace loses nothing. After that each day counts that has begun since the due date (the
    grace is not taken off), and the floor is what is left however late it is. An extension moves the student's due date.

    Examples
    --------
    >>> rule = LateRule(grace_minutes=60, percent_a_day=10, floor_percent=50)
    >>> [rule.charge(timedelta(hours=hours)).share for hours in (1, 2, 24, 25, 24 * 30)]
    [0.0, 0.1, 0.1, 0.2, 0.5]
    """

    grace_minutes = Float(0.0, min=0.0, help="So many minutes after the due date cost nothing.").tag(config=True)
    percent_a_day = Integer(0, min=0, max=100, help="So much of the points is lost for each day that has begun.").tag(config=True)
    floor_percent = Integer(0, min=0, max=100, help="So much of the points is left, however late.").tag(config=True)
    extensions = Dict(
        value_trait=Dict(value_trait=Float(min=0.0)),
        help='More hours for a student: {"ada.yildiz": {"convolution": 48, "*": 24}}, where "*" is every other topic.',
    ).tag(config=True)

    def extension(self, student, topic):
        """How much more time a student has for a topic."""
        own = self.extensions.get(student, {})
        return timedelta(hours=own.get(topic, own.get("*", 0.0)))

    def charge(self, late):
        """What it costs to be late.

        Parameters
        ----------
        late : datetime.timedelta or None
            How long after the student's own due date; None where it was in time.

        Returns
        -------
        Charge or None
            None where it was in time, or where the course takes nothing off for lateness.
        """
        if not self.percent_a_day or not late or late <= timedelta(0):
            return None
        grace = timedelta(minutes=self.grace_minutes)
        if late <= grace:
            return Charge(0.0, f"Up to {spoken(grace)} cost nothing.")
        days = math.ceil(late / DAY)
        lost, most = days * self.percent_a_day, 100 - self.floor_percent
        floor = f", but no more than {most} % in all" if lost > most else ""
        each = f"Each day that has begun since then costs {self.percent_a_day} % of the points"
        reason = f"{each}{floor}; here the number is {days}."
        return Charge(min(lost, most) / 100, reason)


def strangers(rule, roster):
    """The names to which a rule gives more time and which are in no roster: a slip that would cost a student points."""
    return [] if roster.open_to_all else [student for student in rule.extensions if roster.find(student) is None]


def read_rule(course):
    """The rule of a course.

    Parameters
    ----------
    course : autograder.course.Course
        Whose ``nbgrader_config.py`` is read.

    Returns
    -------
    LateRule
        One that costs nothing where the file says nothing.

    Raises
    ------
    CourseError
        If the file cannot be read, or names a setting or a topic that there is none of, or a value out of range.
    """
    settings = read_config(course).get("LateRule", Config())
    path = course.home / CONFIG
    known = sorted(LateRule.class_trait_names(config=True))
    for name in settings:
        if name not in known:
            raise CourseError(f"{path}: LateRule has no {name!r}; it has {', '.join(known)}")
    try:
        rule = LateRule(**settings)
    except TraitError as error:
        raise CourseError(f"{path}: LateRule: {error}") from None
    for student, topics in rule.extensions.items():
        for topic in topics:
            if topic not in (*TOPICS, "*"):
                raise CourseError(f"{path}: LateRule.extensions of {student!r} names {topic!r}; it must be a topic or '*'")
    return rule
