"""The packages of the distribution: all below engine/, and the two data packages beside it."""

from setuptools import find_packages, setup

setup(packages=[*find_packages("engine"), "neops_blocks.library", "neops_blocks.schemas"])
