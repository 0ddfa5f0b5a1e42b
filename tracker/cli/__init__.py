"""The command line: one file per group of commands, and one place where every fault is said.

Help texts are message ids (``N_``); they are translated when they are shown, so that a command's
declaration does not depend on the language. Heavy libraries are imported inside the commands.
"""
