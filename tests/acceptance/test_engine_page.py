"""The engine's page as people see it: a real engine, a real worker, emulated devices, headless Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest

pytest.importorskip("uvicorn")
pytest.importorskip("selenium")

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from lab.engine_api import poll, push, register_block, register_worker, registration, submit
from lab.engine_fixtures import DevEngine
from lab.worker_fixtures import worker_processes

MIXED = Path(__file__).parents[2] / "examples" / "mixed"
BINARIES = (("chromium", "chromium-browser", "google-chrome"), ("chromedriver",))
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-proxy-server", "--window-size=1280,900"),
)
WAITING = 20
GREETING = "fb.example.com/greeting"
PATIENT = """\
import asyncio
from pathlib import Path

from neops_worker_sdk.function_block import (
    AcquireParams, FunctionBlock, FunctionBlockAcquireResult, FunctionBlockParams, FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry import Registration, register_function_block
from neops_worker_sdk.workflow import WorkflowContext


class Params(FunctionBlockParams):
    gates: str


class Result(FunctionBlockResultData):
    passed: int


@register_function_block(
    Registration(
        name="patient", description="Waits for files.", package="fb.example.com", run_on="global",
        fb_type="execute", param_cls=Params, result_cls=Result,
    )
)
class Patient(FunctionBlock[Params, Result]):
    async def run(self, params: Params, context: WorkflowContext) -> FunctionBlockResult[Result]:
        for number in (1, 2):
            self.logger.info(f"waits at gate {number}")
            while not Path(params.gates, str(number)).exists():
                await asyncio.sleep(0.02)
            self.logger.warning(f"passed gate {number}")
        return FunctionBlockResult(message="through", success=True, data=Result(passed=2))

    async def acquire(self, params: AcquireParams[Params]) -> FunctionBlockAcquireResult:
        return FunctionBlockAcquireResult(message="Nothing to acquire.", success=True)
"""

pytestmark = pytest.mark.browser


class Page:
    """What one does in a browser, and sees.

    Attributes:
        driver: of Selenium.
        url: of the engine.
    """

    def __init__(self, driver, url):
        self.driver, self.url = driver, url

    def open(self, path):
        self.driver.get(self.url + path)
        return self

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def by_label(self, text):
        """The field that a label names."""
        label = self.driver.find_element(By.XPATH, f"//label[starts-with(normalize-space(), '{text}')]")
        own = label.find_elements(By.CSS_SELECTOR, "input, select")
        return own[0] if own else self.driver.find_element(By.ID, label.get_attribute("for"))

    def fill(self, label, text):
        field = self.by_label(label)
        field.clear()
        field.send_keys(text)

    def click(self, css):
        self.find(css).click()

    def text(self, css="main"):
        """What is seen of an element, with single spaces; nothing where there is none."""
        script = "return document.querySelector(arguments[0])?.innerText ?? ''"
        return " ".join(self.driver.execute_script(script, css).split())

    def until(self, holds, otherwise=""):
        """Wait until a function gives something."""
        return WebDriverWait(self.driver, WAITING, 0.05).until(lambda _: holds(), otherwise)

    @property
    def path(self):
        return self.driver.execute_script("return location.pathname")

    def sees(self, *texts, css="main"):
        """Wait until the page shows these texts."""
        try:
            self.until(lambda: all(text in self.text(css) for text in texts))
        except TimeoutException:
            raise AssertionError(f"{texts} are not all in {self.text(css)!r}") from None

    def submitted(self, button=".primary"):
        """Send the form; wait for the page of what was submitted."""
        self.click(button)
        self.until(lambda: self.path.startswith(("/ui/jobs/", "/ui/submissions/")))

    def complaints(self):
        """What the browser's console says."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
        ]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    found = [next((path for name in names if (path := shutil.which(name))), None) for names in BINARIES]
    if None in found:
        pytest.skip("needs Chromium and its driver: apt-get install chromium chromium-driver")
    options = Options()
    options.binary_location = found[0]
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(found[1]))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def lab(session_emulator):
    """Three devices, of which one knows another password."""
    return session_emulator(count=3, faults={"sw2": "auth"})


@pytest.fixture(scope="module")
def served(lab, tmp_path_factory):
    """The URL of an engine that knows the lab, with a worker for examples/mixed and a block that waits."""
    root = tmp_path_factory.mktemp("served")
    (root / "blocks").mkdir()
    (root / "blocks" / "patient.py").write_text(PATIENT)
    engine = DevEngine(root / "engine.sqlite", "--inventory", str(lab.inventory))
    engine.start()
    try:
        with worker_processes(root) as start:
            start(engine.url, None, "--blocks", str(MIXED), "--blocks", str(root / "blocks"), name="worker-1")
            yield engine.url
    finally:
        engine.stop()


