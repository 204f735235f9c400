"""The commands, a file each; every module has the click command as `command`."""
