"""What there is to do: migrations, in the form of each tool."""
import pathlib


class Work:
    """`migrations` of equal size which together have that many `statements`."""

    def __init__(self, folder, migrations, statements):
        self.migrations, self.statements = migrations, statements
        self.folder, self.golang_folder = folder / "cypher", folder / "golang"
        self.statements_file = folder / "statements"
        for place in (self.folder, self.golang_folder):
            place.mkdir(parents=True)
        lines = [f"CREATE (:Bench {{n: {n}, text: 'number {n}'}});\n" for n in range(statements)]
        self.statements_file.write_text("".join(lines))
        share = statements // migrations
        for i in range(migrations):
            text = "".join(lines[i * share:(i + 1) * share])
            (self.folder / f"V{i + 1:05}__Number_{i + 1}.cypher").write_text(text)
            (self.golang_folder / f"{i + 1:05}_number.up.cypher").write_text(text)

    @property
    def largest_script(self):
        return max(path.stat().st_size for path in self.folder.iterdir())


def many(parent, migrations):
    return Work(pathlib.Path(parent) / f"many-{migrations}", migrations, migrations)


def one_script(parent, statements):
    return Work(pathlib.Path(parent) / f"script-{statements}", 1, statements)
