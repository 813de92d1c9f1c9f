"""Chromium, where there is one: it prints a page to PDF, without a network and with a profile of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from groundrules.errors import GroundrulesError, UsageError

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "msedge"),
)
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""No window, no network, nothing of the user's own profile."""
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")


def find() -> str | None:
    """Return the path of Chromium, Chrome or Edge; None where there is none."""
    found = (shutil.which(name) for name in _NAMES)
    return next((one for one in found if one), None) or next(
        (one for one in _PLACES.get(sys.platform, ()) if Path(one).is_file()), None
    )


def needed() -> str:
    """Return the path of a browser; raises UsageError where there is none."""
    browser = find()
    if browser is None:
        raise UsageError(
            "a PDF is printed by Chromium, Chrome or Edge, and none of them was found (PATH and the usual places): "
            "install one, or open the HTML report in any browser and print it to a PDF, which gives the same pages"
        )
    return browser


def ask(browser: str, flags: list[str], url: str, timeout: float) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    """Run a headless browser once on `url`; raises GroundrulesError after `timeout` seconds.

    Its sandbox cannot be used by root, and in some containers by nobody: there it goes without. The pages are
    ours, hold no script and reach for nothing.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    for boxed in (False,) if root else (True, False):
        with tempfile.TemporaryDirectory(
            prefix="groundrules-chromium-", ignore_cleanup_errors=True
        ) as profile:
            own = [f"--user-data-dir={profile}", *([] if boxed else ["--no-sandbox"])]
            try:
                done = subprocess.run(
                    [browser, *FLAGS, *own, *flags, url],
                    capture_output=True,
                    check=False,
                    timeout=timeout,
                )
            except subprocess.TimeoutExpired as error:
                raise GroundrulesError(
                    f"{browser} did not answer within {timeout:.0f} s; open the HTML report in a browser and print it"
                ) from error
        if done.returncode == 0:
            break
    return done


def print_pdf(html: str, target: Path, timeout: float = 120) -> None:
    """Write the page `html` to `target` as a PDF with tags for those who have it read aloud, and an outline.

    The same page gives the same bytes by the same version of the browser: the date, which it takes from the
    clock, is replaced by SOURCE_DATE_EPOCH, or 1970.
    Raises UsageError without a browser, GroundrulesError where it prints nothing.
    """
    browser = needed()
    with tempfile.TemporaryDirectory(prefix="groundrules-pdf-") as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_bytes(html.encode())
        flags = [
            f"--print-to-pdf={made}",
            "--no-pdf-header-footer",
            "--export-tagged-pdf",
            "--generate-pdf-document-outline",
        ]
        done = ask(browser, flags, page.as_uri(), timeout)
        _wait(made)
        if not made.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise GroundrulesError(
                f"{browser} printed no PDF: {said[-1] if said else f'exit code {done.returncode}'}"
            )
        target.write_bytes(_dated(made.read_bytes()))


def _wait(made: Path) -> None:
    """Some launchers come back a moment before the file is there."""
    for _ in range(20):
        if made.is_file():
            return
        time.sleep(0.1)


def _dated(pdf: bytes) -> bytes:
    """Return the PDF with a date of the same length that is not the clock's: its offsets hold."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch) if epoch.isdigit() else 0, UTC)
    stamp = f"{moment:%Y%m%d%H%M%S}".encode()

    def fixed(found: re.Match[bytes]) -> bytes:
        whole = found[0]
        start = whole.index(b"D:") + 2
        rest = whole[start + 14 :].replace(b"-", b"+")
        return whole[:start] + stamp + re.sub(rb"\d", b"0", rest)

    return _DATE.sub(fixed, pdf)
