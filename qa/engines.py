"""Which engines hold a library: those embedded in its folder, or servers that are named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VectorServer:
    """Chroma's server or its distributed service, as its client reaches it."""

    url: str
    """`http` or `https`, host and port."""
    tenant: str = "default_tenant"
    database: str = "default_database"
    collection: str = "passages"
    key: str | None = None
    """What it asks for in the header `x-chroma-token`; None where it asks for nothing."""

    records: int = 0
    """The most records that a call may take or give; 0: what the server says."""

    @property
    def place(self) -> str:
        """By which a collection is told from others."""
        return " ".join((self.url.rstrip("/"), self.tenant, self.database, self.collection))

    def __repr__(self) -> str:
        """Show it without its key."""
        return f"VectorServer({self.url}, {self.tenant}/{self.database}/{self.collection})"


@dataclass(frozen=True, slots=True)
class Engines:
    """Where the catalogue and the vectors of a library are. A field of None: in its folder."""

    catalogue: str | None = None
    """A PostgreSQL address: `postgresql://user:password@host/database`."""
    vectors: VectorServer | None = None

    def __repr__(self) -> str:
        """Show them without passwords."""
        catalogue = "PostgreSQL" if self.catalogue else "SQLite"
        return f"Engines({catalogue}, {self.vectors or 'embedded Chroma'})"


EMBEDDED = Engines()
"""Both in the library's folder: SQLite and Chroma within the process."""
