"""`python -m neops_blocks.cli`, the same as `neops-blocks`."""

import sys

from neops_blocks.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
