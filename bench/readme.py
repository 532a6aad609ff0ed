"""Where figures go: into a file, and into README.md, each kind between two marks."""
import pathlib

README = pathlib.Path(__file__).with_name("README.md")


def update(kind, text):
    begin, end = f"<!-- figures of {kind} -->\n", f"<!-- end of figures of {kind} -->\n"
    before, rest = README.read_text().split(begin)
    _, after = rest.split(end)
    README.write_text(f"{before}{begin}\n{text}\n{end}{after}")


def add_arguments(parser):
    """What every bench can do with its figures."""
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--update-readme", action="store_true", help="write the figures into bench/README.md")
