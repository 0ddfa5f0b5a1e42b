"""Query text → ``domain.query``, built on lark, which is loaded when the first text is read."""
