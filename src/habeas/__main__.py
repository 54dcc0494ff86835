"""``python -m habeas`` is the same as ``habeas``."""

import sys

from habeas.cli import main

sys.exit(main())
