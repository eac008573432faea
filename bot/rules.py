"""What planning goes by, out of the files that people edit."""

from __future__ import annotations

from dataclasses import replace

from config.errors import BadConfig
from config.reminders import Ladder, load_ladder
from config.settings import Settings
from plans.observances import ObservanceCalendar, observance_calendar
from scheduler.owing import Occasion, Rules
from scheduler.workdays import load_workdays


def reminder_rules(settings: Settings) -> Rules:
    """What planning goes by: the ladder, the working days, the observances, the place's zone."""
    calendar = observance_calendar()

    def occasions(year: int) -> tuple[Occasion, ...]:
        return tuple(Occasion(one.name, one.start(year), one.last(year)) for one in calendar.days)

    return Rules(
        ladder=_by_standard_names(load_ladder(settings.reminders_file), calendar, settings),
        workdays=load_workdays(settings.holidays_dir),
        occasions=occasions,
        zone=settings.zone,
    )


def _by_standard_names(ladder: Ladder, calendar: ObservanceCalendar, settings: Settings) -> Ladder:
    """Call observances with rungs of their own as the calendar does; an unknown one is a fault."""
    own = {}
    for name, rungs in ladder.own_rungs.items():
        if (known := calendar.find(name)) is None:
            raise BadConfig(settings.reminders_file, "observance.names", f"no {name!r} is known")
        own[known.name] = rungs
    return replace(ladder, own_rungs=own)
