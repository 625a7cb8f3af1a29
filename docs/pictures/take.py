"""Takes the README's two pictures with a real browser, after `make demo`. What they show is left to the pages.

    .venv/bin/python docs/pictures/take.py
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

HOME = Path(__file__).resolve().parents[2]
PICTURES = {
    "page": (HOME / "_build/html/convolution.html", "One output at a time: flip and slide"),
    "feedback": (HOME / "course/feedback/mert.ozturk/convolution/convolution.html", "correlate2d"),
}
SHOW = "text => [...document.querySelectorAll('h2, h3')].find(each => each.textContent.startsWith(text)).scrollIntoView()"


def main():
    """Open each page at its heading, and keep what can be seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, (path, heading) in PICTURES.items():
            page = browser.new_page(viewport={"width": 1180, "height": 900})
            page.goto(path.as_uri())
            page.evaluate(SHOW, heading)
            page.screenshot(path=HOME / "docs" / "pictures" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
