"""The course on one machine for a whole class: JupyterHub and nbgrader, each person in a process and a folder of their own.

Grading is left to `judge`, whichever way it is asked for; what is printed to `cli`.
"""
