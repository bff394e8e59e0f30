"""Dispatch: a static site generator for disclosure boards (公开栏).

A public body keeps a disclosure catalogue: what it must make public, with what content, in what
form, within what time limit, to whom. Dispatch holds every entry against it, and makes the site
and the sheets. It does so in seven steps, each a floor of this package, and a floor knows only
those below it:

1. **Read.** `reading.loader` walks `content/`; every file becomes a `Source` (`ground.files`,
   `ground.yamldoc`); every fault has `path:line:column`.
2. **Understand.** `reading.parser` turns a source into an `Entry` (`model`), or into diagnostics.
   There are no half-made entries.
3. **Check.** `ledger` reckons up what stands and what is owed on a given day; `rules` holds the
   `Site` against the catalogue. Checking never writes.
4. **Plan.** `planning.boards` decides what stands on which board, `planning.rounds` what to do.
5. **View.** `planning.views` are the plain values that layouts may see. Public views are made from
   the public part of the site only: what is not public is filtered out before a view exists.
6. **Render.** `rendering` turns views into pages, sheets, feeds and data. Rendering is pure.
7. **Publish.** `publishing` stages everything, then swaps it in at once. A failure at any point
   leaves the old site whole.

`front.pipeline` and `front.building` hold the order of these steps, once; `front.cli` is the door
for people. The day
is an argument everywhere: only the command line reads the clock. A function that can fail on
user data returns `(value, diagnostics)`; exceptions are for what makes going on meaningless.
"""

from __future__ import annotations

__version__ = "0.1.0"
