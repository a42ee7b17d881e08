"""The one kind of error that a person can cause: its message is one Russian sentence saying what to do."""


class KitError(Exception):
    """An expected problem: a missing file, a broken notebook, a wrong name. Shown to the user as it is."""
