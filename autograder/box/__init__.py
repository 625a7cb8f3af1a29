"""The untrusted side: what runs inside the sandbox, and the sandbox itself.

Which answers are right is left to `autograder.judge`.  This room imports no other room.
"""
