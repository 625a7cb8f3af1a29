"""Grades a class twice, with stock `nbgrader autograde` and with `autograder grade`, and compares seconds, scores and memory.

Whether each score is the right one is left to the tests; here the two graders are only held against each other.

The class is the sample class of tests/submissions where the topic has one, without answers that never end and without damaged
notebooks: stock would wait for the ones, and stop the whole class at some of the others. It is filled up with the right answers
of tests/answers, every second time with mistakes put in. Both graders work on the same two cores, in a temporary folder that is
gone afterwards. Stock runs with its own preprocessors and nothing of ours but the checks.

Run it from the repository's root, and give it some minutes:
  python benchmarks/grading.py                                     a class with PyTorch, then one with NumPy alone
  python benchmarks/grading.py --topic convolution
  python benchmarks/grading.py --topic pooling --students 10       a first impression

For each topic it prints a table in Markdown, then each score on which the graders differ, with the reason, and one line:
  ratio to stock: R; times the floor: F
The last line is that of the last topic. R compares whole commands. F compares a submission, two at once and without start-up,
with the floor: what its answer and test cells take by themselves in one process that has imported everything, and that remembers
nothing of another submission. It exits with 1 where a score differs for no known reason.
"""

import argparse
import ast
import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))  # before NumPy starts its own

HOUSE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests" / "answers")]

from handed_in import notebook_with, split_answers  # noqa: E402

from autograder.checks import inputs, remembered  # noqa: E402
from autograder.cli.shell import progress  # noqa: E402
from autograder.course import Course  # noqa: E402
from autograder.files import write_atomically  # noqa: E402
from autograder.judge import Assignment, Judge  # noqa: E402
from autograder.judge.rebuild import rebuild  # noqa: E402

TOPICS = ("receptive_field", "convolution")  # with PyTorch, and with NumPy alone
SEED = 227
CORES = 2
# Slips of the pen: each makes wrong what it changes, and nothing endless.
SLIPS = (("[::-1]", ""), ("np.flip(", "np.array("), ("ValueError", "TypeError"), ("% 2", "% 3"), ("-4", "4"), (" * ", " + "),
         (" - ", " + "), (" + ", " - "), ("// 2", "// 3"), ("size", "(size + 1)"), ("1.0", "2.0"))  # fmt: skip
PLAIN = 'c = get_config()\nc.CourseDirectory.course_id = "plain"\nc.CourseDirectory.root = {root!r}\n'


# The class.


