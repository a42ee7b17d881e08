"""The region's PostgreSQL: people are known by their accounts at the socket (peer); the port asks for a password that
nobody has, as Debian sets it up."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import database_server


class Databases:
    """A server without databases: `mentoring hub databases` makes them. Addresses are empty without PostgreSQL."""

    def __init__(self) -> None:
        self.server: database_server.DatabaseServer | None = None
        if not database_server.missing():
            self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/var/tmp"))
            self.folder.chmod(0o755)  # the socket is everybody's, the data are the server's own
            self.server = database_server.DatabaseServer(self.folder, "postgres", local="peer", host="scram-sha-256")
            self.server.start()

    def address(self, owner: str, name: str) -> str:
        if self.server is None:
            return ""
        return f"postgresql+psycopg://{owner}@/{name}?host={self.folder}&port={self.server.port}"

    def remove(self) -> None:
        if self.server is not None:
            self.server.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
