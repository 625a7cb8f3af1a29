"""Reads and writes when something was handed in or is due, in the forms of nbgrader and of people.

What lateness costs is left to `late`.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FORM = "2026-11-20 23:59"


def parse_time(text, default_zone=UTC):
    """The moment that a text names.

    Parameters
    ----------
    text : str
        A date and a time, and after them an offset or a zone's name, as in nbgrader's ``timestamp.txt``.
    default_zone : datetime.tzinfo or None
        The zone where the text names none; None is this machine's.

    Returns
    -------
    datetime.datetime
        In UTC.

    Raises
    ------
    ValueError
        If the text is no such time.

    Examples
    --------
    >>> parse_time("2026-11-20 23:59:00 Europe/Istanbul").isoformat()
    '2026-11-20T20:59:00+00:00'
    >>> parse_time("2026-11-20 23:59 +03:00") == parse_time("2026-11-20 20:59")
    True
    """
    head, _, zone = text.strip().rpartition(" ")
    try:
        if zone[:1].isalpha():
            moment = datetime.fromisoformat(head).replace(tzinfo=ZoneInfo(zone))
        else:
            moment = datetime.fromisoformat(head + zone if head and zone[:1] in "+-" else text.strip())
        if moment.tzinfo is None and default_zone:
            moment = moment.replace(tzinfo=default_zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):  # a zone's name may be a folder's
        raise ValueError(f"{text.strip()!r} is no time") from None


def parse_due(text):
    """The due date that an instructor typed, in this machine's time zone unless it names another.

    Raises
    ------
    ValueError
        If it cannot be read; the message says how to write it.
    """
    try:
        if ":" not in text:  # a bare date would mean the midnight at which that day begins
            raise ValueError(text)
        return parse_time(text, default_zone=None)
    except ValueError:
        raise ValueError(f"{text!r} is no date and time; write it like {FORM!r}") from None


def timestamp(moment):
    """The text that nbgrader expects in ``timestamp.txt``.

    Examples
    --------
    >>> timestamp(parse_time("2026-11-20 23:59 +03:00"))
    '2026-11-20 20:59:00.000000 UTC'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


def read_timestamp(path):
    """The time in a ``timestamp.txt``, or None where there is no such file.

    Raises
    ------
    ValueError
        If the file says something else.
    """
    try:
        return parse_time(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def lateness(submitted_at, due):
    """How long after the due date something was handed in, or None where it was in time or one of the two is unknown.

    Examples
    --------
    >>> lateness(parse_time("2026-11-21 01:00"), parse_time("2026-11-20 23:00"))
    datetime.timedelta(seconds=7200)
    """
    return submitted_at - due if submitted_at and due and submitted_at > due else None


def spoken(duration):
    """A length of time in words, rounded down, and never to nothing.

    Examples
    --------
    >>> from datetime import timedelta
    >>> [spoken(timedelta(minutes=minutes)) for minutes in (0.5, 59, 60, 150, 1440, 3000)]
    ['1 minute', '59 minutes', '1 hour', '2 hours', '1 day', '2 days']
    """
    minutes = max(1, int(duration.total_seconds() // 60))
    units = (("day", 1440), ("hour", 60), ("minute", 1))
    unit, length = next((unit, length) for unit, length in units if minutes >= length)
    number = minutes // length
    return f"{number} {unit}{'' if number == 1 else 's'}"


def local(moment):
    """A moment as people here write it, with the zone.

    Examples
    --------
    >>> local(parse_time("2026-11-20 20:59")).startswith("2")
    True
    """
    here = moment.astimezone()
    return f"{here.day} {here:%B %Y, %H:%M} ({here:%Z})"
