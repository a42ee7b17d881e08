"""The one kind of error that a person can cause: its message is one Russian sentence saying what to do."""

import errno


class KitError(Exception):
    """An expected problem: a missing file, a broken notebook, a wrong name. Shown to the user as it is."""


REASONS = {
    errno.ENOENT: "нет такого файла или папки",
    errno.EACCES: "нет прав доступа",
    errno.EPERM: "нет прав доступа",
    errno.EEXIST: "файл или папка с таким именем уже есть",
    errno.EISDIR: "это папка, а нужен файл",
    errno.ENOTDIR: "это файл, а нужна папка",
    errno.ENOSPC: "на диске закончилось место",
    errno.EROFS: "диск доступен только для чтения",
    errno.ENAMETOOLONG: "слишком длинное имя",
    errno.EADDRINUSE: "порт уже занят",
}


def reason(error: OSError) -> str:
    """Why the operating system refused, in Russian words (its own are English)."""
    return REASONS.get(error.errno, f"система сообщила об ошибке № {error.errno}")


def unread(error: OSError | UnicodeError) -> str:
    """Why a text file can't be read, in Russian words."""
    return reason(error) if isinstance(error, OSError) else "сохраните его в кодировке UTF-8"


def refusal(error: Exception) -> str:
    """Why nothing could be done with one work, as a Russian phrase for the report; the others go on."""
    if isinstance(error, KitError):
        return str(error)
    if isinstance(error, OSError):
        return f"файлы работы не читаются или не пишутся: {reason(error)}"
    return f"непредвиденная ошибка {type(error).__name__}: {str(error)[:200]}"
