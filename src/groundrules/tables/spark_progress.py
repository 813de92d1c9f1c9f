"""How far Spark's jobs have come, told from beside them every few seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

_EVERY = 2.0  # seconds; what is done sooner tells nothing


@contextmanager
def progress(session: SparkSession, tell: Callable[[str], None]) -> Iterator[None]:
    """Tell how many tasks are done of the stages that run meanwhile; Spark Connect tells none."""
    try:
        tracker = session.sparkContext.statusTracker()
    except PySparkException:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        told = ""
        while not done.wait(_EVERY):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            running = [stage for stage in stages if stage is not None]
            tasks = sum(stage.numTasks for stage in running)
            text = f"{sum(stage.numCompletedTasks for stage in running)} of {tasks} tasks of Spark"
            if tasks and text != told:
                tell(text)
                told = text

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
