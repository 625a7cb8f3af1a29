"""The photographs and their views: where a view lies, that light does not move it, and that chance comes from the seed alone."""

import math

import pytest
import torch

from autograder.lab.photographs import HELD_BACK, TRAINED_ON, pairs_of_views, pixels, recoloured, views


@pytest.mark.parametrize("photograph", [*TRAINED_ON, *HELD_BACK], ids=lambda each: each.name)
def test_each_photograph_is_packaged_and_has_terms(photograph):
    """It is there without a network, is coloured as it says, and somebody is named with terms that allow its use."""
    picture = pixels(photograph.name)
    assert picture.shape[0] == 3
    assert 0 <= picture.min() < 0.4
    assert 0.5 < picture.max() <= 1
    assert bool((picture[0] != picture[2]).any()) == photograph.coloured
    assert photograph.by
    assert photograph.terms in ("CC0", "CC0 1.0", "public domain", "no known restrictions", "CC BY 2.0")


def test_none_is_trained_on_and_examined_with():
    """What is held back is held back."""
    assert not {each.name for each in TRAINED_ON} & {each.name for each in HELD_BACK}


STILL = {"steps": (1, 1), "turn": 0.0, "wander": 0.0}


def test_a_view_that_is_not_changed_is_a_piece():
    """At a step of one, unturned, a view is the photograph's own pixels around its middle; rows are rows."""
    photograph = pixels("chelsea")
    place = torch.tensor([[120 / 299, 200 / 450]])
    view = views(photograph, place, torch.Generator(), 11, **STILL)[0]
    assert torch.allclose(view, photograph[:, 115:126, 195:206], atol=1e-4)


def test_steps_and_turns_are_what_they_say():
    """A step of two takes every second pixel; a quarter turn turns the piece."""
    photograph = pixels("chelsea")
    place = torch.tensor([[120 / 299, 200 / 450]])
    far = views(photograph, place, torch.Generator(), 11, **STILL | {"steps": (2, 2)})[0]
    assert torch.allclose(far, photograph[:, 110:131:2, 190:211:2], atol=1e-4)
    angles = [views(photograph, place, torch.Generator().manual_seed(n), 11, **STILL | {"turn": math.pi}) for n in range(8)]
    assert len({round(float(each.sum()), 2) for each in angles}) == 8
    middles = torch.stack([each[0, :, 5, 5] for each in angles])
    assert torch.allclose(middles, photograph[:, 120, 200].expand(8, 3), atol=1e-4)


def test_light_changes_no_place():
    """Recoloured, a picture is brighter, flatter or greyer, but each of its edges stays where it was."""
    images = torch.stack([pixels("camera")[:, :64, 100:164]] * 6)
    changed = recoloured(images, torch.Generator().manual_seed(1))
    for one in changed:
        pair = torch.stack([images[0].mean(0).flatten(), one.mean(0).flatten()])
        assert torch.corrcoef(pair)[0, 1] > 0.999
    assert len({round(float(one.mean()), 4) for one in changed}) == 6


def test_one_seed_one_pair_of_views():
    """The same generator gives the same views, whatever the global random state; partners show one place in two ways."""
    first = pairs_of_views(HELD_BACK[:2], 3, torch.Generator().manual_seed(5), 33)
    torch.rand(7)
    again = pairs_of_views(HELD_BACK[:2], 3, torch.Generator().manual_seed(5), 33)
    assert first.shape == (2, 6, 3, 33, 33)
    assert torch.equal(first, again)
    assert not torch.allclose(first[0], first[1])
