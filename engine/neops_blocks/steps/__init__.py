"""Step kinds, a file each: the keys an author writes, and what the step does."""
