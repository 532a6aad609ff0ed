"""Where options come from, and which source wins. Nobody listens at the address, so its name is in the message."""
import pytest

UNREACHABLE = "bolt://127.0.0.1:1"


def goes_to(outcome):
    """The port that a run tried in vain."""
    assert outcome.code == 1 and "127.0.0.1" in outcome.out, str(outcome)
    return outcome.out.split("127.0.0.1:")[1].split('"')[0]


def properties(cli, text, name=".migrations.properties"):
    path = cli.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("arguments", [
    ("-a", UNREACHABLE, "info"), (f"-a{UNREACHABLE}", "info"), (f"-a={UNREACHABLE}", "info"),
    ("--address", UNREACHABLE, "info"), (f"--address={UNREACHABLE}", "info"), ("info", "--address", UNREACHABLE),
    ("info", f"-a{UNREACHABLE}"),
])
def test_forms_of_an_option(cli, arguments):
    assert goes_to(cli("-p", "x", *arguments)) == "1"


def test_environment(cli):
    assert goes_to(cli("info", env={"NEO4J_URI": UNREACHABLE, "NEO4J_PASSWORD": "x"})) == "1"


def test_empty_variables_count_as_not_set(cli):
    properties(cli, f"address={UNREACHABLE}\n")
    assert goes_to(cli("info", env={"NEO4J_URI": "", "NEO4J_PASSWORD": "x"})) == "1"


def test_precedence(cli):
    properties(cli, "address=bolt://127.0.0.1:1\npassword=x\n")
    environment = {"NEO4J_URI": "bolt://127.0.0.1:2"}
    assert goes_to(cli("info")) == "1"
    assert goes_to(cli("info", env=environment)) == "2"
    assert goes_to(cli("-a", "bolt://127.0.0.1:3", "info", env=environment)) == "3"


def test_properties_of_the_home_folder(cli):
    properties(cli, "address=bolt://127.0.0.1:1\npassword=x\n", "home/.neo4j-migrations.properties")
    home = {"HOME": str(cli.folder / "home")}
    assert goes_to(cli("info", env=home)) == "1"
    properties(cli, "address=bolt://127.0.0.1:2\npassword=x\n")
    assert goes_to(cli("info", env=home)) == "2"


def user_file(cli, text):
    properties(cli, text, "xdg/neo4j-migrations/config.properties")
    return {"XDG_CONFIG_HOME": str(cli.folder / "xdg")}


def test_the_file_of_the_user_says_what_the_project_does_not(cli):
    env = user_file(cli, "address=bolt://127.0.0.1:1\npassword=x\n")
    assert goes_to(cli("info", env=env)) == "1"
    properties(cli, "address=bolt://127.0.0.1:2\n")
    assert goes_to(cli("info", env=env)) == "2"
    assert goes_to(cli("info", env=env | {"NEO4J_URI": "bolt://127.0.0.1:3"})) == "3"


def test_the_home_file_of_the_java_tool_beats_the_file_of_the_user(cli):
    properties(cli, "address=bolt://127.0.0.1:1\n", "home/.neo4j-migrations.properties")
    env = user_file(cli, "address=bolt://127.0.0.1:2\npassword=x\n") | {"HOME": str(cli.folder / "home")}
    assert goes_to(cli("info", env=env)) == "1"
    properties(cli, "database=shop\n")
    assert goes_to(cli("info", env=env)) == "2", "beside a file of the project, the home file does not count"


@pytest.mark.parametrize("xdg", ["", "relative"])
def test_the_file_of_the_user_is_below_dot_config_otherwise(cli, xdg):
    properties(cli, "address=bolt://127.0.0.1:1\npassword=x\n", "home/.config/neo4j-migrations/config.properties")
    properties(cli, "address=bolt://127.0.0.1:2\npassword=x\n", "relative/neo4j-migrations/config.properties")
    assert goes_to(cli("info", env={"HOME": str(cli.folder / "home"), "XDG_CONFIG_HOME": xdg})) == "1"


def test_what_is_wrong_with_the_file_of_the_user_is_told_with_its_line(cli):
    env = user_file(cli, "adress=x\npassword=x\n")
    path = cli.folder / "xdg" / "neo4j-migrations" / "config.properties"
    assert f'] {path}:1: unknown key "adress" is ignored; did you mean "address"?' in cli("-a", UNREACHABLE, "info", env=env).err
    path.write_text("\n\ncolor=blue\n")
    outcome = cli("-a", UNREACHABLE, "-p", "x", "info", env=env)
    assert (outcome.code, outcome.err.splitlines()[0]) == (2, f'{path}:3: "color" wants one of auto, always, never, not "blue"')
    path.write_text("#" * 2_000_000)
    assert f'"{path}"' in cli("-a", UNREACHABLE, "-p", "x", "info", env=env).err


