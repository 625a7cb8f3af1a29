"""The command `autograder`: reads what a person typed, shows progress, prints results, and says with which status it ends.

What it does is left to the rooms `release`, `classroom`, `reports` and `lab`, which load only when they are needed.
"""

from pathlib import Path

import click

from autograder import __version__
from autograder.cli import exercises, exports, grading, handing_in, house, hub, lab, results, similar, submissions
from autograder.cli.shell import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "--course", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".",
              help="The course's folder. Without it: the nearest one upwards with an nbgrader_config.py.")  # fmt: skip
@click.version_option(__version__)
@click.pass_context
def main(context, folder):
    """Release exercises, collect what students hand in, grade it and give feedback.

    \b
    A whole round:
      autograder doctor                              is all there?
      autograder release convolution --due "2026-11-20 23:59"
      autograder collect convolution --from downloads/
      autograder grade
      autograder feedback                            a page for each student
      autograder export --output grades.csv          or --to canvas, --to moodle
    \b
    All course data lies in course/. nbgrader's own commands work there too.
    """
    context.obj = folder


for command in (
    exercises.release,
    handing_in.submit,
    submissions.collect,
    handing_in.receipts,
    handing_in.verify_receipt,
    grading.grade,
    results.feedback,
    results.report,
    similar.similar,
    exports.export,
    house.doctor,
    house.copy_gradebook,
    hub.hub,
    exercises.prove,
    exercises.student_package,
    house.demo,
    lab.alexnet_weights,
    lab.lab_model,
):
    main.add_command(command)
