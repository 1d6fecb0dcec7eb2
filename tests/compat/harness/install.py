"""Installs the libraries, pinned, under `.cache`, once per state of the pins."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
CACHE = HERE / ".cache"
INSTALL_TIMEOUT_S = 300


class InstallError(Exception):
    pass


def install():
    """Returns (python, modules with zlib-sync, modules without it)."""
    CACHE.mkdir(exist_ok=True)
    return (
        _python(CACHE / "venv"),
        _node(CACHE / "node-zlib", omit_optional=False),
        _node(CACHE / "node-plain", omit_optional=True),
    )


def _python(folder):
    pins = HERE / "requirements.txt"
    python = folder / "bin" / "python"
    stamp = _hash(sys.version.encode(), pins.read_bytes())
    if _is_current(folder, stamp):
        return python
    shutil.rmtree(folder, ignore_errors=True)
    _call([sys.executable, "-m", "venv", str(folder)])
    _call([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(pins)])
    _write_stamp(folder, stamp)
    return python


def _node(folder, omit_optional):
    """Two folders, because discord.js compresses if and only if zlib-sync can be required."""
    names = ["package.json", "package-lock.json", ".npmrc"]
    version = subprocess.run(["node", "--version"], capture_output=True, check=True).stdout
    stamp = _hash(version, *((HERE / name).read_bytes() for name in names))
    if _is_current(folder, stamp):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in names:
        shutil.copy(HERE / name, folder / name)
    command = ["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"]
    _call(command + (["--omit=optional"] if omit_optional else []), cwd=folder, env=_native_env())
    if not omit_optional and not list(folder.glob("node_modules/zlib-sync/build/Release/*.node")):
        raise InstallError("zlib-sync was not built: a C++ compiler, make and Python are needed")
    _write_stamp(folder, stamp)
    return folder


def _native_env():
    """node-gyp would download Node's headers; most installations have them beside the binary."""
    env = dict(os.environ)
    node = shutil.which("node")
    prefix = Path(node).resolve().parent.parent
    if (prefix / "include" / "node" / "node.h").exists():
        env.setdefault("npm_config_nodedir", str(prefix))
    return env


def _call(command, **options):
    result = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=INSTALL_TIMEOUT_S, **options,
    )
    if result.returncode != 0:
        raise InstallError(f"{' '.join(command)}\n{result.stdout}")


def _hash(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _is_current(folder, stamp):
    path = folder / "installed"
    return path.exists() and path.read_text() == stamp


def _write_stamp(folder, stamp):
    (folder / "installed").write_text(stamp)
