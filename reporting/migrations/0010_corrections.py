"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_reasons_on_lines")]
    operations = []
