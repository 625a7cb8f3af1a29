"""The commands around handing in: `submit` for students, `receipts` and `verify-receipt` for instructors.

What is checked and what is signed is left to `autograder.classroom`.
"""

from pathlib import Path

import click
from rich.markup import escape

from autograder.cli.shell import ERR, OUT, in_course, topics_argument
from autograder.course import TOPICS, CourseError


@click.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "where", type=click.Choice(["exchange", "file"]), help="Without it: the exchange where there is one.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path),
              help="The file to upload. Without it: hand_in/TOPIC.ipynb.")  # fmt: skip
@click.option("--seconds", type=click.IntRange(1), default=120, show_default=True, help="How long one cell may run.")
@click.option("--anyway", is_flag=True, help="Hand in even if answers are missing or do not run.")
@in_course
def submit(course, notebook, where, output, seconds, anyway):
    """Check your notebook and hand it in: through nbgrader's exchange, or as one file to upload.

    \b
    It must answer an exercise of the course, have all its answer cells, and run from top to bottom in a fresh Python. A check
    that fails is only told: you may hand in what is half right. The notebook is run as you, so do this with your own only.
    \b
    The receipt names the content by its SHA-256 digest. It is made on this machine, so it proves neither who you are nor
    when: that is what your instructor's signed receipt is for (`autograder verify-receipt`).
    \b
    Examples:
      autograder submit exercises/convolution/convolution.ipynb
      autograder submit convolution.ipynb --output ~/upload/convolution.ipynb
    """
    from autograder.classroom.submit import check, exchange_of, hand_in, write_upload

    ERR.print(escape(f"Checking and running {notebook} ..."))
    checked = check(course, notebook, seconds)
    for remark in checked.remarks:
        ERR.print(f"[yellow]note:[/] {escape(remark)}")
    for fault in checked.faults:
        ERR.print(f"[red]to mend:[/] {escape(fault)}")
    if checked.faults and not anyway:
        raise CourseError(f"{notebook}: not handed in; mend what is named above, or hand it in as it is with --anyway")
    if where == "exchange" or (where is None and output is None and exchange_of(course)):
        OUT.print(escape(f"Handed in to {checked.topic} through the exchange, which noted {hand_in(course, checked)}."))
    else:
        path = write_upload(checked, output or Path("hand_in") / f"{checked.topic}.ipynb")
        OUT.print(escape(f"{path}: upload this file. It is not handed in before you do."))
    OUT.print("[bold]Receipt[/] made on your machine, unsigned: it names the content, and proves neither time nor person")
    OUT.print(f"  topic    {checked.topic}\n  content  sha256 {checked.sha256}")


@click.command()
@topics_argument()
@in_course
def receipts(course, topics):
    """Sign a receipt for each notebook that was collected and has none: also for what nbgrader collected.

    \b
    `autograder collect` does this by itself where there is a key. Receipts lie in course/receipts/STUDENT; give a student
    the file. It says that this content was in your hands when you signed, and when it came as far as that was told.
    \b
    Example:
      autograder receipts convolution
    """
    from autograder.classroom.lock import at_work
    from autograder.classroom.receipts import sign_all

    key = _key(course)
    with at_work(course):
        made = [path for topic in topics or TOPICS for path in sign_all(course, topic, key)]
    OUT.print(escape(f"{len(made)} receipts signed in {course.root / 'receipts'}"))


def _key(course):
    from autograder.classroom.receipts import key_file, read_key

    key = read_key(course, key_file())
    if key is None:
        raise CourseError(f"{key_file()}: there is no key; make one with `autograder verify-receipt --new-key`")
    return key


@click.command("verify-receipt")
@click.argument("receipt", required=False)
@click.option("--notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Also say whether this file is what the receipt is for.")  # fmt: skip
@click.option("--new-key", is_flag=True, help="Make the key that receipts are signed with, and do nothing else.")
@in_course
def verify_receipt(course, receipt, notebook, new_key):
    """Say whether a receipt is genuine, for which content and time. Ends with 1 where it is not.

    \b
    RECEIPT is the file of a signed receipt, or the digest that `autograder submit` printed: the first 16 digits will do. The
    key is the file that AUTOGRADER_KEY names, else ~/.config/autograder/receipts.key. It never belongs into the course's
    folder. Who has it can sign receipts; who has not cannot, and cannot change one.
    \b
    Examples:
      autograder verify-receipt --new-key
      autograder verify-receipt convolution-3f2a90b1c4d5e6f7.json --notebook convolution.ipynb
      autograder verify-receipt 3f2a90b1c4d5e6f7
    """
    from autograder.classroom.receipts import key_file, make_key

    if new_key:
        make_key(course, key_file())
        OUT.print(escape(f"{key_file()}: a new key, for your eyes alone. Keep a copy: without it no receipt can be verified."))
        return
    if not receipt:
        raise click.UsageError("name a receipt: a file, or a digest.")
    key = _key(course)
    for path in _files_of(course, receipt):
        _tell(path, key, notebook)


def _files_of(course, receipt):
    from autograder.classroom.receipts import find_receipts

    if Path(receipt).is_file():
        return [Path(receipt)]
    digits = receipt.removeprefix("sha256:").strip()
    if len(digits) < 16 or set(digits.lower()) - set("0123456789abcdef"):
        raise CourseError(f"{receipt}: neither a file nor the digest of a content, which has 16 to 64 of 0-9 and a-f")
    found = find_receipts(course, digits)
    if not found:
        raise CourseError(f"{receipt}: no receipt was signed here for such a content; it may not have been collected")
    return found


def _tell(path, key, notebook):
    import hashlib

    from autograder.classroom.receipts import Forged, verify
    from autograder.classroom.times import local, parse_time

    try:
        fields = verify(path.read_bytes().decode(errors="replace"), key)
    except Forged as error:
        raise CourseError(f"{path}: not genuine: {error}") from None
    if notebook and hashlib.sha256(notebook.read_bytes()).hexdigest() != fields["sha256"]:
        raise CourseError(f"{notebook}: not the content of {path}, which is genuine, and for sha256 {fields['sha256']}")
    names = ("submitted_at", "taken_at", "signed_at")
    when = {name: local(parse_time(fields[name])) if fields[name] else "not told" for name in names}
    OUT.print(f"[green]genuine[/] {escape(str(path))}")
    for name, value in (
        ("course", fields["course"]),
        ("student", fields["student"]),
        ("topic", fields["topic"]),
        ("content", f"sha256 {fields['sha256']}" + (f", which is {notebook}" if notebook else "")),
        ("came as", fields["file"] or "not told"),
        ("handed in", f"{when['submitted_at']}, as the source told"),
        ("collected", when["taken_at"]),
        ("signed", when["signed_at"]),
    ):
        OUT.print(escape(f"  {name:10} {value}"))
