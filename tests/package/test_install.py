"""What packagers rely on: everything goes below DESTDIR, into the folders of the GNU standards."""
import os

from test_package import BUILD, run

LIBRARIES = ("neo4j-bolt", "neo4j-migrations")
EXPECTED = {
    "bin/neo4j-migrations", "include/neo4j_bolt.h", "include/neo4j_migrations.h",
    *(f"lib/lib{name}{end}" for name in LIBRARIES for end in (".a", ".so", ".so.0", ".so.0.1.0")),
    *(f"lib/pkgconfig/{name}.pc" for name in LIBRARIES),
    *(f"lib/cmake/Neo4jMigrations/Neo4jMigrations{part}.cmake"
      for part in ("Config", "ConfigVersion", "Targets", "Targets-TYPE", "Embed", "Generate", "Tool")),
    "share/neo4j-migrations/migration.xsd",
    "share/man/man1/neo4j-migrations.1", "share/man/man1/neo4j-migrations-apply.1", "share/man/man3/libneo4j-migrations.3",
    "share/bash-completion/completions/neo4j-migrations", "share/zsh/site-functions/_neo4j-migrations",
    "share/fish/vendor_completions.d/neo4j-migrations.fish"}
MORE_PAGES = "share/man/man1/neo4j-migrations-"
TYPES = ("debug", "relwithdebinfo", "release")


def test_everything_goes_below_destdir(tmp_path):
    run("cmake", "--install", BUILD, "--prefix", "/opt/nowhere", env=os.environ | {"DESTDIR": str(tmp_path)})
    files = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if not path.is_dir()]
    assert all(file.startswith("opt/nowhere/") for file in files) and not os.path.exists("/opt/nowhere")
    names = {file.removeprefix("opt/nowhere/") for file in files}
    for kind in TYPES:
        names = {name.replace(f"Targets-{kind}.cmake", "Targets-TYPE.cmake") for name in names}
    assert {name for name in names if not name.startswith(MORE_PAGES)} == {n for n in EXPECTED if not n.startswith(MORE_PAGES)}
    assert EXPECTED <= names
