"""The round of a board as data: the same that the printed checklist says, for a tablet."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from dispatch.planning.views.rounds import ACTIONS

if TYPE_CHECKING:
    from dispatch.planning.views.rounds import RoundView


def as_json(view: RoundView) -> str:
    """Return the round as JSON; days are ISO dates, what is not known is null or empty."""
    told = asdict(view)
    told["counts"] = {action: len(view.rows_of(action)) for action in ACTIONS}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"
