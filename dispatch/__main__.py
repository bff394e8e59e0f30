"""`python -m dispatch`: the command line."""

from __future__ import annotations

import sys

from dispatch.front.cli import main

sys.exit(main())
