"""What a worker talks to: the port, and its adapters."""
