"""One library with one transport: its own server, proxy and world, driven to the end."""

import json
import os
import subprocess
import tempfile
import threading
from dataclasses import dataclass

from . import world
from .install import CACHE, HERE
from .proxy import Proxy
from .server import Server, ServerError
from .steps import NOT_REACHED, STEPS

DRIVER_TIMEOUT_S = 150
TEXT, BINARY = 1, 2


@dataclass
class Variant:
    title: str
    command: list
    environment: dict
    compress: str | None

    @property
    def slug(self):
        return self.title.replace(" ", "-")


def run(variant, binary):
    """Returns {step: None when passed, else the reason}."""
    results = dict.fromkeys(STEPS, NOT_REACHED)
    logs = CACHE / "logs"
    logs.mkdir(exist_ok=True)
    proxy = Proxy()
    try:
        server = Server(binary, proxy.url, logs / f"{variant.slug}.server.log")
    except (ServerError, OSError) as failure:
        proxy.close()
        return results | {"server": str(failure)}
    try:
        proxy.upstream = (server.host, server.port)
        setting = world.build(server.url)
        setting |= {"gateway": proxy.url.replace("http", "ws"), "control": proxy.control_url}
        _drive(variant, setting, logs / f"{variant.slug}.driver.log", results)
        results["transport"] = _transport_fault(variant, proxy.log)
    except world.WorldError as failure:
        results["login"] = f"the world could not be prepared: {failure}"
    finally:
        proxy.close()
        results["server"] = server.stop()
    return results


def _drive(variant, setting, log_path, results):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file, open(log_path, "wb") as log:
        json.dump(setting, file)
        file.flush()
        child = subprocess.Popen(
            [*variant.command, file.name],
            cwd=HERE,
            env=os.environ | variant.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        watchdog = threading.Timer(DRIVER_TIMEOUT_S, child.kill)
        watchdog.start()
        for line in child.stdout:
            _note(line, results)
        code = child.wait()
        watchdog.cancel()
    if code != 0:
        stopped = next((step for step in STEPS if results[step] == NOT_REACHED), None)
        if stopped not in (None, "transport", "server"):
            results[stopped] = f"{NOT_REACHED}: the driver ended with code {code}, see {log_path.name}"


def _note(line, results):
    try:
        said = json.loads(line)
    except ValueError:
        return
    if said.get("step") in results:
        results[said["step"]] = said["reason"]


def _transport_fault(variant, log):
    if not log:
        return "no gateway connection came through http.public_url"
    expected_opcode = BINARY if variant.compress else TEXT
    for entry in log:
        asked = [part for part in entry["target"].partition("?")[2].split("&") if part.startswith("compress=")]
        if asked != ([f"compress={variant.compress}"] if variant.compress else []):
            return f"it asked for {entry['target']}"
        if entry["opcode"] not in (expected_opcode, None):
            return f"the first frame had opcode {entry['opcode']}"
    if all(entry["opcode"] is None for entry in log):
        return "no frame came"
    return None
