"""The sources of layouts, carried along to where their files are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BaseLoader
from jinja2 import TemplateNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from jinja2 import Environment


class Carried(BaseLoader):
    """Layouts that were read elsewhere; they are named after the files that they were read from.

    What they are compiled to is known by that name, and what fails in one is told by it.
    """

    def __init__(self, sources: Mapping[str, tuple[str, str | None]]) -> None:
        self._sources = dict(sources)

    @classmethod
    def from_loader(
        cls, loader: BaseLoader, environment: Environment, names: Iterable[str]
    ) -> Carried:
        """Return the layouts of these names that another loader gives."""
        return cls({name: loader.get_source(environment, name)[:2] for name in names})

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        """Return the source of a layout, and the file that it was read from."""
        del environment
        if template not in self._sources:
            raise TemplateNotFound(template)
        return (*self._sources[template], None)

    def list_templates(self) -> list[str]:
        """Return the names of all."""
        return sorted(self._sources)
