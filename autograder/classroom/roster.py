"""Reads the list of students, and finds the student behind the name of a folder.

What the students handed in is left to `collect`.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from autograder.course import CourseError

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"  # Turkish, and q, w, x where English has them


@dataclass(frozen=True)
class Student:
    """One student of the course. A student without a roster has an id alone."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""

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


def is_student_id(text):
    """Whether a name can be a student's id: letters, digits and ``. _ - @``, beginning with a letter or a digit.

    Examples
    --------
    >>> [is_student_id(name) for name in ("ada", "şule.ak", "../ada", "ada+pooling", "")]
    [True, True, False, False, False]
    """
    return re.fullmatch(r"[^\W_][\w.@ -]*(?<! )", text) is not None


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

    def find(self, name):
        """The student whose id is `name`, however its letters are composed, or None.

        A Mac writes ``ö`` in a file's name as ``o`` and two dots: the same letter, other bytes.
        """
        student_id = unicodedata.normalize("NFC", name)
        if self.open_to_all and is_student_id(student_id):
            return Student(student_id)
        return self.students.get(student_id)

    def nearest(self, name):
        """The id most like `name`, or None: what the student may have meant."""
        return next(iter(get_close_matches(name, self.students, n=1)), None)


def read_roster(path):
    """The roster in a CSV file with the columns id, first_name, last_name, email.

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
        If the file is not UTF-8, lacks the column id, or has an id twice or one that cannot be an id.
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
    if "id" not in (rows.fieldnames or ()):
        raise CourseError(f"{path}: the first line is {header.strip()!r}; it must name the column id")
    students = {}
    for row in rows:
        student = _student(row, f"{path}, line {rows.line_num}")
        if student.id in students:
            raise CourseError(f"{path}, line {rows.line_num}: {student.id!r} is there twice; give it one line")
        students[student.id] = student
    return Roster(students.values())


def _student(row, place):
    cells = {key: unicodedata.normalize("NFC", (row.get(key) or "").strip()) for key in Student.__dataclass_fields__}
    if not is_student_id(cells["id"]):
        raise CourseError(f"{place}: {cells['id']!r} cannot be an id; use letters, digits and . _ - @")
    return Student(**cells)
