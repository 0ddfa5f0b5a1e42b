"""Reads: one file per question. Each takes a session and a view, and gives frozen results."""
