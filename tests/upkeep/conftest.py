"""Offices to look after."""

from tests.service.offices import office, postgres_office, postgres_office_url, sqlite_office

__all__ = ["office", "postgres_office", "postgres_office_url", "sqlite_office"]
