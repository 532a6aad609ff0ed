"""A web server on loopback whose pages a test sets, and which remembers who has asked for what."""
import contextlib
import http.server
import ssl
import threading

OURS = "neo4j-migrations/"


class Broken(bytes):
    """What is sent before the connection breaks."""


class Web:
    """`pages` has for each path what is answered: bytes, the path that it leads to, or a status."""

    def __init__(self, certificate=None):
        self.pages, self.asked = {}, []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, certificate.with_name("private.key"))
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if certificate else "http"

    def url(self, path):
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}{path}"

    def asked_by_us(self):
        """The paths that the library has asked for, in order; they are forgotten then."""
        paths = [path for path, agent in self.asked if agent.startswith(OURS)]
        self.asked.clear()
        return paths

    def _handler(self):
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append((self.path, self.headers.get("User-Agent", "")))
                page = web.pages.get(self.path, 404)
                if isinstance(page, str):
                    self._answer(302, b"it is somewhere else", Location=page)
                elif isinstance(page, int):
                    self._answer(page, b"title,year\nAn error,1\n")
                else:
                    length = len(page) + isinstance(page, Broken)
                    self._answer(200, page, **{"Content-Length": str(length)})

            def _answer(self, status, body, **headers):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


@contextlib.contextmanager
def serving(certificate=None):
    web = Web(certificate)
    thread = threading.Thread(target=web._server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield web
    finally:
        web._server.shutdown()
        web._server.server_close()
        thread.join()
