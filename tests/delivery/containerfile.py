"""The last stage of a Containerfile, as far as ours goes: its files are assembled, and its entry point run, without an engine."""
import json
import pathlib
import shlex
import shutil

from roots import run_in

ROOT = pathlib.Path(__file__).resolve().parents[2]


def ours(binary):
    """The image of this tree. What its first stage makes and installs has been made and installed on this machine."""
    return Image((ROOT / "Containerfile").read_text(), ROOT, {"build": {"/": pathlib.Path("/"), "/src": ROOT, "/src/build/static": binary.parent}})


class Image:
    """`stages` says where the files of an earlier stage are: {"build": {"/": folder, "/src": folder}}, the longest match wins."""

    def __init__(self, text, context, stages):
        lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
        last = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
        self.base = lines[last].removeprefix("FROM ").strip()
        self.instructions = [line.partition(" ")[::2] for line in lines[last + 1:]]
        self.context, self.stages = context, stages

    def all(self, name):
        return [rest for word, rest in self.instructions if word == name]

    def one(self, name):
        (rest,) = self.all(name)
        return rest

    def assemble(self, root):
        for rest in self.all("COPY"):
            *sources, target = shlex.split(rest)
            stage = sources.pop(0).removeprefix("--from=") if sources[0].startswith("--from=") else None
            assert target.endswith("/"), f"a folder ends with a slash: {rest}"
            folder = root / target.lstrip("/")
            folder.mkdir(parents=True, exist_ok=True)
            for source in sources:
                shutil.copy(self._found(stage, source), folder)
        (root / self.one("WORKDIR").lstrip("/")).mkdir(parents=True)

    def _found(self, stage, source):
        if stage is None:
            return self.context / source
        place = max((place for place in self.stages[stage] if source.startswith(place)), key=len)
        return self.stages[stage][place] / pathlib.PurePosixPath(source).relative_to(place)

    def run(self, root, *arguments, environment):
        user, group = self.one("USER").split(":")
        assert user == group
        return run_in(root, [*json.loads(self.one("ENTRYPOINT")), *arguments], user=int(user), folder=self.one("WORKDIR"), environment=environment)
