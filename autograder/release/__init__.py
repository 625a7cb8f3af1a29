"""From a solution's text to what students get, one way only.

Running, scoring and handing in are left to the rooms `judge` and `classroom`.
"""
