"""Programs that keep this repository in order: fixtures, requirements, locks, generated pages."""
