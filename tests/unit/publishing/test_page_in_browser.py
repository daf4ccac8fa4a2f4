"""The review page in a real browser: its policy holds, its filter works, its looks are drawn.

Screenshots are left in the test's temporary folder for people to look at.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from publishing_world import FACTS

from dagster_project.publishing.dictionary import write_dictionary
from dagster_project.publishing.page.render import render_review

pytestmark = pytest.mark.browser

AXE = "axe-core@4.10.3"
MANY = """
    insert into marts.rpt_review_queue by name
    select queue.* replace (
        'm' || i as review_id, 'm' || i as relationship_id,
        'Counterparty ' || i as counterparty_name
    )
    from marts.rpt_review_queue as queue, range(2000) as r (i) where review_id = 'v1';
    insert into marts.fct_exposures by name
    select exposures.* replace ('m' || i as relationship_id, 'm' || i as funding_id)
    from marts.fct_exposures as exposures, range(2000) as r (i) where relationship_id = 'r1';
    insert into marts.fct_funding by name
    select funding.* replace ('m' || i as funding_id, 'Unit ' || i % 12 as unit)
    from marts.fct_funding as funding, range(2000) as r (i) where funding_id = 'f1';
"""


@pytest.fixture(scope="module")
def browser():
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("there is no chromium with a chromedriver here")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1200,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=driver)
    )
    yield opened
    opened.quit()


@pytest.fixture(scope="module")
def page(sound_candidate, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "review.html"
    render_review(sound_candidate.path, path, FACTS.stale_after_days)
    write_dictionary(sound_candidate.path, path.with_name("data_dictionary.html"))
    return path


@pytest.fixture(scope="module")
def axe(tmp_path_factory) -> str:
    """The accessibility checker's source, from npm's own client."""
    folder = tmp_path_factory.mktemp("axe")
    if not shutil.which("npm"):
        pytest.skip("npm is not here, and axe-core comes with it")
    try:
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline",
             "--fetch-retries=0", "--prefix", str(folder), AXE],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip(f"npm cannot get {AXE}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _look(browser, path: Path, *, scheme: str = "light", media: str = "", width: int = 1200):
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get(path.as_uri())


def _ground(browser) -> str:
    return browser.execute_script("return getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize(
    ("scheme", "media", "width", "ground"),
    [
        ("light", "", 1200, "rgb(255, 255, 255)"),
        ("dark", "", 1200, "rgb(20, 23, 27)"),
        ("dark", "print", 690, "rgb(255, 255, 255)"),
        ("light", "", 420, "rgb(255, 255, 255)"),
    ],
)
def test_the_page_is_drawn_without_a_complaint(browser, page, scheme, media, width, ground):
    _look(browser, page, scheme=scheme, media=media, width=width)
    assert browser.get_log("browser") == []
    assert _ground(browser) == ground
    assert browser.execute_script(
        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    drawn = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
    picture = page.with_name(f"review-{scheme}-{media or 'screen'}-{width}.png")
    picture.write_bytes(base64.b64decode(drawn["data"]))
    assert picture.stat().st_size > 20_000


def test_it_prints_on_a4(browser, page):
    _look(browser, page)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(printed["data"])
    page.with_name("review.pdf").write_bytes(pdf)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf


def test_foreign_script_does_not_run_under_the_pages_policy(browser, page, tmp_path):
    """Were a value ever to come through as markup, the policy would still stop it."""
    text = page.read_text(encoding="utf-8")
    injected = '<script>document.title = "run"</script><img src="x" onerror="document.title=1">'
    broken = tmp_path / "broken.html"
    broken.write_text(text.replace("<main>", f"<main>{injected}"), encoding="utf-8")
    _look(browser, broken)
    assert browser.title.startswith("Review desk")
    assert any(
        "Content Security Policy" in entry["message"] for entry in browser.get_log("browser")
    )


def test_two_thousand_ties_are_filtered_paged_and_reachable(browser, candidate_of, tmp_path):
    path = tmp_path / "review.html"
    render_review(candidate_of(MANY).path, path, FACTS.stale_after_days)
    _look(browser, path)

    def shown() -> tuple[str, int]:
        return tuple(
            browser.execute_script(
                "return [document.getElementById('shown').textContent, "
                "document.querySelectorAll('#tie-list > li').length]"
            )
        )

    def choose(field: str, value: str) -> None:
        browser.execute_script(
            "const field = document.getElementById(arguments[0]); field.value = arguments[1];"
            "field.dispatchEvent(new Event('input', { bubbles: true }));",
            field,
            value,
        )

    assert shown() == ("50 of 2003 ties shown, 2003 in all", 50)
    browser.execute_script("document.getElementById('more').click()")
    assert shown() == ("100 of 2003 ties shown, 2003 in all", 100)
    focused = (
        "return [...document.querySelectorAll('#tie-list > li')].indexOf(document.activeElement)"
    )
    assert browser.execute_script(focused) == 50
    choose("search", "COUNTERPARTY 1999")
    assert shown() == ("1 of 1 ties shown, 2003 in all", 1)
    choose("search", "")
    choose("by-unit", "Unit 3")
    assert shown() == ("50 of 167 ties shown, 2003 in all", 50)
    choose("by-class", "delisted_before")
    assert shown() == ("0 of 0 ties shown, 2003 in all", 0)
    assert browser.execute_script("return document.getElementById('more').hidden")
    choose("by-unit", "")
    assert shown() == ("1 of 1 ties shown, 2003 in all", 1)
    assert browser.get_log("browser") == []


def test_a_link_to_the_sql_of_a_number_opens_it(browser, page):
    _look(browser, page)
    browser.execute_script("document.querySelector('.headlines a').click()")
    assert browser.execute_async_script(
        "const done = arguments[0];"
        "setTimeout(() => done(document.getElementById(location.hash.slice(1)).open), 100)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["review.html", "data_dictionary.html"])
def test_the_pages_break_no_accessibility_rule(browser, page, axe, scheme, name):
    _look(browser, page.with_name(name), scheme=scheme)
    browser.execute_script(
        "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
    )
    browser.execute_script(axe)
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document).then((found) => done(found));"
    )
    assert len(found["passes"]) > 15
    assert [
        (rule["id"], json.dumps([node["html"][:200] for node in rule["nodes"][:3]]))
        for rule in found["violations"]
    ] == []
