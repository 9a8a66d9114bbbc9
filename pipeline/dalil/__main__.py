"""`python -m dalil`."""

from dalil.cli import main

raise SystemExit(main())
