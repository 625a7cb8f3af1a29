"""A whole class at once: who is in it, what they handed in and when, and grading all of it.

How one answer is judged is left to `judge`, how results are shown to `reports`.
"""
