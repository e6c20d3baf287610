"""The `meritnet` command: one file for each subcommand, loaded when it runs."""
