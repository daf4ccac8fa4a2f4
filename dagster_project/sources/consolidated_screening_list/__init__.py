"""The Consolidated Screening List of trade.gov: a witness to the Entity List, not its clock.

Here: reading its CSV. Not here: comparing it with the eCFR (dbt).
"""
