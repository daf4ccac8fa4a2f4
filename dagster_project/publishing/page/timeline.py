"""Dates as places on a line: the scale, the bars and the marks that the page's drawings are of.

Here: arithmetic on dates, giving plain numbers and sentences. Not here: SVG (the templates) and
where the dates come from (`review.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK, _MONTH, _YEAR = 7, 30.44, 365.25


@dataclass(frozen=True)
class Interval:
    """A half-open interval of days; without `until` it is open."""

    since: date
    until: date | None


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    is_open: bool


@dataclass(frozen=True)
class Scale:
    """`first` to `last` drawn over `width` units, from `left` on."""

    first: date
    last: date
    left: float
    width: float

    @classmethod
    def over(cls, dates: Iterable[date], today: date, *, left: float, width: float) -> Scale:
        """Whole years around the dates, up to today at least."""
        earliest = min([*dates, today - timedelta(days=365)])
        latest = max([*dates, today]) if dates else today
        first = date(earliest.year, 1, 1)
        last = min(date(latest.year + 1, 1, 1), max(latest, today) + timedelta(days=120))
        return cls(first, last, left, width)

    def x(self, day: date) -> float:
        """Where a day stands; days outside stand on the edge."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(self.left + self.width * min(max(share, 0.0), 1.0), 1)

    def bar(self, interval: Interval) -> Bar:
        """A bar at least two units wide, so that one day can be seen."""
        x = self.x(interval.since)
        end = self.x(interval.until or self.last)
        return Bar(x, max(round(end - x, 1), 2.0), interval.until is None)

    def years(self) -> list[tuple[float, str]]:
        """Ticks at the starts of years, at most about ten."""
        years = range(self.first.year, self.last.year + 1)
        step = max(1, -(-len(years) // 10))
        return [
            (self.x(date(year, 1, 1)), str(year))
            for year in years
            if year % step == 0 and date(year, 1, 1) <= self.last
        ]


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same days in as few intervals as there are: what touches or overlaps becomes one."""
    found: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.since):
        before = found[-1] if found else None
        if before is None or (before.until is not None and before.until < interval.since):
            found.append(interval)
        elif before.until is not None:
            until = interval.until and max(before.until, interval.until)
            found[-1] = Interval(before.since, until)
    return found


def span(days: int) -> str:
    """A number of days in the words people use."""
    days = abs(days)
    for unit, length in (("year", _YEAR), ("month", _MONTH), ("week", _WEEK)):
        if days >= 2 * length:
            return f"{days / length:.0f} {unit}s"
    return "1 day" if days == 1 else f"{days} days"


def place_in_time(began: date, ended: date | None, listings: Sequence[Interval]) -> str:
    """Where a tie lies against the periods in which a party was listed, as a sentence."""
    if not listings:
        return f"the tie began {began}; no listing period of the party is known"
    containing = [p for p in listings if p.since <= began and (not p.until or began < p.until)]
    if containing:
        period = containing[0]
        words = f"the tie began {began}, {span((began - period.since).days)} after the listing"
        if began == period.since:
            words = f"the tie began on the day of the listing, {began}"
    elif began < listings[0].since:
        days = (listings[0].since - began).days
        words = f"the tie began {began}, {span(days)} before the listing of {listings[0].since}"
    else:
        passed = [p for p in listings if p.until and p.until <= began]
        last = passed[-1].until or began
        words = f"the tie began {began}, {span((began - last).days)} after the listing ended"
    if ended is None:
        return f"{words}; no end is reported"
    later = [p for p in listings if p.since > began]
    if later and ended <= later[0].since and not containing:
        return f"{words}; it ended {ended}, before the listing"
    return f"{words}; it ended {ended}"
