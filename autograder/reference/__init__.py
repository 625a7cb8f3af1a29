"""The right answers, one module a topic, in NumPy.

What students, notebooks and files are is left to the other rooms: nothing here knows of them.
"""
