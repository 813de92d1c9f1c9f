"""How far a long step has come, told from beside it every few seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_EVERY = 2.0  # seconds; what is done sooner tells nothing


@contextmanager
def progress(look: Callable[[], str], tell: Callable[[str], None] | None) -> Iterator[None]:
    """Tell what `look` sees meanwhile, whenever it is something new; "" is nothing. Nobody to tell costs nothing."""
    if tell is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        told = ""
        while not done.wait(_EVERY):
            seen = look()
            if seen and seen != told:
                tell(seen)
                told = seen

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
