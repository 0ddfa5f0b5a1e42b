"""A database is brought to the program's revision, or left as it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from tracker.domain.problem import Failed
from tracker.store import migrations
from tracker.store.engine import open_engine
from tracker.store.faults import NotADatabase
from tracker.store.schema import HEAD, revision
from tracker.upkeep.migrate import ForeignDatabase, NewerDatabase, migrate

MIGRATE = """
import sys
from tracker.store.engine import open_engine
from tracker.upkeep.migrate import migrate
engine = open_engine(sys.argv[1])
sys.stdin.readline()
migrate(engine)
print("alembic" in sys.modules)
"""


WRITTEN_BY_0001 = (
    "INSERT INTO plan VALUES (1, 'p', 2021, 'Chương trình', '', 'tinh', 15, 'Nguồn', '', NULL, '',"
    " '', '0', 1)",
    "INSERT INTO unit (id, plan_id, position, code, kind, name_vi, name_en, short_vi, short_en,"
    " wards, townships, communes, folded, sort_key) VALUES (1, 1, 0, 'tinh', 'province', 'Tỉnh ủy',"
    " '', '', '', 0, 0, 0, 'tinh uy', 't')",
    "INSERT INTO directive (id, plan_id, position, code, quote, english, short_vi, short_en,"
    " folded) VALUES (1, 1, 0, 'D7', 'đối thoại', '', '', '', 'doi thoai')",
    "INSERT INTO task (id, plan_id, directive_id, code, code_key, title_vi, title_en, why_vi,"
    " why_en, measure, unit_of_measure_vi, unit_of_measure_en, rhythm, start, origins, documents,"
    " seeded, folded, sort_key) VALUES (1, 1, 1, 'D7.1-tinh', 'd', 'Đối thoại', '', '', '', 'sum',"
    " 'cuộc', '', 'quarter', '2021-01-01', '{}', '{}', '', 'doi thoai', 'd')",
    "INSERT INTO journal VALUES (6, '2021-01-08 08:00:00', 'Văn phòng', 'apply_plan', 1, '', '{}',"
    " '{}', '')",
    "INSERT INTO journal VALUES (7, '2021-01-08 08:00:00', 'Văn phòng', 'apply_plan', 1,"
    " 'D7.1-tinh', '{}', '{}', '')",
    "INSERT INTO report (id, plan_id, task_id, period, version, figure, given, cumulative, own_day,"
    " recorded_at, who, note, evidence, known_from) VALUES (1, 1, 1, '2021-Q1', 1, 4000, '4', '0',"
    " '2021-03-31', '2021-04-02 08:00:00', 'Văn phòng', '', '', 1),"
    # Of 9 in all, 4 were reported before; that was amended to 6 only later.
    " (2, 1, 1, '2021-Q2', 1, 5000, 'Trên 9 cuộc', '1',"
    " '2021-06-30', '2021-07-02 08:00:00', 'Văn phòng', '', '', 2),"
    " (3, 1, 1, '2021-Q1', 2, 6000, '6', '0',"
    " '2021-03-31', '2021-07-03 08:00:00', 'Văn phòng', '', '', 3),"
    " (4, 1, 1, '2021-Q3', 1, 2000, 'gần 2', '0',"
    " '2021-09-30', '2021-10-02 08:00:00', 'Văn phòng', '', '', 4)",
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def migrated(migrated_database_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_database_url)
    yield opened
    opened.dispose()


def execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every table with its rows, in the order of their keys."""
    tables = sorted(inspect(engine).get_table_names())
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608
            for name in tables
        }


