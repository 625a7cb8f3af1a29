"""What people get to see of the results: a page for each student, a table for the instructor, CSV for other programs.

Everything is made from the records and the roster; making records is left to `classroom`.
"""
