"""Days on the command line."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import click


class Day(click.ParamType[date]):
    """A day, written YYYY-MM-DD and in no other way."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day; a usage error where it is none."""
        from dispatch.model.values import day_of  # noqa: PLC0415 - pydantic comes with it

        try:
            return day_of(value)
        except ValueError as error:
            raise click.BadParameter(str(value), ctx=ctx, param=param) from error


def today_in(zone: str) -> date:
    """Return which day it is in a time zone."""
    from dispatch.reading.history.git import zone_of  # noqa: PLC0415 - where it is used

    return datetime.now(zone_of(zone)).date()
