"""The real binary as a child: port 0, a fresh data directory, every line of its log kept."""

import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time

START_TIMEOUT_S = 30
STOP_TIMEOUT_S = 20
# Short, so that each library beats several times within a run.
HEARTBEAT_INTERVAL_MS = 5000


class ServerError(Exception):
    pass


class Server:
    def __init__(self, binary, public_url, log_path):
        self._data = tempfile.mkdtemp(prefix="belfry-compat-")
        self._log_path = log_path
        self._child = subprocess.Popen(
            [str(binary), "serve"],
            env=_environment(self._data, public_url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self._addresses = queue.Queue()
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        try:
            self.host, self.port = self._listening()
        except ServerError:
            self.stop()
            raise
        self.url = f"http://{self.host}:{self.port}"

    def stop(self):
        """Asks it to end; returns what was wrong with how it lived and ended, or None."""
        died = self._child.poll()
        self._child.send_signal(signal.SIGTERM)
        try:
            code = self._child.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            code = None
        self._reader.join(STOP_TIMEOUT_S)
        shutil.rmtree(self._data, ignore_errors=True)
        if died is not None:
            return f"it ended by itself with code {died}"
        if code is None:
            return f"it did not end within {STOP_TIMEOUT_S} s of SIGTERM"
        if code != 0:
            return f"it ended with code {code}"
        if "panicked" in self._log_path.read_text(errors="replace"):
            return "it panicked"
        return None

    def _drain(self):
        with open(self._log_path, "wb") as log:
            for line in self._child.stderr:
                log.write(line)
                log.flush()
                if b'"listening"' in line:
                    self._addresses.put(line)
        self._addresses.put(None)

    def _listening(self):
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                line = self._addresses.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise ServerError(f"not listening within {START_TIMEOUT_S} s") from None
            if line is None:
                tail = self._log_path.read_text(errors="replace")[-2000:]
                raise ServerError(f"it ended before it listened:\n{tail}")
            try:
                fields = json.loads(line)
            except ValueError:
                continue
            if fields.get("message") == "listening":
                host, port = fields["http"].rsplit(":", 1)
                return host, int(port)


def _environment(data, public_url):
    return os.environ | {
        "BELFRY_HTTP__LISTEN": "127.0.0.1:0",
        "BELFRY_HTTP__PUBLIC_URL": public_url,
        "BELFRY_METRICS__LISTEN": "127.0.0.1:0",
        "BELFRY_STORE__PATH": data,
        "BELFRY_LOG__FORMAT": "json",
        "BELFRY_LOG__LEVEL": "info",
        "BELFRY_LIMITS__HEARTBEAT_INTERVAL_MS": str(HEARTBEAT_INTERVAL_MS),
    }
