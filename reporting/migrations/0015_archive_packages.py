"""Placeholder."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0014_performance_report")]
    operations = []
