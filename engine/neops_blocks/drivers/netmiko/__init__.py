"""The netmiko driver."""

from neops_blocks.drivers.netmiko.driver import NetmikoDriver

__all__ = ["NetmikoDriver"]