@pytest.fixture
def browse(driver, start_dev_engine):  # its end is before that of the engines
    """browse(URL of an engine) -> Page; at its end the console must be silent."""
    driver.get_log("browser")
    pages = []

    def browse(url):
        pages.append(Page(driver, url))
        return pages[-1]

    yield browse
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    assert [complaint for page in pages for complaint in page.complaints()] == []


@pytest.fixture
def page(browse, served):
    return browse(served)


def post(url, path, body):
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def test_a_yaml_block_is_run_from_its_form(page):
    page.open("/ui").sees("worker-1", "online")
    page.find("nav [href='/ui/blocks']").click()
    page.sees("greeting", "answer_times", "software", "patient")
    page.driver.find_element(By.LINK_TEXT, "greeting").click()
    page.sees("Greet somebody", "Whom to greet.", "1 online")
    assert page.by_label("who").get_attribute("value") == "network"
    page.fill("who", "<b>world</b>")
    page.by_label("who").send_keys(Keys.ENTER)
    page.sees("hello, <b>world</b>", "succeeded", "done in")
    assert page.text("h1") == "greeting 1.0.0 succeeded"
    for words in ("Waiting", "Running", "Total", "worker-1", "words hello, <b>world</b>", "who <b>world</b>"):
        assert words in page.text()
    page.open("/ui").sees("hello, <b>world</b>")


def test_devices_are_chosen_and_their_steps_and_errors_seen(page):
    page.open("/ui/blocks/fb.example.com/software/1.0.0")
    choose = page.find("[data-filter='pick-device']")
    choose.send_keys("sw3")
    assert [item.text.split()[0] for item in page.all("#pick-device li") if item.is_displayed()] == ["sw3"]
    choose.clear()
    choose.send_keys("sw")
    page.click("[data-choose='all']")
    assert page.text(".picker output") == "3 chosen"
    page.submitted()
    page.sees("3 of 3 jobs done, 1 failed", "sw1 runs 15.2(7)E3")
    assert page.text("tbody tr").startswith("failed sw2")
    page.driver.find_element(By.LINK_TEXT, "sw2").click()
    page.sees("auth_failed", "in step version", "software.block.yaml:", "What to do:")
    assert page.find(".device").get_attribute("open") is not None
    page.sees("auth_failed", css=".log")
    assert "emulab" not in page.driver.page_source


def test_a_python_block_is_run_on_the_devices_that_were_chosen(page):
    page.open("/ui/blocks/fb.example.com/answer_times/1.0.0")
    for box in page.all("#pick-device input")[:2]:
        box.click()
    page.fill("timeout", "2.5")
    page.submitted()
    page.sees("2 of 2 devices answer", "succeeded", "milliseconds", "timeout 2.5", "2 done")
    assert page.text("h1").startswith("answer_times 1.0.0 on selection")


def test_what_does_not_fit_is_said_beside_the_field_and_everything_typed_stays(page):
    page.open("/ui/blocks/fb.example.com/software/1.0.0")
    page.fill("Or paste them", '[{"hostname": "n1", "password": "geheim"}')
    page.click(".primary")
    page.sees("Nothing was submitted.", "Secrets are not sent back")
    assert page.find(".field.wrong .error").is_displayed()
    assert "geheim" in page.by_label("Or paste them").get_attribute("value"), "it never left the page"
    assert page.find("[data-choose='all']").is_displayed(), "what needs scripts is there, too"
    (complaint,) = page.complaints()
    assert "422" in complaint


def test_what_is_filtered_stays_so_while_the_page_changes(page):
    def shown():
        return [item.text.split()[0] for item in page.all(".catalog li") if item.is_displayed()]

    page.open("/ui/blocks").find("[data-filter]").send_keys("greet")
    assert shown() == ["greeting"]
    post(page.url, "/function-blocks/register", registration("greet_all", package="fb.example.com"))
    page.until(lambda: "greet_all" in shown())
    assert shown() == ["greet_all", "greeting"]


def test_a_text_of_several_lines_can_be_pasted(page):
    page.open("/ui/blocks/fb.example.com/greeting/1.0.0")
    field = page.by_label("who")
    field.clear()
    script = (
        "const data = new DataTransfer(); data.setData('text', 'you\\nand me');"
        "arguments[0].dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))"
    )
    page.driver.execute_script(script, field)
    assert page.by_label("who").tag_name == "textarea"
    page.submitted()
    page.sees("hello, you and me")


