"""What a build works with: the layouts, the engine that sets sheets, what compresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.front.pipeline import layout_folders
from dispatch.front.pipeline import setter

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch.front.building import Request
    from dispatch.front.printing import Setter
    from dispatch.front.reuse import Reuse
    from dispatch.front.setting import Code
    from dispatch.model.site import Site
    from dispatch.publishing.twins import Twins


def twins_of(request: Request) -> Twins | None:
    """Return what makes compressed twins, where they are wanted."""
    from dispatch.publishing.twins import Twins  # noqa: PLC0415 - where it is used

    return Twins(request.root, kept=request.how.kept) if request.how.compress else None


def setter_of(request: Request, site: Site) -> Callable[[], Setter]:
    """Return what makes the engine that sets the sheets of a site."""

    def made() -> Setter:
        from dispatch.publishing.sheetcache import SheetCache  # noqa: PLC0415 - the same

        how, parts = request.how, request.parts
        kept = SheetCache(request.root, kept=how.kept, other=parts.sheet if parts else None)
        return setter(request.root, site.config, how.crew, how.watch, kept=kept)

    return made


def code_of(request: Request, reuse: Reuse) -> Code:
    """Return the layouts that pages are set by, and who sets them."""
    from dispatch.front.setting import Code  # noqa: PLC0415 - where it is used

    return Code(
        root=request.root,
        folders=layout_folders(request.root),
        messages=request.messages,
        integrity=request.how.integrity,
        kept=request.how.kept,
        crew=request.how.crew,
        reuse=reuse,
        watch=request.how.watch,
    )
