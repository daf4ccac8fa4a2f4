"""The Entity List, the Unverified List and the Military End-User List as the eCFR prints them.

Here: reading the eCFR versioner's XML of Supplements No. 4, 6 and 7 to 15 CFR Part 744.
Not here: which versions of an entry belong together, and from when to when they hold (dbt).
"""
