"""Colour, and how much is said."""
import pytest

UNREACHABLE = ("-a", "bolt://127.0.0.1:1", "-p", "x", "info")
RED, END = "\x1b[1;31m", "\x1b[0m"


def shown(terminal, *arguments, env=None):
    """What a person sees who runs it to its end."""
    screen = terminal(*arguments, env=env)
    screen.wait()
    return screen.read_until("\n")


@pytest.fixture
def configured(cli):
    def write(text):
        (cli.folder / ".migrations.properties").write_text(text)
    return write


def test_failures_are_red_on_a_terminal(terminal):
    assert shown(terminal, *UNREACHABLE).startswith(RED)
    assert shown(terminal, "explode").startswith(f'{RED}unknown command "explode"')


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}, {"CI": "true"}], ids=str)
def test_no_colour_where_it_is_not_wanted(terminal, environment):
    for arguments in (UNREACHABLE, ("explode",)):
        assert "\x1b" not in shown(terminal, *arguments, env=environment)


def test_an_empty_variable_says_nothing(terminal):
    assert RED in shown(terminal, *UNREACHABLE, env={"NO_COLOR": ""})


def test_the_option_beats_the_variable_beats_the_file(terminal, configured):
    no_colour = {"NO_COLOR": "1"}
    configured("color=never\n")
    assert "\x1b" not in shown(terminal, *UNREACHABLE)
    assert RED in shown(terminal, "--color", "auto", *UNREACHABLE)
    configured("color=always\n")
    assert RED in shown(terminal, *UNREACHABLE)
    assert "\x1b" not in shown(terminal, *UNREACHABLE, env=no_colour)
    assert RED in shown(terminal, "--color=always", *UNREACHABLE, env=no_colour)
    assert "\x1b" not in shown(terminal, "--color=never", *UNREACHABLE)


def test_what_is_no_terminal_gets_colour_only_when_asked(cli):
    plain, coloured = cli(*UNREACHABLE), cli("--color", "always", *UNREACHABLE)
    assert "\x1b" not in plain.out + plain.err
    assert coloured.out == f"{RED}{plain.out[:-1]}{END}\n"


def test_each_stream_is_coloured_for_itself(terminal, cli):
    with open(cli.folder / "out", "wb") as out:
        screen = terminal("-a", "bolt://127.0.0.1:1/shop", "-p", "x", "info", stdout=out)
        screen.wait()
    assert "\x1b[33mIgnoring the path" in screen.read_until("--database")
    assert "127.0.0.1:1" in (text := (cli.folder / "out").read_text()) and "\x1b" not in text


def test_states_of_info_on_a_terminal(terminal, cli):
    assert cli("new", "x").code == 0
    assert "| \x1b[33mPENDING\x1b[0m |" in shown(terminal, "info", "mode=LOCAL").replace("\r", "")
    assert "| PENDING |" in shown(terminal, "info", "mode=LOCAL", env={"NO_COLOR": "1"})
    assert "\x1b" not in cli("info", "mode=LOCAL").out


def test_json_is_never_coloured(cli):
    outcome = cli("--color", "always", "--format", "json", *UNREACHABLE)
    assert outcome.out.startswith('{"version":1,"type":"error"') and "\x1b" not in outcome.out


def test_warnings_are_yellow(cli):
    outcome = cli("--color", "always", "-a", "bolt://127.0.0.1:1/shop", "-p", "x", "info")
    assert f"] \x1b[33mIgnoring the path of the address (/shop): a database is chosen by --database{END}\n" in outcome.err


def test_quiet_leaves_out_what_only_informs(cli):
    assert "Wrote .migrations.properties" in cli("init").err
    (cli.folder / ".migrations.properties").unlink()
    outcome = cli("-q", "init")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert (cli.folder / ".migrations.properties").exists()


def test_quiet_still_tells_warnings_and_failures(cli, configured):
    configured("colour=never\n")
    outcome = cli("--quiet", *UNREACHABLE)
    assert outcome.code == 1 and "127.0.0.1:1" in outcome.out
    assert 'unknown key "colour" is ignored; did you mean "color"?' in outcome.err


def test_quiet_and_verbose_exclude_each_other(cli, configured):
    message = '"--quiet" and "--verbose" exclude each other'
    assert cli("-q", "-v", "help").err.splitlines()[0] == message
    assert cli("-qv", "help").code == 2
    configured("quiet=true\nverbose=true\n")
    outcome = cli(*UNREACHABLE)
    assert (outcome.code, outcome.err.splitlines()[0]) == (2, message)


def test_the_command_line_decides_between_quiet_and_verbose(cli, configured):
    says = "Statements will be applied"
    configured("quiet=true\n")
    assert says not in cli(*UNREACHABLE).out
    assert says in cli("-v", *UNREACHABLE).out
    configured("verbose=true\n")
    assert says in cli(*UNREACHABLE).out
    assert says not in cli("-q", *UNREACHABLE).out