def test_properties_with_a_prefix_and_escapes(cli):
    properties(cli, "neo4j-migrations.address : bolt\\://127.0.0.1\\u003a1\npassword x\n")
    assert goes_to(cli("info")) == "1"


def test_an_unknown_key_is_told_and_ignored(cli):
    properties(cli, f"# comment\naddress={UNREACHABLE}\npassword=x\nadress=y\nhelp=true\n")
    outcome = cli("info")
    assert goes_to(outcome) == "1"
    first, second = outcome.err.splitlines()
    assert first.endswith('] .migrations.properties:4: unknown key "adress" is ignored; did you mean "address"?')
    assert second.endswith('] .migrations.properties:5: unknown key "help" is ignored')


@pytest.mark.parametrize("text, message", [
    ("\nout-of-order=perhaps", '.migrations.properties:2: "out-of-order" wants true or false, not "perhaps"'),
    ("\npackage=org.example", '.migrations.properties:2: "--package" names Java classes, which this program cannot run; only --location is supported'),
    ("address=bolt://me:secret@db", ".migrations.properties:1: the address must not contain a user name or password: leave out what stands before "
     "the '@' and give them on their own (an '@' in a query is written %40)"),
    ("password=\\u12", '.migrations.properties:1: "\\u" wants four hexadecimal digits behind it'),
])
def test_a_malformed_file(cli, text, message):
    properties(cli, text)
    outcome = cli("-p", "x", "info")
    assert (outcome.code, outcome.out, outcome.err.splitlines()[0]) == (2, "", message)


def test_a_malformed_variable(cli):
    outcome = cli("-p", "x", "info", env={"NEO4J_URI": " "})
    assert (outcome.code, outcome.err.splitlines()[0]) == (2, '"NEO4J_URI" is empty: it wants <uri>')


def test_a_file_too_large_is_told_and_ignored(cli):
    properties(cli, "#" * 2_000_000)
    outcome = cli("-a", UNREACHABLE, "-p", "x", "info")
    assert goes_to(outcome) == "1" and "its options are ignored" in outcome.err


def test_the_password_file_may_end_with_a_newline(cli, listener):
    (cli.folder / "secret").write_text("hush\n")
    process = cli.start("-a", listener.uri, "--password:file", "secret", "info")
    assert listener.connected.wait(10)
    process.terminate()
    assert process.wait(10) == 143


def test_verbose(cli):
    (cli.folder / "neo4j" / "migrations").mkdir(parents=True)
    outcome = cli("-v", "-a", UNREACHABLE, "-p", "x", "-d", "shop", "--transaction-mode", "per_statement",
                  "--placeholder", "a=1", "--placeholder", "a=2", "info", env={"NM_PLACEHOLDERS_a": "3", "NM_PLACEHOLDERS_b": " 4 "})
    assert outcome.out.splitlines()[:4] == [
        'Migrations will be applied to database "shop"',
        f'Will search for Cypher scripts in "file://{cli.folder}/neo4j/migrations/"',
        "Statements will be applied in separate transactions",
        "Using 2 placeholder(s)",
    ]


def test_the_default_location_is_a_proper_uri(cli):
    folder = cli.folder / "a b%ä"
    (folder / "neo4j" / "migrations").mkdir(parents=True)
    outcome = cli("-v", "-a", UNREACHABLE, "-p", "x", "info", cwd=folder)
    assert "/a%20b%25%C3%A4/neo4j/migrations/" in outcome.out


def test_secrets_never_show(cli):
    outcome = cli("-v", "-a", UNREACHABLE, "-p", "hush-hush", "info")
    assert "hush" not in outcome.out + outcome.err


def test_a_path_in_the_address_is_ignored_with_a_warning(cli):
    for path, warned in (("", False), ("/", False), ("/?a=b", False), ("/movies", True), ("/movies?a=b", True)):
        outcome = cli("-a", UNREACHABLE.replace("bolt:", "neo4j:") + path, "-p", "x", "info")
        assert outcome.code == 1 and ("a database is chosen by --database" in outcome.err) == warned, str(outcome)
