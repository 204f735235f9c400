"""Small helpers at their published paths."""
