"""What `lint` does with files: it asks the cache first, and lints the others, many of them in processes."""
