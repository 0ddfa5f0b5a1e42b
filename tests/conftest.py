"""What every room's tests may ask for: databases to work on, and a machine with no user in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.postgres import PostgresServer, server_programs

CI = os.environ.get("CI") == "true"

# No deadline: on a busy machine a slow example says nothing about the code. In CI the examples
# are the same each time, so that a red run is the change's doing and not the dice's.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if CI else "local")


@pytest.fixture(autouse=True)
def nobodys_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An empty home: no test touches the settings and databases of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("TRACKER_", "XDG_", "LC_")) or name in {"LANG", "LANGUAGE", "NO_COLOR"}:
            monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real PostgreSQL server for each process of the test run."""
    try:
        server_programs()
    except ModuleNotFoundError as error:
        pytest.skip(str(error))
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a new, empty PostgreSQL database."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def sqlite_database(tmp_path: Path) -> str:
    """The path of an SQLite database that does not exist yet."""
    return str(tmp_path / "tracker.db")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """What ``--database`` takes, once for each kind: a path for SQLite, a URL for PostgreSQL."""
    fixture = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    name: str = request.getfixturevalue(fixture)
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them, made once and copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "tracker.db"
    migrate_database(str(path))
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The same on the server: the name of a database to take as a template."""
    name = postgres_server.create_database()
    migrate_database(postgres_server.url(name))
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def migrated_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Like ``database_url``, with this program's tables, at its newest revision."""
    if request.param == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        yield str(shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "tracker.db"))
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        name = server.create_database(request.getfixturevalue("migrated_postgres"))
        yield server.url(name)
        server.drop_database(name)


def migrate_database(location: str) -> None:
    from tracker.store.engine import open_engine
    from tracker.upkeep.migrate import migrate

    engine = open_engine(location)
    migrate(engine)
    engine.dispose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """``-m "not postgres"`` leaves the server out without a mark on each test."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips no test: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips no test: {report.longrepr}"
    return report
