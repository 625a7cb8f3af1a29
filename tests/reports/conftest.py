"""A record as the judge writes it, to be changed by each test."""

import copy

import pytest

from autograder.classroom.roster import Student
from autograder.reports.grades import Grade

RECORD = {
    "format": 1,
    "assignment": "convolution",
    "student": "ada.yildiz",
    "submission": {"sha256": "a" * 64, "submitted_at": "2026-11-20T18:00:00+00:00"},
    "source": {"sha256": "b" * 64},
    "seed": 1,
    "protections": {"sandbox": True},
    "versions": {},
    "started_at": "2026-11-21T08:00:00+00:00",
    "seconds": 0.3,
    "repairs": [],
    "questions": [
        {
            "name": "blur_kernel",
            "kind": "code",
            "points": 1.0,
            "max_points": 2.0,
            "verdict": "partly right",
            "answer": "def blur_kernel(size):\n    return np.ones((size, size))\n",
            "tests": [
                {
                    "name": "test_blur_kernel_plain",
                    "title": "Checks a kernel of one value.",
                    "points": 1.0,
                    "max_points": 1.0,
                    "verdict": "right",
                    "message": "",
                    "mistakes": [],
                    "explanation": "",
                    "hint": "",
                    "hidden": False,
                    "seconds": 0.01,
                },
                {
                    "name": "test_blur_kernel_general",
                    "title": "Checks other sizes.",
                    "points": 0.0,
                    "max_points": 1.0,
                    "verdict": "wrong",
                    "message": "blur_kernel(size=7): expected 0.0204, got 1",
                    "mistakes": ["keeps_all_ones"],
                    "explanation": "All values are 1.",
                    "hint": "What do the values sum to?",
                    "hidden": False,
                    "seconds": 0.01,
                },
            ],
            "stdout": "",
            "stderr": "",
        },
        {
            "name": "written_convolution",
            "kind": "written",
            "points": None,
            "max_points": 2.0,
            "verdict": "to mark",
            "answer": "When the kernel is symmetric.",
        },
    ],
    "points": 1.0,
    "max_points": 4.0,
}


@pytest.fixture
def record():
    """A record with a partly right answer and one to mark."""
    return copy.deepcopy(RECORD)


@pytest.fixture
def grade(record):
    """That record as the grade of a student; the test may change `record`."""
    return Grade(Student("ada.yildiz", "Ada", "Yıldız", "ada@example.edu"), "convolution", record, None)
