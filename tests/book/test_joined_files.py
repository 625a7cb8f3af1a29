"""Holds how little a page waits for: one style sheet that changes nothing, a script that waits, explorers when one comes near."""

from pathlib import Path

import pytest
import tinycss2

EXTENSIONS = Path(__file__).resolve().parents[2] / "book" / "_ext"
# The sheets of which the joined one is made, in their order.
MADE_OF = ("basic.css", "styles/pydata-sphinx-theme.css", "pygments.css", "styles/sphinx-book-theme.css", "copybutton.css")
MADE_OF += ("mystnb.*.css", "exercise.css", "proof.css", "sphinx-design.min.css", "course.css")
MADE_OF += ("katex/katex.css", "explorers/explorers.css", "python/python.css")

# How everything looks, but for the many small parts of formulas and code: [its name, [property and value, ...]].
LOOKS = """
() => {
  const names = [...getComputedStyle(document.body)].filter(name => !name.startsWith('--'));
  return [...document.querySelectorAll('body, body *')].filter(each => !each.matches('.katex *, pre *'))
    .flatMap(each => ['', '::before', '::after'].map(part => {
      const style = getComputedStyle(each, part);
      return [each.tagName + '.' + each.className + part, names.map(name => name + ':' + style.getPropertyValue(name))];
    }));
}
"""
KEEP = f"() => {{ window.looked = ({LOOKS})(); return window.looked.length }}"
CHANGED = f"""
() => ({LOOKS})().flatMap(([name, style], place) => {{
  const before = new Set(window.looked[place][1]), changed = style.filter(each => !before.has(each));
  return changed.length ? [[name, ...changed]] : [];
}})
"""
ONE_BY_ONE = """
async sheets => {
  const joined = document.querySelector('link[href$="course-site.css"]');
  const links = sheets.map(href => Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
  const loaded = links.map(link => new Promise((ready, refused) => { link.onload = ready; link.onerror = refused; }));
  const fonts = document.createElement('style'), joinedFonts = [...joined.sheet.cssRules].filter(rule => rule.type === 5);
  fonts.textContent = joinedFonts.map(rule => rule.cssText).join('');  // some stand in the joined sheet alone
  joined.replaceWith(fonts, ...links);
  await Promise.all(loaded);
  await new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)));
  await document.fonts.ready;
}
"""


@pytest.fixture
def shortened(monkeypatch):
    """Shorten a sheet's text for a page that has some names."""
    monkeypatch.syspath_prepend(EXTENSIONS)
    import joined_files

    return lambda css, *names: joined_files.shortened(tinycss2.parse_stylesheet(css, True, True), set(names))


def test_a_page_waits_for_one_sheet_and_for_no_script(soup, stem):
    """Nothing but the one sheet holds up the first picture; what the page is as wide as is said once."""
    page = soup(stem)
    assert [link["href"].split("/")[-1] for link in page.find_all("link", rel="stylesheet")] == ["course-site.css"]
    assert not page.select("script[src]:not([defer]):not([type=module])")
    assert len(page.find_all("meta", attrs={"name": "viewport"})) == 1


