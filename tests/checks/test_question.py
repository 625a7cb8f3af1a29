"""What a test cell says to a student about a right answer, a wrong one, and one that breaks the rules."""

import numpy as np
import pytest

from autograder.checks import CheckFailed, Inputs, Question, inputs
from autograder.reference import alexnet
from autograder.reference import convolution as right

F, G = np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.5])


def failure_of(name, function, *arguments, check="agrees", **keywords):
    """The CheckFailed that a check raises."""
    with pytest.raises(CheckFailed) as caught:
        getattr(Question(f"convolution.{name}", function).on(*arguments, **keywords), check)()
    return caught.value


def test_a_right_answer_passes_and_is_counted(capsys):
    """Checks are silent until the cell ends with how many passed."""
    question = Question("convolution.convolve1d", right.convolve1d)
    question.on(F, G).gives([0, 1, 2.5, 4, 1.5])
    question.on(F, G).twice()
    question.passed()
    assert capsys.readouterr().out == "convolve1d: 3 checks passed.\n"


def test_a_known_mistake_is_named_with_its_hint():
    """Correlating where convolution is asked for is called what it is."""
    error = failure_of("convolve1d", lambda f, g: right.convolve1d(f[::-1], g), F, G)
    assert error.mistakes == ("slides_without_reversing",)
    assert "correlation" in str(error)
    assert "Hint:" in str(error)
    assert "convolve1d(f=[1., 2., 3.], g=[0. , 1. , 0.5])" in str(error)


def test_an_unknown_mistake_gets_the_difference_and_no_diagnosis():
    """Nothing is guessed: a mistake that is not in the catalogue is only described."""
    error = failure_of("convolve1d", lambda f, g: right.convolve1d(f, g) + 0.125 * np.sin(f[0]), F, G)
    assert (error.mistakes, error.hint) == ((), "")
    assert "differs at [0]" in error.message


def test_an_answer_like_no_known_mistake_is_not_asked_about_all_of_them():
    """As soon as nothing that is known fits, it is not called again: it may be slow."""
    calls = []

    def odd(f, g):
        calls.append(f)
        return right.convolve1d(f, g) + 0.125 * np.sin(f[0] + 1)

    assert failure_of("convolve1d", odd, F, G).mistakes == ()
    asked = len(calls)
    calls.clear()
    assert failure_of("convolve1d", lambda f, g: calls.append(f) or right.convolve1d(f[::-1], g), F, G).mistakes
    assert asked < len(calls)


def test_two_mistakes_in_one_answer_are_named_where_they_show():
    """An answer that averages and also accepts every kernel is told the one on legal input, the other on illegal input."""

    def correlate2d(image, kernel):
        rows, columns = np.subtract(image.shape, kernel.shape) + 1
        out = [[(image[i:, j:][: len(kernel), : len(kernel[0])] * kernel).mean() for j in range(columns)] for i in range(rows)]
        return np.array(out).reshape(max(rows, 0), max(columns, 0))

    assert failure_of("correlate2d", correlate2d, np.eye(3), np.eye(2)).mistakes == ("averages_the_window",)
    refusal = failure_of("correlate2d", correlate2d, np.eye(2), np.ones((3, 1)), check="refuses")
    assert refusal.mistakes == ("gives_an_empty_array_when_nothing_fits",)


def test_an_unwritten_answer_is_missing():
    """The stub's NotImplementedError is not a mistake but an answer that is not there yet."""

    def convolve1d(f, g):
        raise NotImplementedError

    assert failure_of("convolve1d", convolve1d, F, G).verdict == "missing"


WAYS = ["np.convolve(f, g)", "getattr(np, 'conv' + 'olve')(f, g)", "list(map(np.convolve, [f], [g]))[0]"]


@pytest.mark.parametrize("call", WAYS)
def test_a_forbidden_call_is_found_by_what_is_called(call):
    """However the function is reached, and although the result is right."""
    error = failure_of("convolve1d", eval(f"lambda f, g: {call}", {"np": np}), F, G)
    assert error.verdict == "forbidden call"
    assert "numpy.convolve" in error.message


def test_an_own_helper_with_a_forbidden_name_costs_nothing():
    """Only what is called counts, not what it is called."""

    def convolve(f, g):
        """np.convolve"""
        return right.convolve1d(f, g)

    question = Question("convolution.convolve1d", convolve)
    question.on(F, G).agrees()
    assert question.passes == 1


def test_an_argument_that_was_changed_is_named_and_put_back():
    """The caller's array is what it was when the check is over."""

    def correlate1d(f, g):
        f *= 2
        return right.correlate1d(f / 2, g)

    signal = F.copy()
    assert "changed its argument `f`" in failure_of("correlate1d", correlate1d, signal, G).message
    np.testing.assert_array_equal(signal, F)


def test_an_argument_that_is_changed_and_returned_is_not_mistaken_for_a_wrong_value():
    """The value is what came, although it is the argument, which is put back: the message speaks of the change."""

    def convolve1d(f, g):
        total = right.convolve1d(f, g[:1])
        f[:] = total
        return f

    signal = F.copy()
    assert "changed its argument `f`" in failure_of("convolve1d", convolve1d, signal, np.array([2.0])).message
    np.testing.assert_array_equal(signal, F)


