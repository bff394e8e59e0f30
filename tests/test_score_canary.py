"""Scores and scope: whether scores are public or not, nothing that is hidden is in public/.

The root full of canaries is given a score sheet, and hidden records that cost points. Its sheets
are built too, and every byte is read in every way that a reader could.
"""

from __future__ import annotations

import pytest

from tests.leaks import readings
from tests.test_canary import HIDDEN_ID
from tests.test_canary import TOMBSTONE
from tests.test_canary import Bureau

PAGE = "oversight/assessment/index.html"
DATA = "data/oversight.json"
SHEET = """\
assessment:
  title: "{sheet-title}"
  every: month
  criteria:
    - {{name: "{sheet-coverage}", points: 20, measure: coverage}}
    - {{name: "{sheet-postings}", points: 20, measure: postings}}
    - {{name: "{sheet-answers}", points: 20, measure: objections}}
    - {{name: "{sheet-findings}", points: 20, measure: oversight}}
    - {{name: 评议, points: 20, measure: mark}}
  grades: {{"{sheet-grade}": 1}}
  public: {scored}
"""
RECORDS = """\
- {{kind: assessment, on: 2026-11-03, by: deputy, unit: UNIT, span: 2026-10, title: "{FATE-title}",
   finding: "{FATE-verdict}", marks: {{评议: 18}}, public: PUBLIC}}
- {{kind: inspection, on: 2026-10-20, by: deputy, unit: online, title: "{FATE-finding}",
   finding: "{FATE-found}", due: 2026-10-26, public: PUBLIC}}
"""
OPINION = """\
- {{received: 2026-10-14, channel: box, about: 2026-970001, text: "{hidden-opinion}",
   public: false}}
"""
POSTING = """\
- {entry: 2026-970001, board: corridor, up: {on: 2026-10-12, by: clerk}}
"""


class Scored(Bureau):
    """The same root with a score sheet."""

    def __init__(self, root, *, scored: bool) -> None:
        super().__init__(root, is_open=False)
        self.scored = scored

    def write(self) -> Bureau:
        super().write()
        config = (self.root / "config.yaml").read_text(encoding="utf-8")
        sheet = self._filled(SHEET, scored=str(self.scored).lower())
        self._put("config.yaml", config + sheet)
        for fate, unit, public in (("public", "online", "true"), ("hidden", "offline", "false")):
            text = RECORDS.replace("FATE", fate).replace("UNIT", unit).replace("PUBLIC", public)
            self._put(f"content/oversight/{fate}-score.yaml", self._filled(text))
        self._put("content/feedback/score.yaml", self._filled(OPINION))
        self._put("content/postings/score.yaml", POSTING)
        return self

    def labels(self, start: str) -> set[str]:
        return {label for label in self.mint.labels if label.startswith(start)}


@pytest.fixture(scope="module", params=[True, False], ids=["public", "internal"])
def site(request, tmp_path_factory):
    bureau = Scored(tmp_path_factory.mktemp("scored"), scored=request.param).write()
    bureau.build()
    return bureau


@pytest.mark.heavy
def test_nothing_that_is_hidden_is_in_public_whatever_is_scored(site):
    kept = {label for label in site.told if not label.startswith(("public", "sheet"))}
    assert kept == TOMBSTONE


def test_the_score_sheet_is_on_its_page_alone_and_only_where_it_is_public(site):
    sheet = site.labels("sheet")
    told = {label: name for label, name in site.told.items() if label in sheet}
    assert set(told) == (set(sheet) if site.scored else set())
    assert set(told.values()) <= {PAGE, DATA}
    assert (site.root / "public" / PAGE).exists() == site.scored


def test_what_is_hidden_costs_points_and_is_a_number(site):
    if not site.scored:
        found = [path for path in (site.root / "public").rglob("*") if "assessment" in path.name]
        assert found == []
        return
    page = (site.root / "public" / PAGE).read_text(encoding="utf-8")
    # Of the unit online: an opinion, a posting and a finding; of the unit offline: a mark.
    assert page.count("件不在网上公开，扣") == 4
    assert {"public-verdict", "public-finding"} <= set(site.told)
    ids = {each for text in readings(PAGE, page.encode()) for each in HIDDEN_ID.findall(text)}
    assert ids == set()
