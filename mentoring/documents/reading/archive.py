"""Opens a zip container (.docx, .odt, a package) with limits on size, ratio and number of entries; safe XML."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from .model import DocumentError

MAX_FILES, MAX_TOTAL, MAX_RATIO = 4000, 200 * 2**20, 150
RATIO_FROM = 4 * 2**20  # smaller entries may be compressed as well as they like
MAX_XML = 60 * 2**20


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, when its directory promises nothing dangerous. Raises DocumentError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except Exception as error:
        raise DocumentError(f"Файл «{name}» повреждён: архив не открывается; сохраните документ заново.") from error
    total = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_FILES or total > MAX_TOTAL or (total > RATIO_FROM and total / packed > MAX_RATIO):
        raise DocumentError(f"Файл «{name}» похож на архивную бомбу: распакованным он слишком велик; он не открыт.")
    return archive


def member(archive: zipfile.ZipFile, path: str, name: str) -> bytes | None:
    """Content of an entry or None when there is none; never more than the directory promised."""
    try:
        entry = archive.getinfo(path)
    except KeyError:
        return None
    if entry.flag_bits & 1:
        raise DocumentError(f"Файл «{name}» закрыт паролем: снимите пароль и пришлите снова.")
    if entry.file_size > MAX_XML:
        raise DocumentError(f"Файл «{name}» слишком велик внутри; отделите нужный документ и пришлите его.")
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except Exception as error:
        raise DocumentError(
            f"Файл «{name}» повреждён: часть «{path}» не читается; сохраните документ заново."
        ) from error
    return data


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Root of an XML part; entities and the network are off."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise DocumentError(f"Файл «{name}» устроен необычно (внешние сущности XML) и не открыт.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except Exception as error:
        raise DocumentError(f"Файл «{name}» повреждён: разметка не читается; сохраните документ заново.") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding than the check above reads
        raise DocumentError(f"Файл «{name}» устроен необычно (внешние сущности XML) и не открыт.")
    return root
