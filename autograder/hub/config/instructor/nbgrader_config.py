"""nbgrader's settings for the instructor on the hub: those of the course in their home. What all share is left to everyone's."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 (whoever reads this file puts it there)
settings = Path(os.environ["COURSE_HOME"]) / "nbgrader_config.py"
if settings.is_file():
    load_subconfig(str(settings))  # noqa: F821 (the same)