def program(location: str) -> subprocess.Popen[str]:
    """Another program that migrates ``location`` once it is sent a line."""
    return subprocess.Popen(
        [sys.executable, "-c", MIGRATE, location],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_empty_database_gets_every_table_and_the_newest_revision(engine: Engine) -> None:
    migrate(engine)
    made = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert made == set(SQLModel.metadata.tables)
    with engine.connect() as connection:
        assert revision(connection) == HEAD


def test_what_an_earlier_version_recorded_is_kept(engine: Engine) -> None:
    """Revision 0001 as it was first handed out, with a task and a report in it."""
    with engine.execution_options(writes=True).begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.upgrade(config, "0001")
    execute(engine, *WRITTEN_BY_0001)
    before = contents(engine)
    migrate(engine)
    after = contents(engine)
    assert after.pop("alembic_version") == [(HEAD,)]
    before.pop("alembic_version")
    # New columns come last: a report's qualifier and stated total, and that it counts; a task's
    # sentences; by when the plan reports; and each row is known from the first entry about it.
    read = [(None, None), ("over", 9000), (None, None), ("nearly", None)]
    accepted = ("accepted", "", "", False)
    reports = [(*row, *new, *accepted) for row, new in zip(before.pop("report"), read, strict=True)]
    assert after.pop("report") == reports
    new = {
        "task": ("{}", 7),
        "plan": (6, False, 5, False, True, "proposed"),
        "unit": (6,),
        "directive": (6,),
        "journal": (None, None),
    }
    for table, rows in before.items():
        assert after.pop(table) == [(*row, *new.get(table, ())) for row in rows]
    assert [last for last, *_rest in after.pop("seal")] == [7]
    assert {table for table, rows in after.items() if rows} == set()


def test_the_revision_stated_without_alembic_is_alembics_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_migrated_tables_are_those_that_the_program_works_with(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_difference_between_tables_and_program_would_be_noticed(migrated: Engine) -> None:
    execute(migrated, "DROP INDEX ix_report_plan_id_own_day")
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection)
        assert [kind for kind, *_ in compare_metadata(context, SQLModel.metadata)] == ["add_index"]


def test_migrating_again_changes_nothing_and_loads_no_alembic(
    migrated: Engine, migrated_database_url: str
) -> None:
    before = contents(migrated)
    said, complaint = program(migrated_database_url).communicate("\n")
    assert (said, complaint) == ("False\n", "")
    assert contents(migrated) == before


def test_programs_that_start_at_once_migrate_one_after_the_other(database_url: str) -> None:
    programs = [program(database_url) for _ in range(3)]
    answers = [each.communicate("\n") for each in programs]
    assert [complaint for _said, complaint in answers] == ["", "", ""]
    engine = open_engine(database_url)
    assert contents(engine)["alembic_version"] == [(HEAD,)]
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused_and_stays_as_it_is(migrated: Engine) -> None:
    execute(migrated, "UPDATE alembic_version SET version_num = '9999'")
    before = contents(migrated)
    with pytest.raises(NewerDatabase) as refused:
        migrate(migrated)
    assert "9999" in str(refused.value)
    assert contents(migrated) == before


@pytest.mark.parametrize("its_revision", [None, "4711"])
def test_a_database_of_another_program_is_refused_and_stays_as_it_is(
    engine: Engine, its_revision: str | None
) -> None:
    execute(engine, "CREATE TABLE song (title TEXT)", "INSERT INTO song VALUES ('Lý ngựa ô')")
    if its_revision:
        # A program that keeps its revision as this one does.
        execute(
            engine,
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
            f"INSERT INTO alembic_version VALUES ('{its_revision}')",  # noqa: S608
        )
    before = contents(engine)
    with pytest.raises(ForeignDatabase):
        migrate(engine)
    assert contents(engine) == before


def test_a_file_that_is_no_database_is_refused_and_stays_as_it_is(sqlite_database: str) -> None:
    text_file = Path(sqlite_database)
    text_file.write_text("Chương trình công tác năm\n" * 100, encoding="utf-8")
    before = text_file.read_bytes()
    engine = open_engine(sqlite_database)
    with pytest.raises(NotADatabase) as refused:
        migrate(engine)
    assert sqlite_database in str(refused.value)
    assert "\n" not in str(refused.value)
    assert text_file.read_bytes() == before
    engine.dispose()


def test_a_migration_that_breaks_off_leaves_nothing_behind(engine: Engine) -> None:
    @sqlalchemy.event.listens_for(engine, "before_cursor_execute")
    def _break_off(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if "CREATE TABLE report" in statement:
            cursor.execute("SELECT no_such_column")

    with pytest.raises(Failed):
        migrate(engine)
    assert contents(engine) == {}
