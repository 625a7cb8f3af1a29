"""Reads the list of students, and finds the student behind an id, a folder's name or a learning management system's.

What the students handed in is left to `collect`, the names that those systems give to files to `lms`.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import permutations
from pathlib import Path

from autograder.course import CourseError

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"  # Turkish, and q, w, x where English has them

UNIQUE = ("id", "email", "canvas_id", "sis_id", "login_id", "moodle_id")


@dataclass(frozen=True)
class Student:
    """One student of the course. A student without a roster has an id alone.

    Parameters
    ----------
    id : str
        By which the course knows the student; the name of folders.
    first_name, last_name, email : str
        As in the roster.
    canvas_id, sis_id, login_id, section : str
        What Canvas calls ID, SIS User ID, SIS Login ID and Section.
    moodle_id : str
        The ID number in the student's Moodle profile.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    canvas_id: str = ""
    sis_id: str = ""
    login_id: str = ""
    section: str = ""
    moodle_id: str = ""

    @property
    def name(self):
        """First and last name, or the id where there is no name."""
        return f"{self.first_name} {self.last_name}".strip() or self.id

    @property
    def sort_key(self):
        """The key that sorts students by last name, then first name, in the order of the Turkish alphabet."""
        return alphabetical(self.last_name), alphabetical(self.first_name), alphabetical(self.id)


def alphabetical(text):
    """A key that sorts words as a Turkish dictionary does.

    Examples
    --------
    >>> sorted(["Çelik", "Demir", "Cansız", "Işık", "İnce"], key=alphabetical)
    ['Cansız', 'Çelik', 'Demir', 'Işık', 'İnce']
    """
    lower = unicodedata.normalize("NFC", text).replace("I", "ı").replace("İ", "i").lower()
    return [ALPHABET.find(letter) if letter in ALPHABET else len(ALPHABET) + ord(letter) for letter in lower]


def squeezed(name):
    """A name's letters alone, so that it can be found again after a system has taken away spaces, marks and capitals.

    Examples
    --------
    >>> squeezed("Yıldız, Ada") == squeezed("YILDIZ ada") == "yildizada"
    True
    """
    lower = unicodedata.normalize("NFKD", name.replace("ı", "i").lower())
    return "".join(letter for letter in lower if letter.isalnum())


def is_student_id(text):
    """Whether a name can be a student's id: letters, digits and ``. _ - @``, beginning with a letter or a digit.

    nbgrader's gradebook has room for 128 characters; one longer id would keep a database server from writing the whole class.

    Examples
    --------
    >>> [is_student_id(name) for name in ("ada", "şule.ak", "../ada", "ada+pooling", "")]
    [True, True, False, False, False]
    """
    return re.fullmatch(r"[^\W_][\w.@ -]{0,127}(?<! )", text) is not None


class Roster:
    """The students of a course, by id.

    Parameters
    ----------
    students : iterable of Student
        In the order of the file.
    open_to_all : bool
        Whether every id is accepted, because the course has no roster.
    """

    def __init__(self, students=(), open_to_all=False):
        self.students = {student.id: student for student in students}
        self.open_to_all = open_to_all
        self._names = {
            student.id: {squeezed(first + last) for first, last in permutations((student.first_name, student.last_name))}
            for student in self.students.values()
        }

    def find(self, name):
        """The student whose id is `name`, however its letters are composed, or None.

        A Mac writes ``ö`` in a file's name as ``o`` and two dots: the same letter, other bytes.
        """
        student_id = unicodedata.normalize("NFC", name)
        if self.open_to_all and is_student_id(student_id):
            return Student(student_id)
        return self.students.get(student_id)

    def by(self, column, value):
        """The student in whose row a column says `value`, or None; capitals and small letters are one."""
        same = [student for student in self.students.values() if getattr(student, column).lower() == value.lower()]
        return same[0] if value and len(same) == 1 else None

    def named(self, name):
        """All students of a full name, whichever of its parts comes first, and whatever happened to its marks and spaces."""
        wanted = squeezed(name)
        return [each for each in self.students.values() if wanted and wanted in self._names[each.id]]

    def nearest(self, name):
        """The id most like `name`, or None: what the student may have meant."""
        return next(iter(get_close_matches(name, self.students, n=1)), None)


def read_roster(path):
    """The roster in a CSV file with the column id, and others that are called like the fields of `Student`.

    Parameters
    ----------
    path : pathlib.Path
        The file. Commas, semicolons and tabs separate columns, as spreadsheets write them. Other columns may be there.

    Returns
    -------
    Roster
        Open to all where there is no such file.

    Raises
    ------
    CourseError
        If the file is not UTF-8 or no CSV, lacks the column id, or has an id twice or one that cannot be an id.
    """
    path = Path(path)
    if not path.exists():
        return Roster(open_to_all=True)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: byte {error.start} is not UTF-8; save it as CSV UTF-8") from None
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    try:
        if "id" not in (rows.fieldnames or ()):
            raise CourseError(f"{path}: the first line is {header.strip()[:200]!r}; it must name the column id")
        students = [(_student(row, f"{path}, line {rows.line_num}"), rows.line_num) for row in rows]
    except csv.Error as error:
        raise CourseError(f"{path}, line {rows.line_num + 1}: {error}; save it as CSV UTF-8") from None
    for column in UNIQUE:
        _without_doubles(path, column, students)
    return Roster(student for student, line in students)


def _without_doubles(path, column, students):
    seen = set()
    for student, line in students:
        value = getattr(student, column).lower() if column != "id" else student.id
        if value in seen:
            raise CourseError(f"{path}, line {line}: {value!r} is there twice{_as(column)}; give it one line")
        seen |= {value} - {""}


def _as(column):
    return "" if column == "id" else f" as {column}"


def _student(row, place):
    cells = {key: unicodedata.normalize("NFC", (row.get(key) or "").strip()) for key in Student.__dataclass_fields__}
    if not is_student_id(cells["id"]):
        raise CourseError(f"{place}: {cells['id']!r} cannot be an id; use letters, digits and . _ - @, at most 128")
    return Student(**cells)
