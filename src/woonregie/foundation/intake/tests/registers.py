"""A small folder of registers, laid out like the real one."""

from pathlib import Path

MAPPED = "SiteReference,SiteNameAddress,Hectares,PlanningStatus,FirstAddedDate,LastUpdatedDate"
REGISTERS = {
    # As sent, as rows of the schema, with values put right.
    "register.csv": (
        "LA SITE REF;Site name & address;Area (ha);Planning Status;Date added;Last updated\n"
        'BLR 1;"Mill Lane; Reeveton";0,5 ha;Not permisioned;3/4/2018;1/12/2019\n'
        "BLR 2;2 - 4 High Street;1,25;Permissioned;25/4/2018;\n"
        "Total;;1,75;;;\n",
        'BLR 1,"Mill Lane; Reeveton",0.5 ha,Not permisioned,3/4/2018,1/12/2019\n'
        "BLR 2,2 - 4 High Street,1.25,Permissioned,25/4/2018,\n",
        'BLR 1,"Mill Lane, Reeveton",0.5,not permissioned,2018-04-03,2019-12-01\n'
        "BLR 2,2-4 High Street,1.25,permissioned,2018-04-25,2018-04-25\n",
    ),
    "page.csv": ("<html><body>Not found</body></html>\n", "", ""),
    "nothing.csv": ("Site Reference,Hectares,Notes\n,,\n", "", ""),
}


def write_registers(folder: Path, **more: tuple[str, str, str]) -> None:
    """Write the folder, with more registers by name when a test wants them."""
    registers = {**REGISTERS, **{f"{name}.csv": told for name, told in more.items()}}
    for part in ("raw", "mapped", "harmonised"):
        (folder / part).mkdir(parents=True)
    names = [Path(name).stem for name in registers]
    (folder / "MANIFEST.csv").write_text("resource,type\n" + "".join(f"{n},txt\n" for n in names))
    for name, (raw, mapped, harmonised) in registers.items():
        (folder / "raw" / name).write_text(raw)
        (folder / "mapped" / name).write_text(f"{MAPPED}\n{mapped}")
        (folder / "harmonised" / name).write_text(f"{MAPPED}\n{harmonised}")
