"""Where rows live: tables, engine, migrations and reads. Rows stay here and in ``service``."""
