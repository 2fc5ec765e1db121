"""Projects as files: written in one language; read from tables in any, and from the reference tool's exports."""
