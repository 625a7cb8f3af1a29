"""Grades classes of 10 to 5,000 submissions with `autograder grade`, one and two at a time, and shows how time and memory grow.

How fast that is beside stock nbgrader is left to `grading`.

The classes are drawn from the right answers of tests/answers, every second time with mistakes put in, so that none is like
another. All run as whole commands in a temporary folder that is gone afterwards, on two cores. A run of 5,000 takes some minutes.

Run it from the repository's root:
  python benchmarks/scale.py                        all of it: 10, 100, 1,000 and 5,000 submissions; 200 students x 7 exercises
  python benchmarks/scale.py --quick                the smallest classes alone
  python benchmarks/scale.py --headline             the 200 students alone
  python benchmarks/scale.py --scheduler            the same on worker processes of Dask

It prints a table in Markdown and ends with one line, `growth: G; two workers: S`: G is the time for each submission, start-up
taken off, of the largest class in relation to that of 100 (with --quick: of 100 to 10); S is how much faster two workers are
than one, start-up taken off, in the largest class that both graded.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from grading import CORES, HOUSE, SEED, family, proportional, timed, with_slips
from handed_in import notebook_with, split_answers

from autograder.cli.shell import progress
from autograder.course import TOPICS, Course
from autograder.judge import Assignment

TOPIC = "convolution"
SIZES, QUICK = (10, 100, 1000, 5000), (10, 100)
STUDENTS = 200  # of the headline: each hands in all exercises


def lay_out(home, topics):
    """A course with these topics released and nobody's work."""
    from autograder.release.assignment import release

    course = Course(home)
    for path in (HOUSE / "nbgrader_config.py", *(HOUSE / "solutions" / f"{topic}.py" for topic in topics)):
        target = home / path.relative_to(HOUSE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    for topic in topics:
        release(course, topic)
    return course


def hand_in(course, topic, numbers):
    """Have students of these numbers hand in a topic; who has a file already keeps it."""
    functions = [cell.name for cell in Assignment.read(course, topic).of_role("answer")]
    files = sorted((HOUSE / "tests" / "answers" / "right" / topic).glob("*.py"))
    for number in numbers:
        place = course.submitted(f"student{number:05}", topic)
        if not place.exists():
            draw = random.Random(f"{SEED} {topic} {number}")
            answers = split_answers(files[number % len(files)].read_text(), functions)
            answers = with_slips(answers, draw) if number % 2 else answers
            place.parent.mkdir(parents=True)
            place.write_bytes(notebook_with(course.exercise(topic), answers, written=f"My own words, number {number}."))
            (place.parent / "timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC")


def grade(course, topics, workers, scheduler):
    """Grade what waits, by the whole command; gives its seconds and the bytes of memory of all its processes at the most."""
    for made in ("records", "autograded"):
        shutil.rmtree(course.root / made, ignore_errors=True)
    most = 0

    def look():
        nonlocal most
        most = max(most, sum(map(proportional, family(os.getpid())[1:])))

    how = ("--scheduler", f"local:{workers}") if scheduler else ("--workers", str(workers))
    command = [sys.executable, "-m", "autograder", "-C", str(course.home), "grade", *topics, "--quiet", *how]
    with open(course.home / "grade.log", "wb") as log:
        seconds = timed(command, course.home, log, look, pause=0.2)
    waited = sum(len(list(course.root.glob(f"submitted/*/{topic}/{topic}.ipynb"))) for topic in topics)
    if len(list(course.root.glob("records/*/*.json"))) != waited:
        raise SystemExit((course.home / "grade.log").read_text())
    return seconds, most


def start_up(folder, topics, scheduler):
    """Seconds of a run with a single submission of each topic, less what it takes in a run of eleven; the best of three runs."""
    course = lay_out(folder, topics)
    for topic in topics:
        hand_in(course, topic, [0])
    one = min(grade(course, topics, 1, scheduler)[0] for _ in range(3))
    for topic in topics:
        hand_in(course, topic, range(11))
    eleven = min(grade(course, topics, 1, scheduler)[0] for _ in range(3))
    return one - (eleven - one) / 10


def row(words, students, workers, seconds, memory):
    """A line of the table."""
    each = f"{1000 * seconds / students:.0f} ms"
    print(f"| {words} | {workers} | {seconds:.1f} s | {each} | {memory / 1e6:.0f} MB |", flush=True)


def measure(folder, sizes, scheduler, step):
    """Print a line for each class and number of workers; gives the seconds by both."""
    course, taken = lay_out(folder / "class", [TOPIC]), {}
    for size in sizes:
        hand_in(course, TOPIC, range(size))
        for workers in range(1, CORES + 1):
            taken[size, workers], memory = grade(course, [TOPIC], workers, scheduler)
            row(f"`{TOPIC}`, {size:,} submissions", size, workers, taken[size, workers], memory)
            step()
    return taken


def headline(folder, students, scheduler, step):
    """Print a line for many students who hand in all exercises."""
    course = lay_out(folder / "faculty", TOPICS)
    for topic in TOPICS:
        hand_in(course, topic, range(students))
    seconds, memory = grade(course, TOPICS, CORES, scheduler)
    row(f"{students} students × {len(TOPICS)} exercises", students * len(TOPICS), CORES, seconds, memory)
    step()


def conclude(sizes, begun, taken):
    """Print the last line, from the seconds of start-up and those of each class and number of workers."""
    largest, base = sizes[-1], QUICK[0] if sizes == QUICK else QUICK[1]
    each = {key: (seconds - begun) / key[0] for key, seconds in taken.items()}
    print(f"\nstart-up: {begun:.1f} s")
    print(f"growth: {each[largest, CORES] / each[base, CORES]:.2f}; two workers: {each[largest, 1] / each[largest, CORES]:.2f}")


def main():
    """Measure, and print the table and the last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the smallest classes alone")
    parser.add_argument("--headline", action="store_true", help="the 200 students x 7 exercises alone")
    parser.add_argument("--scheduler", action="store_true", help="on worker processes of Dask")
    options = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    sizes = () if options.headline else QUICK if options.quick else SIZES
    print("| class | workers | whole command | one submission | memory at the most (PSS) |\n|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="scale-") as made:
        folder = Path(made)
        with progress("Grading classes", len(sizes) * CORES + (not options.quick)) as step:
            begun = start_up(folder / "start", [TOPIC], options.scheduler)
            taken = measure(folder, sizes, options.scheduler, step)
            if not options.quick:
                headline(folder, STUDENTS, options.scheduler, step)
    if sizes:
        conclude(sizes, begun, taken)


if __name__ == "__main__":
    sys.exit(main())
