"""Settings from environment variables; ImproperlyConfigured with a message for an invalid value."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BUSY_SECONDS = 10
"""How long a writer waits for another one before the answer is 503 (`festival.busy`)."""
TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def text(name: str, *, default: str = "") -> str:
    """The trimmed value of a variable."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """A boolean: yes or no; ImproperlyConfigured for any other value."""
    value = os.environ.get(name)
    if value is None:
        return default
    value = value.strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: say 1 or 0.")


def number(name: str, *, default: int) -> int:
    """A whole number of at least 0."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: not a whole number.")
    return int(value)


def address(name: str) -> str:
    """An HTTP(S) origin such as https://ngayhoi.edu.vn, without a path; empty when not set."""
    value = text(name).rstrip("/")
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name}={value!r}: an address such as https://festival.example is needed."
        )
    return value


def data_folder(name: str, *, default: Path) -> Path:
    """The data folder of the installation; created with mode 0700 when missing."""
    folder = Path(text(name) or default).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: cannot make {folder}: {error.strerror}.") from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"{name}: cannot write to {folder}.")
    return folder


def secret_key(name: str, *, keep_in: Path) -> str:
    """The secret key: from the environment, else created at the first start and stored with mode 0600."""
    given = text(name)
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(f"{name}: at least 50 characters are needed.")
        return given
    if not keep_in.exists():
        fresh = keep_in.with_name(f"{keep_in.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(fresh, keep_in)  # two processes that start at the same time use the same key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return keep_in.read_text().strip()


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite with WAL, BEGIN IMMEDIATE in a queue, and synchronous=FULL (a commit is on disk)."""
    return {
        "ENGINE": "config.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;",
        },
    }


def database(name: str, *, default: Path) -> dict[str, Any]:
    """The database: PostgreSQL by postgres://user:password@host:port/name, else SQLite in `default`."""
    url = text(name)
    if not url:
        return sqlite(default)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name}: an address such as postgres://user:password@host/name is needed."
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", parts.hostname or "")
    options["options"] = f"-c lock_timeout={BUSY_SECONDS}s {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def cache(name: str, *, default: Path) -> dict[str, Any]:
    """A cache that all workers share (sign-in limits count in it): redis://…, else files in `default`."""
    url = text(name)
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": default,
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    if urlsplit(url).scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured(f"{name}: an address such as redis://host:6379/0 is needed.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def mail(name: str, *, default: Path) -> dict[str, Any]:
    """Django's e-mail settings from smtp://user:password@host:587 (smtps:// for TLS from the first byte).

    Without it e-mails are written to files in `default`: e-mail is optional everywhere.
    """
    url = text(name)
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": default,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name}: an address such as smtp://user:password@host:587 is needed.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 15,
    }
