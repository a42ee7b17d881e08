"""Every task kind, loaded: for processes that wait warm for work. Nothing else needs it."""

from mentoring import tasks

for _name in tasks.__all__:
    getattr(tasks, _name)
