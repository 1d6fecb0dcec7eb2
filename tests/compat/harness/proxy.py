"""A TCP proxy between one bot and the server, which cuts the bot's gateway connections on command.

Control, by HTTP on a second port:
  POST /cut       cuts every gateway connection on both sides and holds new ones
  POST /cut-half  the same, but the server is not told: for it the old connection stays open
  POST /open      lets the held connections through; held, not refused, so that no library backs off
  GET  /log       one object per gateway connection: its request target and its first frame's opcode
"""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHUNK_BYTES = 65536
HEAD_BYTES_MAX = 16384
UPSTREAM_TIMEOUT_S = 10


class Proxy:
    def __init__(self):
        self.upstream = None
        self.log = []
        self._live = set()
        self._half_open = set()
        self._lock = threading.Lock()
        self._opened = threading.Event()
        self._opened.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._control = ThreadingHTTPServer(("127.0.0.1", 0), _control_handler(self))
        self.url = "http://127.0.0.1:%d" % self._listener.getsockname()[1]
        self.control_url = "http://127.0.0.1:%d" % self._control.server_address[1]
        for target in (self._accept, self._control.serve_forever):
            threading.Thread(target=target, daemon=True).start()

    def close(self):
        self._control.shutdown()
        self._control.server_close()
        self._listener.close()
        self.cut()
        for pair in self._half_open:
            _shut(pair.server)
        self.open()

    def cut(self, half=False):
        self._opened.clear()
        with self._lock:
            cut, self._live = self._live, set()
            self._half_open |= cut if half else set()
        for pair in cut:
            pair.cut(half)
        return len(cut)

    def open(self):
        self._opened.set()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            head = _read_head(client)
            self._opened.wait()
            server = socket.create_connection(self.upstream, UPSTREAM_TIMEOUT_S)
        except OSError:
            _shut(client)
            return
        server.settimeout(None)
        pair, watch = _Pair(client, server), None
        if b"upgrade: websocket" in head.lower():
            entry = {"target": head.split(b" ")[1].decode(), "opcode": None}
            watch = _FirstFrame(entry).feed
            with self._lock:
                self.log.append(entry)
                self._live.add(pair)
        server.sendall(head)
        threading.Thread(target=pair.pump, args=(client, server), daemon=True).start()
        pair.pump(server, client, watch)
        with self._lock:
            self._live.discard(pair)


class _Pair:
    """One connection through the proxy: the client's half and the server's."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self._keep_server = False
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def cut(self, half=False):
        self._keep_server = self._keep_server or half
        _shut(self.client)
        if not self._keep_server:
            _shut(self.server)

    def pump(self, source, sink, watch=None):
        try:
            while chunk := source.recv(CHUNK_BYTES):
                if watch:
                    watch(chunk)
                sink.sendall(chunk)
        except OSError:
            pass
        self.cut()


class _FirstFrame:
    """Notes whether the server's first WebSocket frame is text (1) or binary (2)."""

    def __init__(self, entry):
        self._entry = entry
        self._seen = b""

    def feed(self, chunk):
        if self._entry["opcode"] is not None:
            return
        self._seen += chunk
        _, end, frames = self._seen.partition(b"\r\n\r\n")
        if end and frames:
            self._entry["opcode"] = frames[0] & 0x0F


def _read_head(client):
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = client.recv(CHUNK_BYTES)
        if not chunk or len(head) > HEAD_BYTES_MAX:
            raise OSError("no request")
        head += chunk
    return head


def _shut(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    end.close()


def _control_handler(proxy):
    actions = {
        ("POST", "/cut"): proxy.cut,
        ("POST", "/cut-half"): lambda: proxy.cut(half=True),
        ("POST", "/open"): proxy.open,
        ("GET", "/log"): lambda: proxy.log,
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            action = actions.get((self.command, self.path))
            body = json.dumps(action() if action else None).encode()
            self.send_response(200 if action else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    return Handler
