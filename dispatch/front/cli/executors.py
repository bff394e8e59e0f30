"""Who does the work of a build, on the command line."""

from __future__ import annotations

import re

import click


class Executor(click.ParamType[str]):
    """The address of a Dask cluster, written dask://HOST:PORT; IPv6 hosts stand in brackets."""

    name = "executor"
    form = "dask://HOST:PORT"
    _FORM = re.compile(r"dask://(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*)|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the address; a usage error where it is none."""
        found = self._FORM.fullmatch(str(value))
        if value and (found is None or not 0 < int(found[1]) < 1 << 16):
            raise click.BadParameter(str(value), ctx=ctx, param=param)
        return str(value)
