"""The databases that the other tests work on are real, empty and their own."""

from __future__ import annotations

import sqlalchemy

from tracker.store.engine import open_engine
from tracker.store.schema import HEAD, revision


def test_each_test_gets_an_empty_database_that_it_can_write(database_url: str) -> None:
    assert tables_after_making_one(database_url) == ["mark"]


def test_what_one_test_writes_the_next_does_not_see(database_url: str) -> None:
    assert tables_after_making_one(database_url) == ["mark"]


def test_postgresql_stores_vietnamese_and_sorts_by_bytes(postgres_database: str) -> None:
    """A server whose own collation sorts Vietnamese would hide a missing sort key."""
    engine = sqlalchemy.create_engine(postgres_database)
    with engine.connect() as connection:
        names = connection.scalars(
            sqlalchemy.text(
                "SELECT name FROM (VALUES ('Đ'), ('E'), ('D')) AS v (name) ORDER BY name"
            )
        )
        assert list(names) == ["D", "E", "Đ"]
    engine.dispose()


def test_a_migrated_database_has_the_tables_and_no_rows(migrated_database_url: str) -> None:
    engine = open_engine(migrated_database_url)
    with engine.connect() as connection:
        assert revision(connection) == HEAD
        assert connection.scalar(sqlalchemy.text("SELECT count(*) FROM task")) == 0
    engine.dispose()


def tables_after_making_one(database_url: str) -> list[str]:
    url = database_url if "://" in database_url else f"sqlite:///{database_url}"
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE mark (id INTEGER)"))
    names = sqlalchemy.inspect(engine).get_table_names()
    engine.dispose()
    return names
