"""The Bureau of Industry and Security's own CSV of the Entity List: a witness, kept by hand.

Here: reading it. Not here: comparing it with the eCFR (dbt).
"""
