"""Times are read as nbgrader and people write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from nbgrader.utils import parse_utc

from autograder.classroom.times import lateness, parse_due, parse_time, read_timestamp, timestamp

MOMENT = datetime(2026, 11, 20, 20, 59, 30, 250000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 23:59:30.250000 Europe/Istanbul",
        "2026-11-20 23:59:30.250000 +03:00",
        "2026-11-20 20:59:30.250000 UTC",
        "2026-11-20 20:59:30.250000",
        "2026-11-20T20:59:30.250000+00:00\n",
    ],
)
def test_forms_of_a_time(text):
    """The same moment in each form that nbgrader, hubs and people write."""
    assert parse_time(text) == MOMENT


def test_nbgrader_reads_what_is_written():
    """nbgrader takes our timestamp for the same moment, whatever the zone in which we know it."""
    for zone in (UTC, timezone(timedelta(hours=3))):
        assert parse_utc(timestamp(MOMENT.astimezone(zone))).replace(tzinfo=UTC) == MOMENT


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01 10:00", "2026-11-20 10:00 Mars/Base", "0001-01-01 00:00 +10:00", "2026-11-20 10:00 a/../x"]
)
def test_what_is_no_time(tmp_path, text):
    """Anything else is refused as a ValueError, whatever it does inside."""
    path = tmp_path / "timestamp.txt"
    path.write_text(text)
    with pytest.raises(ValueError, match="is no time"):
        read_timestamp(path)


def test_due_needs_a_time_of_day():
    """A bare date would mean its first midnight, a day too early: it is refused, with the form that is wanted."""
    with pytest.raises(ValueError, match="2026-11-20 23:59"):
        parse_due("2026-11-20")


def test_late_means_after():
    """On the dot is in time; a microsecond later is late; without a date nothing is late."""
    assert lateness(MOMENT, MOMENT) is None
    assert lateness(MOMENT + timedelta(microseconds=1), MOMENT) == timedelta(microseconds=1)
    assert lateness(MOMENT, None) is None
    assert lateness(None, MOMENT) is None
