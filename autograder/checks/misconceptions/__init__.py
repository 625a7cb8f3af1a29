"""The mistakes that students really make, one module a topic: each a function that makes it, with its name and its hint.

Comparing an answer with them is left to `explain`.
"""
