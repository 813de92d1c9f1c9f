"""A session of Spark: the running one, the configured one, or a local one of our own.

Where it runs is said as for every program of Spark: by `spark-defaults.conf`, `SPARK_CONF_DIR` and
`SPARK_REMOTE`, or by a table of the configuration, whose keys are Spark's own without `spark.`:

    [tool.groundrules.spark]
    master = "yarn"
    executor.memory = "4g"
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from groundrules import config
from groundrules.errors import ContentError, UsageError
from groundrules.tables.spill import Spill

SPARK_ERRORS = (PySparkException, Py4JError, OSError)
"""What a call of Spark raises; OSError where its Java process is gone."""

_OURS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
}
"""What a session of our own is told, where nobody says otherwise."""
_HERE = {"spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1))}
"""What a local session is told besides: Spark's 200 parts of a shuffle are for a cluster's many cores."""


@contextmanager
def spark_session(
    properties: Mapping[str, str], tell: Callable[[str], None]
) -> Iterator[SparkSession]:
    """Yield the session that runs already, or start one, which ends with the context.

    `properties` are Spark's own, as in `spark.master`. Raises ContentError where a session
    does not start.
    """
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    try:
        session = _start(properties, tell)
    except SPARK_ERRORS as error:
        raise ContentError(f"Spark does not start: {reason(error)}") from error
    try:
        yield session
    finally:
        _stop(session)


def _start(properties: Mapping[str, str], tell: Callable[[str], None]) -> SparkSession:
    remote = properties.get("spark.remote") or os.environ.get("SPARK_REMOTE")
    if remote:
        tell("connecting to Spark")
        return SparkSession.builder.remote(remote).getOrCreate()
    tell("starting Spark")
    folder = _folder() if SparkContext._gateway is not None else _java(properties)
    conf = SparkConf().setAll(list(properties.items())).setAppName("groundrules")
    ours = {**_OURS, "spark.sql.warehouse.dir": str(folder / "warehouse")}
    if (conf.get("spark.master") or "local").startswith("local"):
        ours |= _HERE
    for key, value in ours.items():
        conf.setIfMissing(key, value)
    return SparkSession.builder.config(conf=conf).getOrCreate()


@cache
def _folder() -> Path:
    """Return the folder for what Spark writes, which is removed when Python ends."""
    spill = Spill()
    atexit.register(spill.close)
    return spill.path


def _java(properties: Mapping[str, str]) -> Path:
    """Start Java, which ends before Python does, and return where it may write."""
    _find_java()
    folder = _folder()
    asked = {
        "spark.local.dir": str(folder),
        "spark.driver.defaultJavaOptions": f"-Djava.io.tmpdir={folder}",
        **properties,
    }
    conf = SparkConf(loadDefaults=False).setAll(list(asked.items()))
    # What Java says before Spark has a log would else be on the terminal.
    with (folder / "log").open("wb") as log:
        gateway = launch_gateway(conf, popen_kwargs={"stderr": log})  # type: ignore[no-untyped-call]
    atexit.register(_end, gateway)
    SparkContext._ensure_initialized(gateway=gateway, conf=conf)
    return folder


def _end(gateway: Any) -> None:
    """End Java, and wait for it: it would write into a folder that is being removed."""
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(timeout=20)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()


def _find_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if home and not Path(home, "bin", "java").exists():
        raise UsageError(f"Spark needs Java, and JAVA_HOME names {home}, which has no bin/java")
    if not home and shutil.which("java") is None:
        raise UsageError(
            "Spark needs Java 17 or later, and there is none here: install it (a JRE is enough), "
            "or say by JAVA_HOME where it is; `--engine duckdb` needs none"
        )


def _stop(session: SparkSession) -> None:
    """End a session; one whose Java process is gone has ended."""
    try:
        session.stop()
    except SPARK_ERRORS:
        SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None


def tasks_done(session: SparkSession) -> str:
    """Return how many tasks of the stages that run are done; Spark Connect tells none."""
    try:
        tracker = session.sparkContext.statusTracker()
        found = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    except SPARK_ERRORS:
        return ""
    running = [stage for stage in found if stage is not None]
    tasks = sum(stage.numTasks for stage in running)
    done = sum(stage.numCompletedTasks for stage in running)
    return f"{done} of {tasks} tasks of Spark" if tasks else ""


def reason(error: BaseException) -> str:
    """Return what went wrong, in one line: Java's own last cause where there is one."""
    if not isinstance(error, PySparkException | Py4JJavaError):
        return "its Java process is gone: it was killed, or had too little memory"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    said = causes[-1].removeprefix("Caused by: ") if causes else next(iter(lines), "")
    said = re.sub(r"^(?:[\w$]+\.)+[\w$]+(?:Exception|Error): ", "", said)
    return (said or type(error).__name__)[:300]


def configured() -> dict[str, str]:
    """Return the properties that the configuration of this folder gives Spark."""
    return _flattened(config.load(Path.cwd()).spark)


def _flattened(table: Mapping[str, Any], prefix: str = "spark") -> dict[str, str]:
    """Return the properties that a table of the configuration holds."""
    found: dict[str, str] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            found |= _flattened(value, name)
        else:
            found[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found
