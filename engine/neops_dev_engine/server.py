"""The engine on a socket: in this thread until it is stopped, or in one of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import uvicorn

from neops_dev_engine.app import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neops_dev_engine.app import Engine
    from neops_dev_engine.settings import Settings

_BACKLOG = 2048
_GRACE = 1
_KEEP_ALIVE = 75


class AddressUnusable(OSError):
    """The address cannot be listened on.

    Attributes:
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        AddressUnusable: the port is in use, or the address is not of this machine.
    """
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # asyncio switches Nagle's algorithm off for sockets that name their protocol
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(_BACKLOG)
        except BaseException:
            listening.close()
            raise
    except OSError as error:
        raise AddressUnusable(
            f"cannot listen on {host}, port {port}: {error.strerror or error}",
            "is an engine running already? Choose another address (--host, --port); port 0 is any free one",
        ) from error
    return listening


def url_of(listening: socket.socket) -> str:
    """The URL of the engine on a socket."""
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Serving:
    """A server for one engine, on the running event loop."""

    def __init__(self, engine: Engine, listening: socket.socket) -> None:
        self._engine = engine
        self._listening = listening
        self._server = _Server(
            uvicorn.Config(
                engine.app,
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_GRACE,
            )
        )

    async def serve(self, on_listening: Callable[[str], None]) -> None:
        """Serve until `stop`; calls `on_listening` with the URL when requests are answered."""
        self._server.on_started = lambda: on_listening(url_of(self._listening))
        await self._server.serve(sockets=[self._listening])

    def stop(self) -> None:
        """End soon: requests that wait for something are answered now. Called again, end at once."""
        self._engine.database.changes.close()
        if self._server.should_exit:
            self._server.force_exit = True
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """uvicorn's server without its signal handlers, and one that says when it listens."""

    on_started: Callable[[], None]

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_started()


def run(
    settings: Settings, on_listening: Callable[[str], None], on_serving: Callable[[Serving], None]
) -> None:
    """`serve` on an event loop of its own, the fast one where it is installed."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, on_listening, on_serving))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def serve(
    settings: Settings,
    on_listening: Callable[[str], None],
    on_serving: Callable[[Serving], None],
) -> None:
    """Run an engine until it is stopped.

    Args:
        settings: of the engine.
        on_listening: called with the URL when requests are answered.
        on_serving: called before, with what stops it; on this event loop.

    Raises:
        AddressUnusable: the address cannot be listened on.
        DatabaseUnusable: the database file cannot be used.
    """
    with contextlib.closing(listen(settings.host, settings.port)) as listening:
        async with running(settings) as engine:
            serving = Serving(engine, listening)
            on_serving(serving)
            await serving.serve(on_listening)


@contextlib.contextmanager
def started(settings: Settings) -> Iterator[str]:
    """An engine in a thread of its own, until the end of the block; its URL."""
    url: Future[str] = Future()
    stop: list[Callable[[], object]] = []

    def serving(found: Serving) -> None:
        loop = asyncio.get_running_loop()
        stop.append(lambda: loop.call_soon_threadsafe(found.stop))

    def work() -> None:
        try:
            run(settings, url.set_result, serving)
        except BaseException as error:
            if url.done():
                raise
            url.set_exception(error)

    thread = threading.Thread(target=work, name="engine")
    thread.start()
    try:
        yield url.result()
    finally:
        for function in stop:
            function()
        thread.join()
