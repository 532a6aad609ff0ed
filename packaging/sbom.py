#!/usr/bin/env python3
"""Tells what a program or library is made of, as CycloneDX 1.5: itself, and the Debian packages of what it is linked with.

    packaging/sbom.py --name neo4j-migrations --version 0.1.0 --type application build/release/neo4j-migrations

The same packages make the same text, byte for byte. The build does this with N4M_SBOM, see cmake/Sbom.cmake."""
import argparse
import json
import pathlib
import re
import subprocess
import urllib.parse

# By source package. The copyright files of Debian tell it in words of their own.
LICENSES = {"cmark": "BSD-2-Clause AND MIT", "expat": "MIT", "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1", "glibc": "LGPL-2.1-or-later",
            "jansson": "MIT", "openssl": "Apache-2.0", "zlib": "Zlib"}
OURS = "Apache-2.0"


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def archives(link_map):
    """The archives that something was taken from, by the map that the linker has written."""
    return {str(pathlib.Path(path).resolve()) for path in re.findall(r"^(/\S+\.a)\(", link_map.read_text(), re.MULTILINE)}


def shared_objects(binary):
    return set(re.findall(r"=> (/\S+)", output("ldd", binary)))


def package_of(file):
    """Its name; a package may say /lib of what is in /usr/lib today."""
    for path in (file, file.removeprefix("/usr"), f"/usr{file}"):
        try:
            return output("dpkg-query", "--search", path).partition(":")[0]
        except subprocess.CalledProcessError:
            continue
    raise SystemExit(f"no Debian package has brought {file}, so that nothing is known of it")


def license_of(source):
    if source not in LICENSES:
        raise SystemExit(f"{__file__} does not know the license of {source}: add it to LICENSES")
    return LICENSES[source]


def distribution():
    facts = dict(re.findall(r'^(\w+)="?([^"\n]*)', pathlib.Path("/etc/os-release").read_text(), re.MULTILINE))
    return facts["ID"], facts.get("VERSION_ID", "unstable")


def library(package):
    vendor, release = distribution()
    shown = output("dpkg-query", "--show", "--showformat", "${Version} ${source:Package}\\n", package).splitlines()[0]
    version, source = shown.split()
    purl = f"pkg:deb/{vendor}/{package}@{urllib.parse.quote(version, safe='~')}?distro={vendor}-{release}"
    return {"type": "library", "bom-ref": purl, "name": package, "version": version,
            "licenses": [{"expression": license_of(source)}], "purl": purl}


def bill(name, version, kind, files):
    libraries = [library(package) for package in sorted({package_of(file) for file in files})]
    purl = f"pkg:generic/{name}@{version}"
    ours = {"type": kind, "bom-ref": purl, "name": name, "version": version, "licenses": [{"expression": OURS}], "purl": purl}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": ours}, "components": libraries,
            "dependencies": [{"ref": purl, "dependsOn": [each["bom-ref"] for each in libraries]}]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--type", choices=("application", "library"), required=True)
    parser.add_argument("--map", type=pathlib.Path, help="what the linker has written of a static program")
    parser.add_argument("binary")
    arguments = parser.parse_args()
    files = archives(arguments.map) if arguments.map else shared_objects(arguments.binary)
    print(json.dumps(bill(arguments.name, arguments.version, arguments.type, files), indent=2))


main()
