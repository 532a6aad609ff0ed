import pathlib
import sys

# The scripted Bolt server, and what Bolt's messages look like.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "protocol"))
