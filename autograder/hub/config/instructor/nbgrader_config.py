"""nbgrader's settings for the instructor on the hub: those of the course in their home. What all share is left to everyone's."""

import os
from pathlib import Path

from traitlets.config import get_config

c = get_config()
settings = Path(os.environ.get("COURSE_HOME", ".")) / "nbgrader_config.py"
if settings.is_file() and "load_subconfig" in globals():
    load_subconfig(str(settings))  # noqa: F821 (traitlets puts it there)
