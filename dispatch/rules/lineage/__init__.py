"""Family L, lineage: what was said before, and what has taken its place."""

from __future__ import annotations

from dispatch.rules.lineage.silent import silently_changed

RULES = (silently_changed,)
