"""`python -m bot` and the console script `duban`."""

import gc
import sys

gc.disable()  # what is made while importing stays: looking through it is a tenth of the start

from bot.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
