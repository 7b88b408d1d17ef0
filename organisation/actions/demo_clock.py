"""Where the demonstration's clock can be moved to: the choices of the bar, and how they are read back."""

from datetime import datetime, timedelta

from kinerja.lib.dates import Zone, long_date

DAYS = (1, 5, 6, 9, 10, 15)  # the days on which something happens in a month of the procedure


def moves(now: datetime) -> list[tuple[str, str]]:
    """The next moments worth going to, as (value, label)."""
    days = (_morning(now, number) for number in DAYS)
    ahead = sorted(day for day in days if day > now)
    return [
        ("+1h", "maju 1 jam"),
        ("+1d", "maju 1 hari"),
        *((day.isoformat(), f"ke {long_date(Zone.WIB.local(day).date())}") for day in ahead[:3]),
    ]


def read_move(text: str, now: datetime) -> datetime | None:
    """The moment that a choice means; None if it means nothing."""
    steps = {"+1h": timedelta(hours=1), "+1d": timedelta(days=1)}
    if text in steps:
        return now + steps[text]
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=Zone.WIB.info)


def _morning(now: datetime, day: int) -> datetime:
    """08:00 on the next such day of a month."""
    here = Zone.WIB.local(now).replace(hour=8, minute=0, second=0, microsecond=0)
    this_month = here.replace(day=day)
    if this_month > now:
        return this_month
    return (here.replace(day=1) + timedelta(days=32)).replace(day=day)
