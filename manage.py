#!/usr/bin/env python
"""Entry point of every management command."""

import sys

from django.core.management import execute_from_command_line

from zone_portal import env

if __name__ == "__main__":
    env.default_settings_module()
    execute_from_command_line(sys.argv)
