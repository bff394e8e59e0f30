"""The certificate as the data that its layout reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispatch.planning.views.certificates import CertificateView
    from dispatch.rendering.sheets.glyphs import Data

LAYOUT = "certificate"
"""The layout of the certificate."""


def certificate_data(view: CertificateView) -> dict[str, Data]:
    """Return what `layouts/sheets/certificate.typ` reads."""
    return {
        "language": view.language,
        "name": view.name,
        "title": view.title,
        "issuer": view.issuer,
        "day": [view.date.year, view.date.month, view.date.day],
        "date": view.date_text,
        "paragraphs": list(view.paragraphs),
        "heads": list(view.heads),
        "rows": [
            [
                *(row.where, row.first, row.last, row.length, row.by, row.looks),
                f"{row.edition} {row.digest}".strip(),
            ]
            for row in view.rows
        ],
        "objections": [list(row) for row in view.objections],
        "objection-heads": list(view.objection_heads),
        "closing": view.closing,
        "attests": [list(pair) for pair in view.attests],
        "annex": view.annex,
    }
