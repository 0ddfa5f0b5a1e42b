"""A tracker for the annual goals of organisational units."""
