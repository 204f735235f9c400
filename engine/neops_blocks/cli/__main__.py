"""`python -m neops_blocks.cli`, the same as `neops-blocks`."""

from neops_blocks.cli.main import command

if __name__ == "__main__":
    command()
