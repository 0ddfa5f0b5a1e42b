"""What the words mean: pure functions and frozen dataclasses.

Standard library and dateutil only. Nothing here reads a file, a database or a clock:
the day is always a parameter.
"""
