"""The command `neops_worker`."""
