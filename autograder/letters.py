"""Letters saved from a mail program (.eml): when one was sent and what is attached to it. Only reads; runs nothing."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

MAX_PARTS = 100


def opened(content: bytes) -> tuple[datetime | None, list[tuple[str, bytes]]]:
    """The date of a letter and its attachments by name; of a forwarded letter those inside it too.

    A letter that breaks the rules gives what can be read of it.
    """
    letter = email.message_from_bytes(content, policy=email.policy.default)
    found: list[tuple[str, bytes]] = []
    for number, part in enumerate(letter.walk()):
        if number >= MAX_PARTS:
            break
        if part.is_multipart():
            continue
        name = _name(part)
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body and (name or not part.get_content_type().startswith("text/")):
            found.append((name, body))
    return _sent(letter), found


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # headers that no rule foresees
        name = ""
    return name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[:150]


def _sent(letter: EmailMessage) -> datetime | None:
    try:
        moment = letter["date"].datetime
    except Exception:  # no date, or not one
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