def test_an_argument_with_another_shape_is_changed_too():
    """Reshaping the caller's array is found at once, and the array gets its shape back."""

    def correlate2d(image, kernel):
        out = right.correlate2d(image, kernel)
        image.resize((4, 1), refcheck=False)
        return out

    image = np.arange(4.0).reshape(2, 2)
    assert "changed its argument `image`" in failure_of("correlate2d", correlate2d, image, np.eye(2)).message
    assert image.shape == (2, 2)


def test_an_exception_is_told_with_its_line():
    """A crash names the exception and the line of the student's code."""

    def correlate2d(image, kernel):
        return image[99]

    error = failure_of("correlate2d", correlate2d, np.eye(3), np.eye(2))
    assert "IndexError" in error.message
    assert "return image[99]" in error.message


def test_refusing_means_a_value_error_and_nothing_else():
    """Returning something, or raising another exception, is not refusing."""
    tall = np.ones((3, 1))
    Question("convolution.correlate2d", right.correlate2d).on(np.eye(2), tall).refuses()
    assert "returned" in failure_of("correlate2d", lambda image, kernel: image, np.eye(2), tall, check="refuses").message

    def breaks(image, kernel):
        raise KeyError("kernel")

    assert "KeyError" in failure_of("correlate2d", breaks, np.eye(2), tall, check="refuses").message


def test_a_mistake_in_an_earlier_function_costs_no_point_of_a_later_one():
    """The reference stands in for the student's own earlier functions, and the student's names are put back."""
    names = {}
    exec("def correlate2d(i, k):\n    return None\ndef convolve2d(i, k):\n    return correlate2d(i, k[::-1, ::-1])", names)
    own = names["correlate2d"]
    Question("convolution.convolve2d", names["convolve2d"]).on(np.eye(4), np.arange(4.0).reshape(2, 2)).agrees()
    assert names["correlate2d"] is own


def test_an_earlier_function_that_is_gone_costs_no_point_of_a_later_one():
    """The reference stands in for a function that was deleted too, and leaves no trace."""
    names = {}
    exec("def convolve2d(i, k):\n    return correlate2d(i, k[::-1, ::-1])", names)
    Question("convolution.convolve2d", names["convolve2d"]).on(np.eye(4), np.arange(4.0).reshape(2, 2)).agrees()
    assert "correlate2d" not in names


def test_functions_cannot_be_right_by_calling_each_other():
    """Only earlier functions are helped, so a circle of two empty answers earns nothing."""
    names = {}
    exec(
        "def correlate2d(i, k):\n    return convolve2d(i, k[::-1, ::-1])\n"
        "def convolve2d(i, k):\n    return correlate2d(i, k[::-1, ::-1])",
        names,
    )
    assert "RecursionError" in failure_of("correlate2d", names["correlate2d"], np.eye(3), np.eye(2)).message


def experimenting(train):
    """What a check of experiments says to an answer; the empty text if nothing."""
    try:
        question = Question("alexnet.train_classifier", train)
        question.tries("called with two seeds and 0 epochs").finds("another network")
    except CheckFailed as error:
        return str(error)
    return ""


def test_an_experiment_calls_as_often_as_it_needs_and_names_the_mistake():
    """Answers that are right in many ways are compared with themselves."""
    assert experimenting(alexnet.train_classifier) == ""
    said = experimenting(lambda images, labels, epochs, seed: alexnet.train_classifier(images, labels, epochs, 42))
    assert "train_classifier, called with two seeds and 0 epochs: the result should be 'another network'" in said
    assert "The seed is ignored" in said


def test_parts_of_a_description_are_asked_for_one_by_one():
    """Of the parts that are not named nothing is asked; the message says which part is wrong."""
    layers = [layer | {"groups": 1} if layer["kind"] == "conv" else layer for layer in alexnet.alexnet_layers()]
    question = Question("alexnet.alexnet_layers", lambda: layers)
    question.on().shows(kind="a list of dicts", names="all different")
    question.on().agrees_about("fully_connected", "between")
    with pytest.raises(CheckFailed, match=r"its `convolutions`\['2 conv2'\] should be '256 filters .* groups 2'"):
        question.on().agrees_about("names", "convolutions")


def test_inputs_depend_on_the_seed_and_the_label_alone():
    """A regrade with the same seed draws the same numbers, whatever ran before; other students get others."""
    try:
        inputs.seed(5)
        first = Inputs("a").image(2, 3)
        Inputs("b").signal(9)
        np.testing.assert_array_equal(Inputs("a").image(2, 3), first)
        inputs.seed(6)
        assert not np.array_equal(Inputs("a").image(2, 3), first)
    finally:
        inputs.seed(0)


def test_a_view_looks_like_its_array_but_is_not_contiguous():
    """`contiguous=False` changes the memory, not the numbers."""
    plain, view = Inputs("v").image(3, 4), Inputs("v").image(3, 4, contiguous=False)
    np.testing.assert_array_equal(plain, view)
    assert not view.flags.c_contiguous
