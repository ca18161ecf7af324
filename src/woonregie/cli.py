"""The console script `woonregie`.

Our commands by hyphenated name, in words a policy officer understands.
"""

import os
import sys

HELP = """Woonregie: samen uitvoeren wat een woonregio heeft afgesproken.

Gebruik: woonregie OPDRACHT [opties]      woonregie OPDRACHT --help

Kijken
  balance          Behoefte naast plancapaciteit, per gemeente en voor de regio
  statement        "Hoe het ervoor staat" als pdf en Excel, per gemeente en voor de regio

Inlezen
  import-plans     Een lijst met woningbouwplannen (xlsx, ods, csv, GeoPackage)
  import-forecast  Een prognose of gerealiseerde cijfers (csv)
  import-borders   Echte gemeentegrenzen (GeoPackage, GeoJSON)

Beheren
  load-demo        De voorbeeldregio West-Overijssel
  demo-accounts    De voorbeeldaccounts, een per rol
  verify-audit     Het logboek narekenen: is er iets gewijzigd of weg?
  migrate          De database bijwerken
  db_worker        Lang werk op de achtergrond uitvoeren

Uitkomst: 0 gedaan, 1 fout van ons, 2 invoer geweigerd (het verslag zegt waarom).
"""


def main() -> None:
    """Run a command; hyphens in its name are underscores for Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.development")
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in {"help", "--help", "-h"}:
        sys.stdout.write(HELP)
        return
    from django.core.management import execute_from_command_line  # noqa: PLC0415  slow; help is quick

    execute_from_command_line(["woonregie", arguments[0].replace("-", "_"), *arguments[1:]])


if __name__ == "__main__":
    main()
