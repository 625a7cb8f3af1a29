"""What tests of the explorers in a browser share: where an explorer's parts are, and what it says."""

import re

STAGE = ".explorer [role=application]"
PRESETS = ".explorer-controls select >> nth=0"


def said(page):
    """What the explorer says, with minus signs that Python reads and no commas in numbers."""
    text = page.inner_text(".explorer [role=status]").replace("−", "-")
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def box(page, label):
    """The box of a number by its label."""
    return page.get_by_label(label, exact=True)


def middle(handle):
    """Where a handle is on the screen."""
    place = handle.bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
