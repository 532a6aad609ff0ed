"""The manual and the completions, as they are installed."""
import re

from test_package import ROOT, found, installed, run  # noqa: F401 (a fixture)

PROGRAM = "neo4j-migrations"


def commands(tool):
    listed = run(tool, "help").split("Commands:\n")[1].split("\n\n")[0]
    return re.findall(r"^  (\w[\w-]*)", listed, re.MULTILINE)


def test_every_command_has_a_page(installed):
    pages = {page.name for page in installed.rglob("man1/*.1")}
    assert pages == {f"{PROGRAM}.1"} | {f"{PROGRAM}-{command}.1" for command in commands(found(installed, PROGRAM))}
    assert len(pages) > 10


def test_pages_are_well_formed(installed):
    pages = sorted(installed.rglob("man[13]/*"))
    assert run("mandoc", "-T", "lint", "-W", "error", *pages) == "" and len(pages) > 10


def test_pages_say_what_the_help_says(installed):
    text = run("mandoc", "-T", "utf8", "-O", "width=400", found(installed, f"{PROGRAM}-apply.1"))
    plain = re.sub(".\b", "", text)
    assert f"{PROGRAM}-apply - Applies all pending migrations, in order, and records them\n" in plain
    assert "-a, --address <uri>" in plain and "Also known as migrate." in plain and "\n       --target <version>\n" in plain
    program = re.sub(".\b", "", run("mandoc", "-T", "utf8", "-O", "width=400", found(installed, f"{PROGRAM}.1")))
    assert ".migrations.properties in the current folder" in program and f"{PROGRAM}-apply(1)" in program


def test_the_page_of_the_library_names_its_operations(installed):
    page = found(installed, "libneo4j-migrations.3").read_text()
    header = (ROOT / "include" / "neo4j_migrations.h").read_text()
    named = set(re.findall(r"\bn4m_[a-z_]+\b", page))
    assert {"n4m_open", "n4m_apply", "n4m_refactor"} <= named
    assert all(re.search(rf"\b{name}\b", header) for name in named)


def test_completions_are_those_of_the_tool(installed):
    tool = found(installed, PROGRAM)
    for shell, path in {"bash": f"bash-completion/completions/{PROGRAM}", "zsh": f"zsh/site-functions/_{PROGRAM}",
                        "fish": f"fish/vendor_completions.d/{PROGRAM}.fish"}.items():
        assert (installed / "share" / path).read_text() == run(tool, "generate-completion", shell)
