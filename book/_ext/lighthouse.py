"""Runs Lighthouse on the built site, as a desktop and as a phone, and holds the scores that the course promises.

It is run by hand, by ``make lighthouse``: its scores depend on what else the machine does, so no test waits for them.
Lighthouse itself is fetched into ``_build/lighthouse`` the first time. The site is served gzipped and below a sub-path, as it is
when published.
"""

import argparse
import functools
import gzip
import http.server
import json
import mimetypes
import os
import subprocess
import sys
import threading
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
SITE = HOME / "_build" / "html"
FOLDER = HOME / "_build" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
VERSION = "13.5.0"
PAGES = ("index", "convolution", "visual_cortex", "alexnet", "practice_convolution", "glossary", "downloads")
KINDS = ("performance", "accessibility", "best-practices", "seo")
# The least that each kind must reach, out of 100, in the order of KINDS.
LEAST = {"desktop": (95, 100, 100, 100), "phone": (90, 100, 100, 100)}
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


class Gzipped(http.server.SimpleHTTPRequestHandler):
    """Serves the site below /course/ as the published one is served: what is text is gzipped."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Answer with a file, or with 404."""
        path = Path(self.directory, self.path.partition("?")[0].removeprefix("/course/") or "index.html")
        if not self.path.startswith("/course/") or not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_response(200)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", "text/javascript" if path.suffix == ".mjs" else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


def measure(address, form):
    """The four scores of a page out of 100, and the sentences about what cost points."""
    command = [PROGRAM, address, "--quiet", "--output=json", f"--only-categories={','.join(KINDS)}", f"--chrome-flags={CHROMIUM}"]
    command += ["--preset=desktop"] if form == "desktop" else []
    environment = {**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"{address}: Lighthouse failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
    found = json.loads(done.stdout)
    lost = [
        f"{audit['title']} {audit.get('displayValue', '')}".strip()
        for kind in found["categories"].values()
        for audit in (found["audits"][each["id"]] for each in kind["auditRefs"] if each["weight"])
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    return [round(100 * (found["categories"][kind]["score"] or 0)) for kind in KINDS], lost


def fetch():
    """Install Lighthouse where it is missing."""
    if PROGRAM.exists():
        return
    print(f"Fetching Lighthouse {VERSION} into {FOLDER} (about a minute) ...", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--no-progress", f"lighthouse@{VERSION}"]
    subprocess.run(npm, cwd=FOLDER, check=True)


def main(pages):
    """Measure pages, print a table, and end with 1 where a score is too low."""
    if not (SITE / "index.html").is_file():
        sys.exit(f"{SITE}: there is no website to measure; run `make book` first")
    fetch()
    too_low = 0
    print(f"{'page':20} {'as a':8} " + " ".join(f"{kind:>14}" for kind in KINDS))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Gzipped, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in pages or PAGES:
            for form, least in LEAST.items():
                scores, lost = measure(f"http://127.0.0.1:{server.server_port}/course/{page}.html", form)
                print(f"{page:20} {form:8} " + " ".join(f"{score:14}" for score in scores), flush=True)
                if any(score < limit for score, limit in zip(scores, least, strict=True)):
                    too_low += 1
                    print("".join(f"    {sentence}\n" for sentence in lost), end="")
        server.shutdown()
    if too_low:
        sys.exit(f"{too_low} measurements below what is promised: {LEAST}; on a busy machine measure again")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    stems = sorted(path.stem for path in SITE.glob("*.html"))
    asked.add_argument("page", nargs="*", metavar="PAGE", choices=[*stems, []],
                       help=f"the name of a page, such as convolution (default: {', '.join(PAGES)})")  # fmt: skip
    main(asked.parse_args().page)
