"""The filters and tests of templates: Jinja's, Ansible-named ones, netutils' and installed ones."""

from neops_blocks.templates.filters.table import FILTERS, TESTS

__all__ = ["FILTERS", "TESTS"]
