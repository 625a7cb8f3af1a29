"""Copies nbgrader's gradebook from one database into another: marks given by hand, comments and extensions lie nowhere else.

Where the new one lies is left to ``nbgrader_config.py``, as for all commands.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course import CourseError
from autograder.files import copy_atomically
from autograder.settings import SERVERS, gradebook_place, nbgrader_url, without_password


def copy_gradebook(course, source):
    """Copy a gradebook to where the course's own shall lie; all of it is there then, or nothing.

    Parameters
    ----------
    course : autograder.course.Course
        Whose ``nbgrader_config.py`` says where to. The caller holds it.
    source : str
        A file of SQLite, or the address of a PostgreSQL server. It stays as it is.

    Returns
    -------
    dict
        Table -> how many rows it has.

    Raises
    ------
    CourseError
        If there is no gradebook in the source or already one at its goal, or one of the two cannot be used.
    """
    old, new = source if source.startswith(SERVERS) else Path(source), gradebook_place(course)
    if isinstance(old, Path) and not old.is_file():
        raise CourseError(f"{old}: there is no such file; name the gradebook to copy from")
    names = [without_password(old), without_password(new)]
    if not isinstance(new, Path):
        return _copy(old, new, names)
    if new.exists():
        raise CourseError(f"{new}: a gradebook is there already; move the file away")
    with TemporaryDirectory(dir=course.root) as folder:
        counts = _copy(old, Path(folder) / new.name, names)
        copy_atomically(Path(folder) / new.name, new)
    return counts


def _copy(old, new, names):
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import SQLAlchemyError

    engines = [create_engine(nbgrader_url(place), **_as_at_one_moment(place)) for place in (old, new)]
    try:
        with engines[0].connect() as reading, engines[1].begin() as writing:
            if isinstance(old, Path):
                reading.exec_driver_sql("BEGIN")
            if not inspect(reading).has_table("assignment"):
                raise CourseError(f"{names[0]}: no gradebook is there; name the one to copy from")
            if inspect(writing).has_table("assignment"):
                raise CourseError(f"{names[1]}: a gradebook is there already; name a new database in its place")
            return _copy_tables(reading, writing)
    except SQLAlchemyError as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        raise CourseError(f"{' to '.join(names)}: cannot be copied ({said}); nothing was changed") from None
    finally:
        for engine in engines:
            engine.dispose()


def _as_at_one_moment(place):
    return {} if isinstance(place, Path) else {"isolation_level": "REPEATABLE READ"}


def _copy_tables(reading, writing):
    """Copy the rows of nbgrader's tables in the order in which they depend on each other; gives how many each has."""
    from nbgrader.api import Base
    from sqlalchemy import Column, MetaData, String, Table, inspect, select

    form = Table("alembic_version", MetaData(), Column("version_num", String(32), nullable=False))  # of nbgrader's tables
    counts = {}
    for metadata in (Base.metadata, form.metadata):
        if metadata is form.metadata and not inspect(reading).has_table(form.name):
            continue  # an nbgrader that was stopped right after it had made its tables
        metadata.create_all(writing)
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in reading.execute(select(table)).mappings()]
            if rows:
                writing.execute(table.insert(), rows)
            counts[table.name] = len(rows)
    return counts
