"""A phone number typed without its leading 0, or with 84 in its place, becomes the sign-in name with the 0."""

import re

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WITHOUT_ZERO = re.compile(r"(?:84)?([2-9][0-9]{8}|2[0-9]{9})")


def rewrite(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    users = apps.get_model("festival", "User").objects
    for user in users.filter(login__regex=r"^[0-9]+$"):
        found = WITHOUT_ZERO.fullmatch(user.login)
        if found and not users.filter(login=f"0{found[1]}").exists():
            key = user.search_key.replace(user.login, f"0{found[1]}")
            users.filter(pk=user.pk).update(login=f"0{found[1]}", search_key=key)


class Migration(migrations.Migration):
    dependencies = [("festival", "0004_paths_of_jobs")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
