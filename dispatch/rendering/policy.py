"""What pages let a browser do: the Content Security Policy, in each page and for servers."""

from __future__ import annotations

from urllib.parse import urlsplit

RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("form-action", "'self' mailto:"),
    ("base-uri", "'none'"),
)
"""Each kind of thing and where it may come from: nothing inline, nothing from anybody else.

W3C, Content Security Policy Level 3. `'self'` holds for pages on disk too.
"""

POLICY = "; ".join(f"{kind} {source}" for kind, source in RULES)
"""The policy as a page states it."""


def policy(endpoint: str) -> str:
    """Return the policy of a site whose forms may be sent to an address elsewhere, if to any."""
    if not endpoint:
        return POLICY
    parts = urlsplit(endpoint)
    return POLICY.replace("mailto:", f"mailto: {parts.scheme}://{parts.netloc}")
