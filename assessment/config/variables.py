"""Every environment variable that an installation can be told by: its meaning and its default.

`manage.py settings` lists them, and .deploy/README.md has the same table; environment.py reads and judges them.
"""

from __future__ import annotations

from dataclasses import dataclass

TLS = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class Variable:
    """`default` is what holds where nothing is set; `told` says it where the value alone would not."""

    name: str
    meaning: str
    default: str = ""
    told: str = ""
    is_secret: bool = False


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("DEBUG", "1: development and demonstration, no secrets asked for, plain HTTP", "0"),
        Variable("SECRET_KEY", "signs sessions and links; 50 characters or more", told="required", is_secret=True),
        Variable("SECRET_KEY_FALLBACKS", "earlier keys, separated by spaces: what they signed and encrypted stays valid while they are there (sessions for two weeks; a second factor set up with one, until it is set up anew)", is_secret=True),
        Variable("SEAL_KEY", "signs what is handed in; keep it with the backups, without it no seal is known again",
                 told="SECRET_KEY", is_secret=True),
        Variable("SEAL_KEY_FALLBACKS", "earlier ones, separated by spaces", is_secret=True),
        Variable("ALLOWED_HOSTS", "host names, separated by commas, without scheme and port", told="required"),
        Variable("TRUSTED_ORIGINS", "other addresses that forms may come from, https://HOST[:PORT], separated by commas"),
        Variable("DATABASE_URL", "postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:////PATH",
                 told="SQLite in var/db.sqlite3", is_secret=True),
        Variable("DATABASE_TLS", f"how the way to PostgreSQL is encrypted: {', '.join(TLS)}", told="what libpq does: prefer"),
        Variable("DATABASE_CA", "file with the certificate that PostgreSQL's is checked against (verify-ca, verify-full)"),
        Variable("DATABASE_POOLER", "1: a pooler by transaction (PgBouncer) stands before PostgreSQL", "0"),
        Variable("TASKS", "immediate: files are made within the request; database: by `manage.py worker`", "immediate"),
        Variable("EMAIL_URL", "smtp://USER:PASSWORD@HOST:PORT with STARTTLS (587; without it on this machine itself), smtps:// "
                 "with TLS (465), smtp+plain://HOST without encryption (25) for a relay inside", told="printed", is_secret=True),
        Variable("EMAIL_TIMEOUT", "seconds that a mail server may take for each step", "10"),
        Variable("FROM_EMAIL", "sender of mails", "Faceta <faceta@localhost>"),
        Variable("CONTACT_EMAIL", "who answers questions about this installation; on the front page and in letters"),
        Variable("OIDC_ISSUER", "single sign-on by OpenID Connect: the provider's address, for people who have an account here. Its "
                 "address to come back to: https://HOST/account/single-sign-on/ISSUER/callback/, ISSUER as in id.example.gov-realms-x"),
        Variable("OIDC_CLIENT_ID", "as the provider gave it"),
        Variable("OIDC_SECRET", "as the provider gave it", is_secret=True),
        Variable("OIDC_NAME", "what people call the provider", told="its host"),
        Variable("PROXIES", "how many proxies stand in front", told="1 (0 with PLAIN_HTTP)"),
        Variable("PLAIN_HTTP", "1: behind no TLS at all (an intranet); otherwise HTTPS is enforced without DEBUG", "0"),
        Variable("FORWARDED_HOST", "1: the proxy tells the host in X-Forwarded-Host; only if it overwrites what others send", "0"),
        Variable("FORWARDED_PORT", "1: the same for the port, in X-Forwarded-Port", "0"),
        Variable("FORCE_SCRIPT_NAME", "a path that the service lives under, /faceta; the proxy takes it away before it asks"),
        Variable("HSTS_SECONDS", "how long browsers keep to HTTPS for this host", str(365 * 24 * 3600)),
        Variable("HSTS_SUBDOMAINS", "1: for every host below this one too; only if all have it", "0"),
        Variable("HSTS_PRELOAD", "1: browsers may build it in, which takes months to undo", "0"),
        Variable("SESSION_DAYS", "days until one has to sign in again", "14"),
        Variable("TIME_ZONE", "zone for whoever has no agency, as in America/Lima", "UTC"),
        Variable("OVERALL_SCORE", "0: maturity profiles without the overall number, for administrations that refuse single scores", "1"),
        Variable("LOG_FORMAT", "json: an object a line; text: for people", told="json (text with DEBUG)"),
        Variable("LOG_LEVEL", f"from which level on our own lines are written: {', '.join(LEVELS)}", "INFO"),
    )
}  # fmt: skip
