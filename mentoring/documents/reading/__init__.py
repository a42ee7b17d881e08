"""Files of people into `Text`: .docx, .odt, .pdf with text, .txt. Pure: bytes in, a value or DocumentError out."""

from __future__ import annotations

from pathlib import Path

from .model import Block, DocumentError, Grid, Text

__all__ = ["Block", "DocumentError", "Grid", "Text", "read"]

MAX_BYTES = 40 * 2**20
KNOWN = (".docx", ".odt", ".pdf", ".txt")


def read(source: bytes | str | Path, name: str | None = None) -> Text:
    """The text of a file, by its content rather than by its extension.

    `source` is the bytes or a path; `name` is what the file is called in messages. Raises only DocumentError.
    """
    if isinstance(source, bytes):
        data, name = source, name or "документ"
    else:
        path = Path(source)
        name = name or path.name
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= MAX_BYTES else b""
        except OSError as error:
            raise DocumentError(
                f"Файл «{name}» не открывается: проверьте, есть ли он и можно ли его читать."
            ) from error
        if size > MAX_BYTES:
            raise _too_big(name)
    if len(data) > MAX_BYTES:
        raise _too_big(name)
    try:
        return _reader(data, name)(data, name)
    except DocumentError:
        raise
    except (MemoryError, RecursionError, Exception) as error:
        raise DocumentError(f"Файл «{name}» не удалось прочитать: сохраните документ заново в .docx.") from error


def _too_big(name: str) -> DocumentError:
    return DocumentError(f"Файл «{name}» больше {MAX_BYTES // 2**20} МБ; уменьшите его или отделите нужный документ.")


def _reader(data: bytes, name: str):
    extension = Path(name).suffix.lower()
    if not data.strip():
        raise DocumentError(f"Файл «{name}» пуст.")
    if data[:4] == b"PK\x03\x04" or data[:4] == b"PK\x05\x06":
        if b"opendocument.text" in data[:200] or extension == ".odt":
            from .odt import read_odt

            return read_odt
        from .docx import read_docx

        return read_docx
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError(f"Файл «{name}» закрыт паролем: снимите пароль и пришлите снова.")
        raise DocumentError(f"Файл «{name}» в старом формате Word (.doc): сохраните его как .docx и пришлите снова.")
    if b"%PDF-" in data[:1024]:
        from .pdf import read_pdf

        return read_pdf
    if data[:5] == b"{\\rtf":
        raise DocumentError(f"Файл «{name}» в формате RTF: сохраните его как .docx и пришлите снова.")
    if extension in (".docx", ".odt", ".pdf"):
        raise DocumentError(f"Файл «{name}» повреждён: содержимое не похоже на {extension}; сохраните документ заново.")
    if data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"II*\x00", b"MM\x00*"):
        raise DocumentError(f"Файл «{name}» — изображение: распознайте текст или пришлите документ в .docx.")
    if extension not in ("", ".txt", ".text", ".md"):
        raise DocumentError(f"Файл «{name}»: такой вид файла не читается; годятся {', '.join(KNOWN)}.")
    from .plain import read_plain

    return read_plain
