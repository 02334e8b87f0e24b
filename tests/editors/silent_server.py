#!/usr/bin/env python3
"""The control of the editor tests: a language server that says it can do everything and finds nothing.

An editor test which passes against this server proves nothing.
"""

import json
import sys

CAPABILITIES = {
    "textDocumentSync": {"openClose": True, "change": 2, "save": True},
    "hoverProvider": True,
    "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.rolecall", "refactor.rewrite"]},
}


def receive():
    """The next message, or None when the editor has closed the pipe."""
    length = 0
    while True:
        header = sys.stdin.buffer.readline()
        if not header:
            return None
        if not header.strip():
            return json.loads(sys.stdin.buffer.read(length))
        name, _, value = header.decode("ascii").partition(":")
        if name.lower() == "content-length":
            length = int(value)


def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    sys.stdout.buffer.flush()


def main():
    shut_down = False
    while (message := receive()) is not None:
        method = message.get("method")
        if method == "exit":
            break
        shut_down = shut_down or method == "shutdown"
        if method == "initialize":
            send({"id": message["id"], "result": {"capabilities": CAPABILITIES, "serverInfo": {"name": "rolecall"}}})
        elif method in ("textDocument/didOpen", "textDocument/didChange"):
            document = message["params"]["textDocument"]
            nothing = {"uri": document["uri"], "version": document["version"], "diagnostics": []}
            send({"method": "textDocument/publishDiagnostics", "params": nothing})
        elif method and "id" in message:
            send({"id": message["id"], "result": None})
    return 0 if shut_down else 1


if __name__ == "__main__":
    sys.exit(main())
