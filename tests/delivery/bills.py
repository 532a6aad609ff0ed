"""What a bill of materials (CycloneDX) says."""
import json

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def read(path):
    """Valid against the schema, which the library brings along."""
    text = path.read_text()
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(text) is None
    return json.loads(text)


def libraries(bill):
    """Package -> version; each has a license and stands in the dependencies of what the bill is for."""
    (whole,) = bill["dependencies"]
    assert whole["ref"] == bill["metadata"]["component"]["bom-ref"]
    assert whole["dependsOn"] == [each["bom-ref"] for each in bill["components"]]
    assert all(each["licenses"][0]["expression"] and each["purl"].startswith("pkg:deb/debian/") for each in bill["components"])
    return {each["name"]: each["version"] for each in bill["components"]}
