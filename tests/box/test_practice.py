"""The warm box's practice: it learns, and leaves nothing behind."""

import random
import sys

import numpy as np

from autograder.box import practice
from autograder.box.worker import Worker


def test_practice_is_answered_without_a_fault_and_leaves_no_trace(monkeypatch):
    """Each harmless request gets the answer that it asks for; streams and the profiler are as they were."""
    answers = []
    send = Worker._send
    monkeypatch.setattr(Worker, "_send", lambda self, answer: (answers.append(dict(answer)), send(self, answer))[1])
    before = sys.stdout, sys.stderr, sys.getprofile()
    practice.practise()
    assert (sys.stdout, sys.stderr, sys.getprofile()) == before
    errors = {answer["error"][0] for answer in answers if "error" in answer}
    assert errors == {"NameError", "ValueError"}  # a name that is nowhere, and an answer that raises
    assert any("changed" in answer for answer in answers)
    assert not any("forbidden" in answer for answer in answers)
    assert len(answers) == 1 + 8 * practice.ROUNDS


def test_submissions_draw_their_own_numbers_after_the_practice():
    """The practice seeds as a submission would; what is drawn afterwards depends on the submission's seed alone."""
    drawn = []
    for _ in range(2):
        practice.practise()
        practice.Worker.do_begin(None, {"seed": 5, "cells": []})
        drawn.append((random.random(), np.random.random()))
    assert drawn[0] == drawn[1]
