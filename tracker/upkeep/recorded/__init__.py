"""What is on record against the sealed journal: each row is still what its entries say.

One file for each kind: reports, dated terms, accounts, periods closed. A row is compared with the
entry that wrote it and with the one that ended it; undoing says itself what comes back, so what it
wrote is compared with what was known before the entry that it undid.
"""
