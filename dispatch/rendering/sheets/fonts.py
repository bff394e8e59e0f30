"""The faces by what they are for: those that come with Dispatch, and a root's own before them."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from dataclasses import fields
from typing import TYPE_CHECKING

import typst

from dispatch.ground.errors import DispatchError
from dispatch.rendering.sheets.faces import embedding
from dispatch.rendering.sheets.faces import shown
from dispatch.rendering.sheets.sources import SheetLayoutError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.model.config import FontsConfig
    from dispatch.rendering.sheets.glyphs import Data

FANG, KAI = "FandolFang R", "FandolKai"
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
OURS = (
    ("title", (SERIF, FANG), 700),
    ("body", (FANG, SERIF), 400),
    ("heading", (SANS, SERIF, FANG), 700),
    ("emphasis", (KAI, FANG, SERIF), 400),
    ("plain", (SERIF, FANG), 400),
)
"""Each role with its weight and its families, each standing in for what those before it lack."""
HANZI_ONLY = ("body", "emphasis")
"""Roles whose own faces draw Latin letters as something to stand beside hanzi, and poorly."""
ENDINGS = (".otf", ".ttf")


class FontUnreadableError(DispatchError):
    """A font that config.yaml names is not there, lies elsewhere, or cannot be read."""

    key = "font-unreadable"


class FontForbiddenError(DispatchError):
    """A font whose licence bits do not let it be put into a file, or not in part."""

    key = "font-forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The fonts of the sheets, read once."""

    fonts: typst.Fonts
    files: tuple[Path, ...]
    roles: Mapping[str, Data]
    """What the layouts read: for each role its families and its weight."""
    shown: frozenset[str]
    """The characters that at least one face has."""
    own: frozenset[str]
    """The roles that the root has a file of its own for."""

    def roles_in(self, language: str) -> Mapping[str, Data]:
        """Return the roles for sheets in a language.

        仿宋 and 楷体 were made for hanzi alone: words of other languages are set in the plain face,
        unless the root has a file of its own for the role.
        """
        if language.startswith("zh"):
            return self.roles
        plain = self.roles["plain"]
        return {**self.roles, **{each: plain for each in HANZI_ONLY if each not in self.own}}

    def digest(self) -> str:
        """Return a digest over all files and what they are for."""
        made = hashlib.sha256(repr(self.roles).encode())
        for path in self.files:
            made.update(hashlib.sha256(path.read_bytes()).digest())
        return made.hexdigest()


def font_files(root: Path, config: FontsConfig) -> dict[str, Path]:
    """Return the files that a root names, by role; one that lies outside the root is refused."""
    found: dict[str, Path] = {}
    for each in fields(config):
        stated = getattr(config, each.name)
        if stated is not None:
            path = (root / stated).resolve()
            if not path.is_relative_to(root.resolve()):
                raise FontUnreadableError(path=stated)
            found[each.name] = path
    return found


def read_faces(folders: Sequence[Path], own: Mapping[str, Path]) -> Faces:
    """Return the faces in `fonts/` of the folders of layouts, with a root's own by role."""
    ours = [path for folder in folders for path in sorted(folder.glob("fonts/*.otf"))]
    if not ours:
        raise SheetLayoutError(sheet="", layout="fonts", fault="no font files")
    checked = dict.fromkeys(map(_checked, own.values()))
    files = tuple(dict.fromkeys((*checked, *ours)))
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in dict.fromkeys(path.parent for path in files)],
    )
    known = {str(info.path): info for info in fonts.fonts()}
    missing = [path for path in checked if str(path) not in known]
    if missing:
        raise FontUnreadableError(path=missing[0].name)
    named = {role: known[str(path)] for role, path in own.items()}
    return Faces(
        fonts=fonts, files=files, roles=_roles(named, fonts), shown=shown(files), own=frozenset(own)
    )


def _checked(path: Path) -> Path:
    """Return the file of a font that may be used, or say why it may not."""
    if path.suffix.lower() not in ENDINGS:
        raise FontUnreadableError(path=path.name)
    try:
        bits = embedding(path)
        shown((path,))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise FontUnreadableError(path=path.name) from error
    if bits:
        raise FontForbiddenError(path=path.name, bits=f"0x{bits:04X}")
    return path


def _roles(own: Mapping[str, typst.FontInfo], fonts: typst.Fonts) -> dict[str, Data]:
    """Return families and weight by role; what the others lack, the plain face has first."""
    families = [info.family for info in fonts.fonts()]
    plain = [own["plain"].family] if "plain" in own else []
    made: dict[str, Data] = {}
    for role, given, standard in OURS:
        first = [own[role].family] if role in own else []
        names = [*first, *given[:-1], *plain, given[-1]] if first or plain else list(given)
        several = role in own and families.count(own[role].family) > 1
        weight = own[role].weight if several else standard
        made[role] = {"font": list(dict.fromkeys(names)), "weight": weight}
    return made
