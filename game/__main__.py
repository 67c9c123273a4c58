"""``python -m game`` is ``two-hats``."""

import sys

from game.cli import main


if __name__ == "__main__":
    sys.exit(main())
