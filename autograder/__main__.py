"""Lets ``python -m autograder`` be the command ``autograder``."""
from autograder.cli import main

main()
