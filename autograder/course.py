"""Where the files of a course lie, and which topics it has.

What is in those files is left to the rooms that write them.
"""

from dataclasses import dataclass
from pathlib import Path

TOPICS = ("convolution", "visual_cortex", "layers", "output_size", "receptive_field", "pooling", "alexnet")


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

    def available_topics(self):
        """The topics that have a solution, in the order of the chapters."""
        return [topic for topic in TOPICS if self.solution(topic).is_file()]
