"""Use-cases without Qt; the one place where storage and networks meet."""
