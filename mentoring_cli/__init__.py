"""The `mentoring` command: the top room, imports both packages and is imported by nothing."""
