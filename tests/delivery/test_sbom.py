"""What the static build says it is made of."""
import subprocess

import bills

MADE_OF = {"libc6-dev", "libcmark-dev", "libexpat1-dev", "libgcc-12-dev", "libjansson-dev", "libssl-dev", "zlib1g-dev"}


def installed_version(package):
    return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True).stdout


def test_names_what_is_linked(binary):
    bill = bills.read(binary.with_name("neo4j-migrations.cdx.json"))
    version = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip().partition("/")[2]
    assert bill["metadata"]["component"]["version"] == version
    assert bills.libraries(bill) == {package: installed_version(package) for package in MADE_OF}
