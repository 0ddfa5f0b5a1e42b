"""What an administrator does: migrate, and look at where a database stands."""
