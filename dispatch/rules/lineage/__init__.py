"""Family L, lineage: what was said before, and what has taken its place."""

from __future__ import annotations

from dispatch.rules.lineage import chain
from dispatch.rules.lineage import silent
from dispatch.rules.lineage import suspect

RULES = (*silent.RULES, *chain.RULES, *suspect.RULES)
