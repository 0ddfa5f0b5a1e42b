"""The terminal screens: what is asked of the store is asked in threads, and drawn here."""
