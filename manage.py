#!/usr/bin/env python
"""Entry point for every command of the project."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