def settled(page, again=lambda: None):
    """What looks otherwise than before, once nothing does or nothing more comes."""
    for _ in range(20):
        page.wait_for_load_state("networkidle")
        page.evaluate("() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
        page.evaluate("document.fonts.ready.then(() => true)")
        if not (changed := page.evaluate(CHANGED)):
            break
        again()
    return changed


@pytest.mark.parametrize(
    ("looked_at", "theme", "width"), [("index", "light", 1280), ("practice_pooling", "dark", 1280), ("search", "light", 390)]
)
def test_the_joined_sheet_changes_nothing(visit, site, looked_at, theme, width):
    """Every element looks as it does with all rules of all sheets."""
    page = visit(looked_at, theme=theme, width=width)
    page.add_style_tag(content="* { transition: none !important; animation: none !important }")
    assert page.evaluate(KEEP) > 200
    settled(page, lambda: page.evaluate(KEEP))  # to ask is to lay out what was skipped, which fetches fonts
    page.evaluate(ONE_BY_ONE, [next((site / "_static").glob(name)).relative_to(site).as_posix() for name in MADE_OF])
    assert settled(page) == []


def test_rules_for_what_is_not_there_go(shortened):
    """A selector goes where one of its classes or ids is nowhere; the last takes its rule along, the last rule a condition."""
    css = ".a.b, .a #c, .a { top: 0 } .b { top: 0 } @media print { .b { top: 0 } } @media screen { .a { top: 0 } }"
    assert shortened(css, "a") == ".a{top:0}@media screen{.a{top:0}}"


def test_what_may_match_all_the_same_stays(shortened):
    """What stands in brackets, after a colon or in an attribute is not looked at; no text between quotation marks is changed."""
    css = """:is(.b, p):not(#c):hover[data-d="e"]::before { content: "a  ;  b" !important; margin: 0  auto }"""
    assert shortened(css) == ':is(.b, p):not(#c):hover[data-d="e"]::before{content:"a  ;  b"!important;margin:0 auto}'


def test_values_that_nobody_asks_for_go(shortened):
    """A custom property stays where its name is asked for."""
    assert shortened("html { --asked: 1; --forgotten: 2 }", "--asked") == "html{--asked:1}"


def test_a_sheet_that_cannot_be_read_stops_the_build(shortened):
    """What is no style sheet is refused by its line."""
    with pytest.raises(Exception, match="cannot be read: line 2"):
        shortened("a { color: red }\n} b")


def test_another_version_of_the_theme_stops_the_build(site, tmp_path, monkeypatch):
    """Where the theme's script no longer has the list that is taken out of it, whoever builds is told where to look."""
    monkeypatch.syspath_prepend(EXTENSIONS)
    import joined_files

    script = tmp_path / joined_files.THEMES_SCRIPT
    script.parent.mkdir()
    script.write_text("documentReady(another)")
    with pytest.raises(Exception, match="see BOXES in"):
        joined_files.join_scripts(tmp_path, [joined_files.THEMES_SCRIPT])


def test_an_explorer_is_loaded_when_one_comes_near(visit):
    """A chapter's first screen loads nothing of an explorer further down; it is there when one has scrolled."""
    page = visit("convolution")
    assert not [each.url for each in page.responses if "/explorers/" in each.url]
    page.locator("[data-explorer]").scroll_into_view_if_needed()
    page.wait_for_selector(".explorer-live[data-ready]")


def boxes_by_width(page):
    """Of the boxes of a page: whether each scrolls sideways, and its place in the order of the keyboard; each pair once."""
    boxes = ".formula, .pst-scrollable-table-container, .bd-article pre"
    found = page.eval_on_selector_all(boxes, "all => all.map(box => [box.scrollWidth > box.clientWidth, box.tabIndex])")
    return set(map(tuple, found))


def test_wide_boxes_can_be_scrolled_by_keyboard(visit):
    """After the first key every box that scrolls sideways can have the focus, wherever it stands, and no other box can."""
    page = visit("alexnet", width=390)
    page.keyboard.press("Tab")
    page.wait_for_function("document.documentElement.dataset.scrollable === 'known'")
    assert boxes_by_width(page) == {(True, 0), (False, -1)}


def test_what_was_seen_of_boxes_before_the_window_changed_does_not_count(visit):
    """A look at the boxes that is still going on when the window becomes narrow ends there; the next one says what holds."""
    page = visit("alexnet", width=1280)
    page.evaluate("() => { window.looks = []; window.requestIdleCallback = (look) => { window.looks.push(look) } }")
    page.keyboard.press("Tab")
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function("window.looks.length === 2")
    finish = "window.looks.shift()({ timeRemaining: () => 50 })"
    known = "document.documentElement.dataset.scrollable ?? 'not yet'"
    assert [page.evaluate(f"() => {{ {finish}; return {known} }}") for _ in range(2)] == ["not yet", "known"]
    assert boxes_by_width(page) == {(True, 0), (False, -1)}


def test_the_first_picture_has_its_colours(visit, soup):
    """Light or dark is decided above the style sheet; without scripts a page is light, with the theme's colours."""
    head = str(soup("index").head)
    assert head.index("prefers-color-scheme") < head.index("course-site.css")
    page = visit("index", theme="dark", java_script_enabled=False)
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--pst-color-primary')"
    assert page.evaluate(colour) == "#0b5cad"


def test_a_field_begins_with_the_released_text_alone(visit, soup):
    """No word of a button that stands beside the code gets into a practice page's fields."""
    page = visit("practice_pooling")
    released = [part.pre.get_text().rstrip() for part in soup("practice_pooling").select("[data-answer], [data-scratch]")]
    assert page.eval_on_selector_all("textarea.run-editor", "fields => fields.map(field => field.value)") == released
