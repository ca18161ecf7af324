"""Make the large region in an empty data folder: `python -m bench.large`, started by `folder`."""

import django

if __name__ == "__main__":
    django.setup()

    from django.core.management import call_command

    from bench.large.build import build

    call_command("migrate", verbosity=0)
    build()
