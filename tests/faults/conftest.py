"""The fixtures of ``tests.service.offices``."""

from tests.service.offices import office, postgres_office, postgres_office_url, sqlite_office

__all__ = ["office", "postgres_office", "postgres_office_url", "sqlite_office"]
