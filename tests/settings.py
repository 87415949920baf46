"""The project's settings with a temporary data folder, a fast password hasher and immediate tasks."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="festival-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
for _name in (
    "DEBUG",
    "PUBLIC_URL",
    "SECRET_KEY",
    "EMAIL_URL",
    "CACHE_URL",
    "FESTIVAL_DEMO",
    "FESTIVAL_HOSTS",
):
    os.environ.pop(_name, None)
os.environ["FESTIVAL_DATA"] = str(_data)
os.environ.pop("FESTIVAL_STATIC", None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the test's thread

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "config.sqlite":
    # a file, not memory: threads of the live server and of races need connections of their own
    DATABASES["default"]["TEST"] = {"NAME": _data / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
