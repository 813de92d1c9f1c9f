"""A browser and axe for tests that look at pages, and a project whose report has everything."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from groundrules.render import chromium

AXE = "4.14.1"
# A wheel that bundles axe, where there is no npm.
WHEEL = "axe-playwright-python==0.1.8"


@dataclass(frozen=True)
class Slide:
    """How a slide lies on a screen; sizes in pixels."""

    name: str
    height: int
    wide: int
    out: list[str]
    """Elements that leave the slide, lie under its foot, or hold more than they show."""
    cue: bool
    """Whether it is said that there is more below."""
    text: float


def axe_source(folder: Path) -> str:
    """Return the script of axe-core, fetched into `folder` by npm, or by pip where there is no npm."""
    if npm := shutil.which("npm"):
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", f"axe-core@{AXE}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), WHEEL]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read("axe_playwright_python/axe.min.js").decode()


def violations(page: str, axe: str, folder: Path, *, width: int, dark: bool) -> list[str]:
    """Return what axe finds in a page as Chromium shows it, as `impact rule: element` lines.

    The page is a copy without its policy, which would forbid the script. It stands in a frame of `width` pixels,
    since a window cannot be as narrow as a telephone; axe runs inside.
    """
    script = axe.replace("</script", "<\\/script")
    run = """
    axe.run(document, {resultTypes: ['violations']}).then(found => {
      const told = document.createElement('pre'); told.id = 'axe-told';
      told.textContent = JSON.stringify({width: innerWidth,
        dark: matchMedia('(prefers-color-scheme: dark)').matches, rules: found.passes.length,
        violations: found.violations.flatMap(v => v.nodes.map(n => `${v.impact} ${v.id}: ${n.html.slice(0, 160)}`))});
      parent.document.body.append(told);
    });"""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert bare != page, "the page has a content security policy"
    inner = bare.replace("</body>", f"<script>{script}</script><script>{run}</script></body>")
    outer = folder / f"outer-{width}-{dark}.html"
    (folder / f"inner-{width}-{dark}.html").write_text(inner, encoding="utf-8")
    outer.write_text(
        f'<!DOCTYPE html><html lang="en"><title>t</title><body><iframe title="page" '
        f'src="inner-{width}-{dark}.html" style="border:0;width:{width}px;height:900px"></iframe></body></html>',
        encoding="utf-8",
    )
    flags = ["--dump-dom", "--virtual-time-budget=20000", "--window-size=1400,1000"]
    flags.append("--allow-file-access-from-files")
    if dark:
        flags.append("--blink-settings=preferredColorScheme=0")
    browser = chromium.needed()
    done = chromium.ask(browser, flags, outer.as_uri(), 120)
    told = re.search(r'<pre id="axe-told">(.*?)</pre>', done.stdout.decode(), re.S)
    assert told, done.stderr.decode()[-2000:]
    said = json.loads(unescape(told[1]))
    assert said["width"] == width and said["dark"] is dark and said["rules"] > 20, said
    return list(said["violations"])


def slides(page: str, folder: Path, *, width: int = 1280, height: int = 720) -> list[Slide]:
    """Return how each slide of a deck lies on a screen of this size, when it is scrolled to its beginning."""
    look = """
    addEventListener('load', () => {
      const told = document.createElement('pre'); told.id = 'told';
      document.documentElement.style.scrollBehavior = 'auto';
      document.documentElement.style.scrollSnapType = 'none';
      told.textContent = JSON.stringify([...document.querySelectorAll('.gr-slide')].map(slide => {
        scrollTo(0, slide.offsetTop);
        const box = slide.getBoundingClientRect(), foot = slide.querySelector('.gr-foot').getBoundingClientRect();
        const cue = slide.querySelector('.gr-more').getBoundingClientRect();
        const out = [];
        for (const one of slide.querySelectorAll('.gr-on, .gr-on *')) {
          const r = one.getBoundingClientRect();
          if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > foot.top + 1
              || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible')
            out.push(one.tagName + '.' + one.className);
        }
        return {name: slide.id, height: slide.offsetHeight, wide: slide.scrollWidth, out,
          cue: cue.top < foot.top - 1 && cue.top > box.top && cue.bottom <= innerHeight + 1,
          text: parseFloat(getComputedStyle(slide.querySelector('.gr-answer, .gr-on > p, .gr-on') ).fontSize)};
      }));
      parent.document.body.append(told);
    });"""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    inner, outer = folder / "deck-inner.html", folder / "deck-outer.html"
    inner.write_text(bare.replace("</body>", f"<script>{look}</script></body>"), encoding="utf-8")
    frame = (
        f'<iframe src="{inner.name}" style="border:0;width:{width}px;height:{height}px"></iframe>'
    )
    outer.write_text(f"<!DOCTYPE html><body>{frame}</body>", encoding="utf-8")
    flags = ["--dump-dom", "--virtual-time-budget=5000", "--window-size=1600,1200"]
    flags += ["--allow-file-access-from-files", "--hide-scrollbars"]
    done = chromium.ask(chromium.needed(), flags, outer.as_uri(), 120)
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout.decode(), re.S)
    assert told, done.stderr.decode()[-2000:]
    return [Slide(**one) for one in json.loads(unescape(told[1]))]


def printed(page: str, target: Path) -> int:
    """Print a page to PDF, and return of how many pages it is."""
    chromium.print_pdf(page, target)
    return len(re.findall(rb"/Type /Page\b", target.read_bytes()))


def picture(page: Path, target: Path, *, width: int = 1280, height: int = 900) -> bytes:
    """Return a screenshot of a page as PNG."""
    flags = [f"--screenshot={target}", f"--window-size={width},{height}", "--hide-scrollbars"]
    chromium.ask(chromium.needed(), flags, page.as_uri(), 120)
    return target.read_bytes()
