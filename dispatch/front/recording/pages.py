"""The pages of the form, as answers of the server."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from typing import Any

from dispatch.front.desk import unknown
from dispatch.front.pipeline import SiteUnreadableError
from dispatch.front.pipeline import layout_folders
from dispatch.front.recording import views
from dispatch.front.recording.gate import PATH
from dispatch.publishing.localserver.routes import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.front.desk import Desk
    from dispatch.ledger.account import Account
    from dispatch.model.board import Board
    from dispatch.model.entry import Entry

POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A page that sends no referrer sends no origin with its forms either, and that is looked at. No
# address here but the first has the token in it, and that one is never the page of a form.
HEADERS = (("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of a site on a day."""

    desk: Desk
    account: Account

    def asked(self, given: Mapping[str, str]) -> Answer:
        """Return the page for the board and the entry that are named, or the one to choose on."""
        if not given.get("board"):
            cards = views.board_cards(self.account, self.desk.messages)
            return page(self.desk, "boards", cards=cards)
        if not given.get("entry"):
            return self.of_board(given["board"])
        return self.of_sheet(given)

    def of_board(self, name: str, told: tuple[str, ...] = ()) -> Answer:
        """Return a board's page, with what was recorded."""
        shown = views.board_page(self.account, self._board(name), self.desk.messages)
        return page(self.desk, "board", told=told, page=shown, link=PATH)

    def of_sheet(self, given: Mapping[str, str], told: tuple[str, ...] = ()) -> Answer:
        """Return the page of an entry on a board, with what was filled in and why it is refused."""
        board, entry = self._board(given.get("board", "")), self._entry(given.get("entry", ""))
        shown = views.sheet_page(self.account, board, entry, self.desk.messages, given)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK
        return page(self.desk, "sheet", status, told=told, page=shown)

    def _board(self, name: str) -> Board:
        board = self.account.site.board(name)
        if board is None:
            known = {each.id: each.name for each in self.account.site.boards}
            raise unknown(self.desk, "board", name, known)
        return board

    def _entry(self, name: str) -> Entry:
        entries = self.account.site.entries
        entry = next((each for each in entries if each.id == name), None)
        if entry is None:
            raise unknown(self.desk, "entry", name, {each.id: each.title for each in entries})
        return entry


def pages_of(desk: Desk) -> Pages:
    """Return the pages of a desk's site as it is now."""
    from dispatch.ledger.account import account_of  # noqa: PLC0415 - heavy floors where used
    from dispatch.reading import loader  # noqa: PLC0415

    site, _ = loader.load(desk.root)
    if site is None:
        raise SiteUnreadableError(root=desk.root.name)
    return Pages(desk=desk, account=account_of(site, desk.day))


def page(
    desk: Desk,
    name: str,
    status: HTTPStatus = HTTPStatus.OK,
    **views: Any,  # noqa: ANN401 - what a layout shows
) -> Answer:
    """Return a layout of the form, filled; what it is told is on top of it."""
    from dispatch.rendering.templates import Templates  # noqa: PLC0415 - the same

    nonce = token_urlsafe(16)
    templates = Templates(layout_folders(desk.root), desk.messages)
    shown: dict[str, Any] = {"told": (), "link": "", "good": status is HTTPStatus.OK} | views
    text = templates.render(
        f"records/{name}.html", path=PATH, language=desk.messages.language, nonce=nonce, **shown
    )
    policy = ("Content-Security-Policy", POLICY.format(nonce=nonce))
    return Answer(content=text.encode(), status=status, headers=(*HEADERS, policy))