def test_a_running_job_is_followed_without_a_reload(page, tmp_path):
    page.open("/ui/blocks/fb.example.com/patient/1.0.0")
    page.fill("gates", str(tmp_path))
    page.submitted()
    page.sees("running", "waits at gate 1")
    page.driver.execute_script(
        "window.notReloaded = true; window.entry = document.querySelector('.entry');"
        "document.querySelector('#log .tabs a').focus()"
    )
    (tmp_path / "1").touch()
    page.sees("passed gate 1", "waits at gate 2")
    assert page.text("h1").endswith("running")
    (tmp_path / "2").touch()
    page.sees("through", "succeeded", "passed 2")
    kept = "[window.notReloaded, window.entry.isConnected, !!document.activeElement.closest('#log .tabs')]"
    assert page.driver.execute_script(f"return {kept}") == [True, True, True]
    assert page.text("#log-lines").count("passed gate") == 2


def test_jobs_are_filtered_by_choosing(page):
    post(page.url, "/dev/submissions", {"functionBlock": GREETING, "parameters": {"who": "filter"}})
    page.open("/ui/jobs").sees("hello, filter")
    Select(page.by_label("State")).select_by_value("waiting")
    page.sees("There is none with this state")
    assert page.driver.execute_script("return location.search") == "?state=waiting"
    page.driver.find_element(By.LINK_TEXT, "Show all").click()
    page.sees("hello, filter")


def test_the_keyboard_will_do(page):
    page.open("/ui/blocks/fb.example.com/greeting/1.0.0")
    page.find("body").send_keys(Keys.TAB)
    assert page.driver.switch_to.active_element.text == "Skip to the content"
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.driver.execute_script("return document.activeElement.id") == "main"


def test_nothing_is_wider_than_a_phone(page):
    job = post(page.url, "/dev/submissions", {"functionBlock": GREETING})["jobs"][0]["jobId"]
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        block = "/ui/blocks/fb.example.com/software/1.0.0"
        for path in ("/ui", "/ui/blocks", block, "/ui/jobs", f"/ui/jobs/{job}", "/ui/workflows"):
            page.open(path)
            assert page.driver.execute_script("return document.documentElement.scrollWidth") <= 360, path
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_without_scripts_everything_can_still_be_done(page):
    driver = page.driver
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open("/ui/blocks/fb.example.com/greeting/1.0.0")
        field = driver.find_element(By.NAME, "p/who")
        field.clear()
        field.send_keys("nobody")
        page.click(".primary")
        page.until(lambda: "hello, nobody" in driver.page_source)
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_overview_changes_by_itself_and_says_when_the_engine_is_gone(browse, start_dev_engine):
    engine = start_dev_engine()
    page = browse(engine.url).open("/ui")
    page.sees("No worker is here", f"neops-blocks worker --engine {engine.url} --blocks DIR")
    page.driver.execute_script("window.notReloaded = true")
    with engine.client() as client:
        worker = register_worker(client, "worker-7")
        page.sees("worker-7", "1 online")
        block = register_block(client, worker)
        submit(client, block)
        page.sees("1 waiting", "b 1.0.0")
        (job,) = poll(client, worker, block)
        page.sees("1 running", "b 1.0.0 for")
        push(client, job["jobId"], "well done")
        page.sees("1 succeeded", "well done", "idle")
    engine.kill()
    page.until(lambda: page.find("#pulse").get_attribute("data-state") == "lost")
    assert "well done" in page.text()
    engine.restart()
    page.until(lambda: page.find("#pulse").get_attribute("data-state") == "live")
    assert page.driver.execute_script("return window.notReloaded")
    assert all("ERR_CONNECTION_REFUSED" in complaint for complaint in page.complaints())


def test_the_wrong_token_is_told_and_the_right_one_opens_the_page(browse, start_dev_engine):
    page = browse(start_dev_engine("--token", "open-sesame").url).open("/ui/jobs?state=failed")
    assert page.path == "/ui/login"
    page.fill("Token", "open-barley")
    page.click(".primary")
    page.sees("This is not the token of this engine.")
    (complaint,) = page.complaints()
    assert "401" in complaint
    page.fill("Token", "open-sesame")
    page.click(".primary")
    page.sees("Show all")
    assert page.path == "/ui/jobs"
    (cookie,) = page.driver.get_cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    page.driver.find_element(By.XPATH, "//button[.='Sign out']").click()
    page.sees("Sign in")
    assert page.driver.get_cookies() == []
