"""Short conversations that things go wrong in."""

from dataclasses import dataclass


@dataclass
class Conversation:
    lines: list
    fatal: str             # the first message whose loss is not harmless, once the client has sent it
    loss: str              # what is told then
    at_once: bool = False  # it is sent without waiting for any answer but the handshake's
    tries: bool = False    # what is harmless is tried again by the client itself


CONVERSATIONS = {
    "query": Conversation(["run CREATE (:A)"], "PULL", "failed", at_once=True),
    "queries": Conversation(["run-all CREATE (:A) ;; CREATE (:B) ;; CREATE (:C)"], "PULL", "failed", at_once=True),
    "transaction": Conversation(["begin", "queue CREATE (:A)", "queue CREATE (:B)", "query MATCH (n) RETURN n", "commit"],
                                "COMMIT", "doubt"),
    "stream": Conversation(["begin", "stream fetch=2 MATCH (n) RETURN n", "commit"], "COMMIT", "doubt"),
    "pipelined": Conversation(["begin", "queue CREATE (:A)", "commit-pipelined"], "COMMIT", "doubt", at_once=True),
    "managed": Conversation(["transact work=query CREATE (:A) ;; CREATE (:B)"], "COMMIT", "doubt", tries=True),
    "managed-statement": Conversation(["execute CREATE (:A)"], "COMMIT", "doubt", at_once=True, tries=True),
}
