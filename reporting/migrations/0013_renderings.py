"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0012_certified_signatures")]
    operations = []
