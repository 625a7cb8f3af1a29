"""What a test cell calls: it asks a student's function a question, and explains the answer's mistake.

How notebooks are made, run and scored is left to the rooms `release` and `judge`. NumPy is all that is needed here, so that the
same checks work in a student's own notebook, at home and in the browser.
"""

from autograder.checks.failure import CheckFailed
from autograder.checks.inputs import Inputs
from autograder.checks.question import Question

__all__ = ["CheckFailed", "Inputs", "Question"]
