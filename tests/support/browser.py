# SPDX-License-Identifier: Apache-2.0
"""Chromium without a window, spoken to in the DevTools protocol over a pipe: no other package.

    with browser.Page(pathlib.Path("report.html")) as page:
        page.evaluate("document.title")
"""

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE_SECONDS = 60


def find() -> str | None:
    """A browser of this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class BrowserError(Exception):
    """What the browser refused, or a script of a test threw."""


class Page:
    """One page, opened from disk with the network off. Collects what its console complains of."""

    def __init__(self, path: pathlib.Path, width: int = 1280, height: int = 900,
                 dark: bool = False):
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._number, self._buffer = 0, b""
        # Children of the browser may outlive it by a moment, and write there.
        self._folder = tempfile.TemporaryDirectory(prefix="surgeflow-browser-",
                                                   ignore_cleanup_errors=True)
        self.downloads = pathlib.Path(self._folder.name) / "downloads"
        self.downloads.mkdir()
        self._start()
        self._session = self._attach()
        self._prepare(width, height, dark)
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.wait_for("document.readyState === 'complete'")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(timeout=PATIENCE_SECONDS)
        os.close(self._write)
        os.close(self._read)
        self._folder.cleanup()

    def _start(self) -> None:
        their_read, self._write = os.pipe()
        self._read, their_write = os.pipe()

        def hand_over():
            # The protocol's pipe is 3 and 4; high numbers first, so that neither covers the other.
            source, sink = os.dup(their_read), os.dup(their_write)
            source, sink = (fd if fd > 4 else os.dup(fd) for fd in (source, sink))
            while source <= 4 or sink <= 4:
                source, sink = os.dup(source), os.dup(sink)
            os.dup2(source, 3)
            os.dup2(sink, 4)

        self._process = subprocess.Popen(
            [find(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--hide-scrollbars",
             f"--user-data-dir={self._folder.name}/profile", "about:blank"],
            close_fds=False, preexec_fn=hand_over, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(their_read)
        os.close(their_write)

    # ---- the protocol ----

    def _message(self, deadline: float) -> dict:
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], max(0, deadline - time.monotonic()))[0]:
                raise BrowserError("the browser does not answer")
            read = os.read(self._read, 1 << 20)
            if not read:
                raise BrowserError("the browser ended")
            self._buffer += read
        text, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(text)

    def _note(self, message: dict) -> None:
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"])[:500])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            self.complaints.append(json.dumps(parameters["args"])[:500])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])

    def call(self, method: str, **parameters) -> dict:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if getattr(self, "_session", None):
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._message(deadline)
            if answer.get("id") != self._number:
                self._note(answer)
                continue
            if "error" in answer:
                raise BrowserError(f"{method}: {answer['error'].get('message')}")
            return answer["result"]

    def _attach(self) -> str:
        targets = self.call("Target.getTargets")["targetInfos"]
        target = next(target for target in targets if target["type"] == "page")
        return self.call("Target.attachToTarget", targetId=target["targetId"],
                         flatten=True)["sessionId"]

    def _prepare(self, width: int, height: int, dark: bool) -> None:
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Network.emulateNetworkConditions", offline=True, latency=0,
                  downloadThroughput=0, uploadThroughput=0)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.call("Browser.setDownloadBehavior", behavior="allow",
                  downloadPath=str(self.downloads))

    # ---- what tests do ----

    def evaluate(self, script: str):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def wait_for(self, script: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.evaluate(script):
            if time.monotonic() > deadline:
                raise BrowserError(f"never true: {script}")
            time.sleep(0.02)

    def press(self, key: str) -> None:
        code = {"ArrowRight": 39}[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=code)

    def downloaded(self, name: str) -> str:
        """A download's text, once it is whole."""
        path = self.downloads / name
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not path.exists():
            if time.monotonic() > deadline:
                raise BrowserError(f"{name} was not downloaded")
            self.evaluate("0")
            time.sleep(0.05)
        return path.read_bytes().decode("utf-8")

    def screenshot(self, path: pathlib.Path, whole: bool = False) -> None:
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def print(self, path: pathlib.Path) -> None:
        printed = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(printed["data"]))
