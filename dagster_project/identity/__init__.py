"""Which printed entries are the same entity, across versions, renames and re-keying.

Here: the rules of sameness, in the order they are tried, and the evidence each leaves. Not here:
intervals of time (dbt), or likeness of names reported by others (`matching`).

An entry is seen as a *face*: destination, primary name, first citation. Versions repeat faces; a
face never changes, so the work grows with the number of distinct faces, not of versions. Two
faces printed in the same version are two entities: no rule may join them.
"""

from dagster_project.identity.resolve import Face, Override, resolve
from dagster_project.identity.warehouse import resolve_in

__all__ = ["Face", "Override", "resolve", "resolve_in"]
