"""Short conversations that things go wrong in."""

from dataclasses import dataclass


@dataclass
class Conversation:
    lines: list
    fatal: str             # with which message the client sends what is not harmless to lose
    loss: str              # what is told then
    at_once: bool = False  # it is sent without waiting for any answer but the handshake's
    tries: bool = False    # what is harmless is tried again by the client itself
    scheme: str = "bolt"


VERSIONS = ["3.0", "4.4", "5.8"]
CONVERSATIONS = {
    "query": Conversation(["run CREATE (:A)"], "PULL", "failed", at_once=True),
    "queries": Conversation(["run-all CREATE (:A) ;; CREATE (:B) ;; CREATE (:C)"], "PULL", "failed", at_once=True),
    "transaction": Conversation(["begin", "queue CREATE (:A)", "queue CREATE (:B)", "query MATCH (n) RETURN n", "commit"],
                                "COMMIT", "doubt"),
    "stream": Conversation(["begin", "stream fetch=2 MATCH (n) RETURN n", "commit"], "COMMIT", "doubt"),
    "pipelined": Conversation(["begin", "queue CREATE (:A)", "commit-pipelined"], "COMMIT", "doubt", at_once=True),
    "managed": Conversation(["transact work=query CREATE (:A) ;; CREATE (:B)"], "COMMIT", "doubt", tries=True),
    "managed-statement": Conversation(["execute CREATE (:A)"], "COMMIT", "doubt", at_once=True, tries=True),
    "routed": Conversation(["begin", "queue CREATE (:A)", "commit"], "COMMIT", "doubt", scheme="neo4j"),
    "routed-statement": Conversation(["execute CREATE (:A)"], "BEGIN", "doubt", tries=True, scheme="neo4j"),
}


def cases(wanted=lambda conversation: True):
    """Names with versions, for parametrize. There is no ROUTE before 4.3."""
    return [(name, version) for name, conversation in CONVERSATIONS.items() if wanted(conversation)
            for version in VERSIONS if version != "3.0" or conversation.scheme == "bolt"]
