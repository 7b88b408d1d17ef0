"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_corrections")]
    operations = []
