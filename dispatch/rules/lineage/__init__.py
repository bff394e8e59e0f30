"""Family L, lineage: what was said before, and what has taken its place."""

from __future__ import annotations

from dispatch.rules.lineage import chain
from dispatch.rules.lineage import silent

RULES = (*silent.RULES, *chain.RULES)
