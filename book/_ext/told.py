"""Says on the terminal which page is being worked on: a first build takes minutes, most of them in the chapters' code.

Everything else that Sphinx would tell is left to `--quiet`; warnings and errors are told all the same.
"""

import sys


def count(app, env, docnames):
    """Remember how many pages are to be read; what has not changed is not among them."""
    app.pages_to_read, app.pages_read = len(docnames), 0


def say(app, docname, source):
    """Name a page before it is read and its code runs."""
    app.pages_read += 1
    tell(f"{app.pages_read} of {app.pages_to_read}: {docname}")


def say_writing(app, env):
    """Say that from now on pages are written."""
    if app.pages_to_read:
        tell("Writing the pages ...")


def tell(words):
    """Write a line at once."""
    print(f"  {words}", file=sys.stderr, flush=True)


def setup(app):
    """Connect to what takes long."""
    app.connect("env-before-read-docs", count)
    app.connect("source-read", say)
    app.connect("env-updated", say_writing)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
