"""Calls of well-known libraries that hold an event loop, make a coroutine, or run text."""

from __future__ import annotations

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request", "send")
_BLOCKING = frozenset(
    {
        "time.sleep", "open", "io.open", "input", "os.system", "os.popen", "os.wait", "os.waitpid",
        "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
        "subprocess.getoutput", "subprocess.getstatusoutput",
        "subprocess.Popen().wait", "subprocess.Popen().communicate",
        "urllib.request.urlopen", "urllib.request.urlretrieve", "asyncio.run", "select.select",
        "shutil.copy", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree",
        "socket.create_connection", "socket.getaddrinfo", "socket.gethostbyname", "socket.getfqdn",
        *(f"socket.socket().{name}" for name in ("connect", "recv", "recvfrom", "send", "sendall", "accept")),
        *(f"pathlib.Path().{name}" for name in (
            "open", "read_text", "read_bytes", "write_text", "write_bytes"
        )),
        *(f"{library}.{name}" for library in ("requests", "httpx") for name in _VERBS),
        *(f"{client}().{name}" for client in ("requests.Session", "requests.session") for name in _VERBS),
        *(f"httpx.Client().{name}" for name in _VERBS),
        "requests.Session", "requests.session", "httpx.stream", "httpx.Client",
        "paramiko.SSHClient", "paramiko.Transport", "scrapli.Scrapli", "scrapli.driver.Driver",
    }
)  # fmt: skip
_PACKAGES = (
    "netmiko.",
    "napalm.",
    "ncclient.manager.connect",
    "jnpr.junos.",
    "pyeapi.",
    "telnetlib.",
    "step.session.",
)
_SYNCHRONOUS_SCRAPLI = ("scrapli.driver.", "scrapli_netconf.driver.")
_COROUTINES = frozenset(
    f"asyncio.{name}"
    for name in (
        "sleep", "wait", "wait_for", "to_thread", "open_connection", "create_subprocess_exec",
        "create_subprocess_shell",
    )
)  # fmt: skip
_TEXT = frozenset(
    {
        "eval", "exec", "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput",
        "asyncio.create_subprocess_shell",
    }
)  # fmt: skip
SHELLS = frozenset(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
"""Calls that run text where they are told to use a shell."""

BUILT_IN = frozenset({"open", "input", "eval", "exec"})


def blocks(name: str) -> bool:
    """Whether a call holds its thread until something outside of the process has happened."""
    if name in _BLOCKING or name.startswith(_PACKAGES):
        return True
    driver = name.rpartition(".")[2]
    made = name.startswith(_SYNCHRONOUS_SCRAPLI) and driver[:1].isupper()
    return made and not driver.startswith("Async")


def makes_a_coroutine(name: str) -> bool:
    """Whether nothing of a call is run before it is awaited."""
    return name in _COROUTINES


def runs_text(name: str) -> bool:
    """Whether a call takes text and runs it as code or in a shell."""
    return name in _TEXT
