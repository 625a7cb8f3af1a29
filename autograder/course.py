"""Where the files of a course lie, and which topics it has.

What is in those files is left to the rooms that write them.
"""

from dataclasses import dataclass
from pathlib import Path

TOPICS = ("convolution", "visual_cortex", "layers", "output_size", "receptive_field", "pooling", "alexnet")


class CourseError(Exception):
    """Something that a person can put right. Its message is one line that names the file, the value and the way out."""


@dataclass(frozen=True)
class Course:
    """The folders of one course.

    Parameters
    ----------
    home : pathlib.Path
        The folder that holds ``nbgrader_config.py``, ``solutions/`` and ``exercises/``.

    Examples
    --------
    >>> Course(Path("home")).submitted("ada", "pooling").as_posix()
    'home/course/submitted/ada/pooling/pooling.ipynb'
    """

    home: Path

    @property
    def root(self):
        """The git-ignored folder of everything that is made or handed in."""
        return self.home / "course"

    @property
    def gradebook(self):
        """nbgrader's database."""
        return self.root / "gradebook.db"

    def solution(self, topic):
        """The text that an exercise is made from."""
        return self.home / "solutions" / f"{topic}.py"

    def exercise(self, topic):
        """The notebook that students get."""
        return self.home / "exercises" / topic / f"{topic}.ipynb"

    def source(self, topic):
        """The notebook with answers and all tests, made from the solution."""
        return self.root / "source" / topic / f"{topic}.ipynb"

    def release(self, topic):
        """The student's notebook as nbgrader made it."""
        return self.root / "release" / topic / f"{topic}.ipynb"

    def submitted(self, student, topic):
        """The notebook that a student handed in."""
        return self.root / "submitted" / student / topic / f"{topic}.ipynb"

    def autograded(self, student, topic):
        """The rebuilt notebook, with results, that nbgrader's formgrader shows."""
        return self.root / "autograded" / student / topic / f"{topic}.ipynb"

    def feedback(self, student, topic):
        """The page that a student gets back."""
        return self.root / "feedback" / student / topic / f"{topic}.html"

    def record(self, student, topic):
        """The result of grading one submission."""
        return self.root / "records" / student / f"{topic}.json"

    def draft(self, student, topic):
        """A new result that waits for an instructor to agree to it."""
        return self.root / "regrade" / topic / f"{student}.json"

    def agreed(self, topic):
        """A mark that is there while new results that were agreed to are put into their place."""
        return self.root / "regrade" / f"{topic}.agreed"

    @property
    def roster(self):
        """The table of students (CSV: id, first_name, last_name, email, and the ids of learning management systems)."""
        return self.root / "roster.csv"

    def timestamp(self, student, topic):
        """When a student handed in, in nbgrader's form."""
        return self.root / "submitted" / student / topic / "timestamp.txt"

    def attempts(self, student, topic):
        """The folder of a student's earlier attempts."""
        return self.root / "attempts" / student / topic

    def taken(self, student, topic):
        """The list of what was taken from a student, and when."""
        return self.root / "taken" / student / f"{topic}.json"

    def receipt(self, student, topic, digest):
        """The signed receipt for a content, named by the beginning of its digest."""
        return self.root / "receipts" / student / f"{topic}-{digest}.json"

    def set_aside(self, topic):
        """The folder of files that could not be taken as a submission."""
        return self.root / "set_aside" / topic

    def problems(self, topic):
        """The list of what was set aside, and why."""
        return self.root / "problems" / f"{topic}.json"

    def export(self, system, topic):
        """The grades of a topic as a learning management system imports them."""
        return self.root / "exports" / system / f"{topic}.csv"

    def report(self, topic):
        """The report on a class, as a page; its table lies beside it."""
        return self.root / "reports" / f"{topic}.html"

    def similar(self, topic):
        """The page of answers that are much alike."""
        return self.root / "reports" / f"similar_{topic}.html"

    def available_topics(self):
        """The topics that have a solution, in the order of the chapters."""
        return [topic for topic in TOPICS if self.solution(topic).is_file()]


def find_course(start):
    """The course that a folder belongs to: the nearest folder upwards that has an nbgrader_config.py.

    Parameters
    ----------
    start : pathlib.Path
        Where to begin.

    Returns
    -------
    Course

    Raises
    ------
    CourseError
        If there is none.
    """
    start = Path(start).resolve()
    for folder in (start, *start.parents):
        if (folder / "nbgrader_config.py").is_file():
            return Course(folder)
    raise CourseError(f"{start}: no nbgrader_config.py here or in a folder above; name the course with -C DIR")
