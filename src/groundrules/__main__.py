"""`python -m groundrules` is `groundrules`."""

from groundrules.cli import main

raise SystemExit(main())
