"""Opens nbgrader's database where it lies on a PostgreSQL server, by psycopg.

It is loaded only for a course whose settings name a server.  What is said to the database is left to `gradebook` and to
`autograder.classroom.gradebook`, which say the same to SQLite; passwords to libpq: the address, ``PGPASSWORD`` or ``~/.pgpass``.
"""

import logging
from contextlib import closing, contextmanager, nullcontext

import psycopg
from psycopg.conninfo import conninfo_to_dict

from autograder.course import CourseError
from autograder.judge.database import NoGradebook
from autograder.settings import CONFIG, without_password

# Of a connection that breaks psycopg also warns; who asks for no log gets our one line alone.
logging.getLogger("psycopg").addHandler(logging.NullHandler())
# One writer at a time, nbgrader's formgrader included, while everybody may read: what SQLite's BEGIN IMMEDIATE means.
_ALONE = "LOCK TABLE submitted_assignment, submitted_notebook, grade, comment IN SHARE ROW EXCLUSIVE MODE"


class Served:
    """A connection that takes the statements that SQLite takes.

    Parameters
    ----------
    connection : psycopg.Connection
        The connection, in a transaction.
    """

    def __init__(self, connection):
        self._connection = connection

    def execute(self, statement, values=()):
        """Execute a statement in which question marks stand for values; gives a cursor."""
        return self._connection.execute(statement.replace("?", "%s"), values)

    def executemany(self, statement, rows):
        """Execute a statement for each row of values."""
        with self._connection.cursor() as cursor:
            cursor.executemany(statement.replace("?", "%s"), rows)


@contextmanager
def served(url, writing, patience):
    """The gradebook's database; all that is written inside counts together at the end, or not at all.

    Parameters
    ----------
    url : str
        Its address, as SQLAlchemy reads it.
    writing : bool
        Whether to keep others from writing meanwhile.
    patience : float
        Seconds to wait for the server, and for others who write.

    Yields
    ------
    Served

    Raises
    ------
    autograder.judge.database.NoGradebook
        If nbgrader has no tables there.
    autograder.course.CourseError
        If it cannot be used.
    """
    shown, ending = without_password(url), False
    with closing(_connect(url, shown, patience)) as connection:
        try:
            _begin(connection, writing, patience)
            with connection.pipeline() if writing else nullcontext():  # what is written need not wait for each answer
                yield Served(connection)
            ending = writing
            connection.commit()
        except psycopg.errors.UndefinedTable:
            raise NoGradebook(url) from None
        except psycopg.errors.LockNotAvailable:
            held = f"somebody else has held it for {patience:g} seconds; nothing was changed"
            raise CourseError(f"{shown}: {held}; let that end, and run the same command again") from None
        except psycopg.Error as error:
            outcome = "whether this was written is not known" if ending else "nothing was changed"
            way_out = "run the same command again when that is mended"
            raise CourseError(f"{shown}: cannot be used ({_line(error)}); {outcome}; {way_out}") from None


def _connect(url, shown, patience):
    """A connection that notices in a minute when its server is gone; what the address says itself stands."""
    way_out = f"see c.CourseDirectory.db_url in {CONFIG}, whether the server runs, and ~/.pgpass for a password"
    try:
        given = conninfo_to_dict("postgresql://" + url.partition("://")[2])
    except psycopg.Error:  # its words could tell the password
        raise CourseError(f"{shown}: not an address of PostgreSQL; see c.CourseDirectory.db_url in {CONFIG}") from None
    watch = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 4, "tcp_user_timeout": int(patience * 1000)}
    usual = {"connect_timeout": int(patience), "application_name": "autograder", **watch}
    try:
        # No prepared statements: a pooler between here and the server may know nothing of them.
        return psycopg.connect(**{**usual, **given}, prepare_threshold=None)
    except psycopg.Error as error:
        raise CourseError(f"{shown}: cannot be reached ({_line(error)}); {way_out}") from None


def _begin(connection, writing, patience):
    """Begin a transaction that waits no longer than its patience, and that the server ends where this program hangs in it."""
    if not writing:
        connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
    for limit in ("lock_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(f"SET LOCAL {limit} = {int(patience * 1000)}")
    if writing:
        connection.execute(_ALONE)


def _line(error):
    """What the server or libpq says, in one line."""
    return " ".join(str(error).split())