def lay_out(home, topic, students):
    """A course with one exercise released and a class that handed it in; gives the course."""
    from autograder.release.assignment import release

    course = Course(home)
    for path in (HOUSE / "nbgrader_config.py", HOUSE / "solutions" / f"{topic}.py"):
        target = home / path.relative_to(HOUSE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    release(course, topic)
    handed_in = class_of(course, topic, students)
    shutil.rmtree(course.root / "submitted", ignore_errors=True)
    for student, notebook in list(handed_in.items())[:students]:
        write_atomically(course.submitted(student, topic), notebook)
        write_atomically(course.timestamp(student, topic), "2026-11-20 10:00:00.000000 UTC")
    return course


def class_of(course, topic, students):
    """Student -> notebook: the sample class, then answers drawn with a fixed seed."""
    made = sample_of(course, topic)
    functions = [cell.name for cell in Assignment.read(course, topic).of_role("answer")]
    files = sorted((HOUSE / "tests" / "answers" / "right" / topic).glob("*.py"))
    draw = random.Random(SEED)
    for number in range(students - len(made)):
        answers = split_answers(files[number % len(files)].read_text(), functions)
        wrong = with_slips(answers, draw) if number % 2 else answers
        made[f"student{number:03}"] = notebook_with(course.exercise(topic), wrong)
    return made


def sample_of(course, topic):
    """Student -> notebook: those of the sample class that both graders can grade; none where the topic has no sample class."""
    from autograder.classroom.collect import collect

    sample = HOUSE / "tests" / "submissions"
    if not (sample / f"{topic}.json").is_file():
        return {}
    known = json.loads((sample / f"{topic}.json").read_text())["students"]
    endless = {name for name, told in known.items() if any(found[1] == "too slow" for found in told["questions"].values())}
    shutil.copy(sample / "roster.csv", course.roster)
    collect(course, topic, sample / topic)
    usable = [name for name, told in known.items() if name not in endless and not told["repairs"]]
    return {name: course.submitted(name, topic).read_bytes() for name in usable}


def with_slips(answers, draw):
    """The same answers with slips in one to three functions that no other answer uses: so their harm stays where it is made."""
    others = {name: "".join(text for other, text in answers.items() if other != name) for name in answers}
    alone = [name for name, text in answers.items() if name not in others[name] and f"def {name}(" in text]
    changed = dict(answers)
    for name in draw.sample(alone, draw.randint(1, 3)):
        tree = ast.parse(answers[name]).body
        body = next(ast.get_source_segment(answers[name], node) for node in tree if getattr(node, "name", "") == name)
        head, _, rest = body.partition("\n")
        slips = [slip for slip in SLIPS if slip[0] in rest]
        if slips:
            changed[name] = answers[name].replace(body, head + "\n" + rest.replace(*draw.choice(slips)))
    return changed


# The graders.


def stock(course, topic):
    """Grade with stock nbgrader, one command for the class; gives its seconds."""
    (course.home / "nbgrader_config.py").write_text(PLAIN.format(root=str(course.root)))
    total = len(list((course.root / "submitted").iterdir()))
    with open(course.home / "stock.log", "wb") as log, progress("Grading with stock nbgrader", total) as step:
        done = 0

        def look():
            nonlocal done
            for _ in range(len(list(course.root.glob(f"autograded/*/{topic}/{topic}.ipynb"))) - done):
                done += 1
                step()

        seconds = timed([sys.executable, "-m", "nbgrader", "autograde", topic], course.home, log, look)
        look()
    if done < total:  # then its seconds are no measure
        raise SystemExit(f"stock graded only {done} of {total}:\n" + (course.home / "stock.log").read_text()[-2000:])
    return seconds


def ours(course, topic):
    """Grade with the whole command `autograder grade`; gives its seconds."""
    with open(course.home / "ours.log", "wb") as log:
        command = [sys.executable, "-m", "autograder", "-C", str(course.home), "grade", topic, "--workers", str(CORES)]
        seconds = timed(command, course.home, log)
    if len(list(course.root.glob(f"records/*/{topic}.json"))) != len(list((course.root / "submitted").iterdir())):
        raise SystemExit((course.home / "ours.log").read_text())
    return seconds


def timed(command, folder, log, look=lambda: None, pause=1.0):
    """Seconds that a command takes from start to finish, with a `look` after each pause; it ends with us, and all it started."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "PATH": path}
    begun = time.perf_counter()
    run = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        while True:
            try:
                run.wait(pause)
                return time.perf_counter() - begun
            except subprocess.TimeoutExpired:
                look()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGTERM if run.poll() is None else signal.SIGKILL)
        run.wait()


def warm(course, topic, workers, sample=False):
    """Grade the class with a judge that runs already; gives seconds, and with `sample` the bytes of memory at the most."""
    from autograder.classroom.entries import Entries
    from autograder.classroom.grade import handed_in, submission_of

    assignment = Assignment.read(course, topic)
    waiting = [submission_of(course, student, topic)[0] for student in handed_in(course, topic)]
    with Judge(workers=workers, hidden=(course.home,)) as judge:
        list(judge.grade(assignment, waiting[:1]))
        with watched_memory(judge.process.pid, sample) as most:
            begun, entries = time.perf_counter(), Entries(course, assignment)
            for record in judge.grade(assignment, waiting):
                record.write(course.record(record.student, topic))
                entries.add(record)
            entries.finish()
            return time.perf_counter() - begun, most


def floor(topic, source, notebooks):
    """Seconds that the cells of all submissions take in this process, imports done and one submission tried before."""
    assignment = Assignment(topic, source)
    answers = [rebuild(assignment, notebook).answers for notebook in notebooks]
    inputs.seed(SEED)
    run_cells(assignment, answers[0])
    begun = time.perf_counter()
    for each in answers:
        remembered.forget()
        run_cells(assignment, each)
    return time.perf_counter() - begun


def run_cells(assignment, answers):
    """Run an assignment's own cells with a submission's answers, as a notebook would."""
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in assignment.cells:
            texts = (*answers[cell.name].before, answers[cell.name].source or "") if cell.role == "answer" else (cell.source,)
            for text in texts if cell.role in ("given", "answer", "test") else ():
                with contextlib.suppress(Exception):  # a wrong answer's failure is part of the work
                    exec(compile(text, cell.name, "exec", dont_inherit=True), names)


# Memory.


@contextlib.contextmanager
def watched_memory(pid, wanted):
    """Look at the memory of a process and all that it started, again and again; gives a list whose only entry is the most."""
    most, over = [0], threading.Event()

    def watch():
        while not over.wait(0.02):
            most[0] = max(most[0], sum(map(proportional, family(pid))))

    if not wanted:
        yield most
        return
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def family(pid):
    """A process and all its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents.setdefault(int(path.read_text().rpartition(")")[2].split()[1]), []).append(int(path.parent.name))
    found = [pid]
    for each in found:
        found += parents.get(each, ())
    return found


def proportional(pid):
    """Bytes of a process, where what several share is divided among them (PSS)."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


# The comparison.


def scores(course, topic):
    """(student, graded cell) -> points, as nbgrader's gradebook has them."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.gradebook}") as opened:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in opened.assignment_submissions(topic)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def differences(judged, stocked, topic):
    """What the graders disagree on: student, cells, and the reason where there is one that is meant to be."""
    told, theirs = scores(judged, topic), scores(stocked, topic)
    found = {}
    for (student, name), points in told.items():
        if theirs.get((student, name)) != points and not name.startswith("written_"):
            found.setdefault(student, []).append((name, theirs.get((student, name)), points))
    return [(student, cells, reason(judged, topic, student, cells)) for student, cells in found.items()]


def reason(judged, topic, student, cells):
    """Why the graders may differ on a student's submission; empty where they may not."""
    record = json.loads(judged.record(student, topic).read_text())
    names = {name for name, *_ in cells}
    if record["repairs"]:
        return "the notebook was damaged: " + " ".join(record["repairs"])
    about = [question for question in record["questions"] if names & {test["name"] for test in question.get("tests", ())}]
    if any("warning" in question["stderr"].lower() for question in about):
        return "its code prints a warning, which stock takes for an error"
    if any(question["verdict"] == "forbidden call" for question in about):
        return "a forbidden call"
    return ""


def table(topic, times, memory, students):
    """The figures as a table in Markdown."""
    def cells(row):
        return "| " + " | ".join(row) + " |"

    whole = times["stock"]
    rows = [(f"`{topic}`", f"{students} submissions", "one submission", "times faster than stock")]
    rows += [("---", "---:", "---:", "---:")]
    for name, words in (
        ("stock", "stock `nbgrader autograde`, whole command"),
        ("ours", f"`autograder grade --workers {CORES}`, whole command"),
        ("two", "the same without start-up"),
        ("one", "the same, one at a time"),
        ("floor", "the floor: the cells alone, in one process"),
    ):
        seconds = times[name]
        rows.append((words, f"{seconds:.2f} s", f"{1000 * seconds / students:.0f} ms", f"{whole / seconds:.1f}"))
    print(*map(cells, rows), sep="\n")
    print(f"\nmemory of the judge, its warm boxes and two submissions: {memory / 1e6:.0f} MB at the most (PSS)" if memory else
          "\nmemory: not readable here (run it as root)")  # fmt: skip


def measure(folder, topic, students, rounds):
    """All times, the memory, and the two graded courses. Ours and the floor take turns, before stock and after it."""
    fresh = lay_out(folder / "fresh", topic, students)
    notebooks = [path.read_bytes() for path in sorted(fresh.root.glob("submitted/*/*/*.ipynb"))]
    source = fresh.source(topic).read_bytes()
    times = {"ours": [], "two": [], "one": [], "floor": []}

    def copy(name):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(fresh.home, folder / name)
        return Course(folder / name)

    def take_turns(pool, step):
        for _ in range(rounds):
            times["ours"].append(ours(copy("ours"), topic))
            times["two"].append(warm(copy("warm"), topic, CORES)[0])
            times["floor"].append(pool.submit(floor, topic, source, notebooks).result())
            times["one"].append(warm(copy("warm"), topic, 1)[0])
            step()

    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        with progress("Grading with ours, and without a grader, before stock", rounds) as step:
            take_turns(pool, step)
        stocked = copy("stock")
        seconds = stock(stocked, topic)
        with progress("and after it", rounds) as step:
            take_turns(pool, step)
    memory = warm(copy("warm"), topic, CORES, sample=True)[1][0]
    return {"stock": seconds, **{name: median(each) for name, each in times.items()}}, memory, Course(folder / "ours"), stocked


def compare(topic, students, rounds):
    """Print a topic's table, the differences and the two ratios; gives whether each difference has a reason."""
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        times, memory, judged, stocked = measure(Path(folder), topic, students, rounds)
        table(topic, times, memory, students)
        found = differences(judged, stocked, topic)
    print(f"\nscores: the same for {students - len(found)} of {students} submissions")
    for student, cells, why in found:
        shown = ", ".join(f"{name} {theirs} -> {points:g}" for name, theirs, points in cells)
        print(f"  {student} (stock -> ours): {shown}\n    {why or 'NO REASON KNOWN'}")
    ratio, excess = times["stock"] / times["ours"], times["two"] / times["floor"]
    print(f"ratio to stock: {ratio:.1f}; times the floor: {excess:.2f}", flush=True)
    return all(why for *_, why in found)


def main():
    """Compare each topic; exit with 1 where a score differs without a reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topic", action="append", choices=sorted(path.stem for path in (HOUSE / "solutions").glob("*.py")),
                        help=f"which exercise; may be given again (default: {', then '.join(TOPICS)})")  # fmt: skip
    parser.add_argument("--students", type=int, default=40, metavar="N", help="size of the class (default: 40)")
    parser.add_argument("--rounds", type=int, default=2, help="measurements of ours before stock, and after (default: 2)")
    options = parser.parse_args()
    if options.students < 1 or options.rounds < 1:
        parser.error("--students and --rounds must be 1 or more")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    try:
        sound = [compare(topic, options.students, options.rounds) for topic in options.topic or TOPICS]
    except KeyboardInterrupt:
        print("stopped; nothing is left", file=sys.stderr)
        return 130
    return int(not all(sound))


if __name__ == "__main__":
    sys.exit(main())
