"""Sign-in by OpenID Connect, against a real provider in a process of its own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import httpx
import pytest
from playwright.sync_api import Browser, expect

from qa.access.issuer import is_safe_address, own_address
from tests.fakes import DECIDED_QUOTE
from tests.qa.access.issuer_server import CLIENT, SECRET

PAGE = {"accept": "text/html"}
RECORD = ("/meetings", "/papers", "/papers.csv", "/matters?q=mill", "/help")


@dataclass(frozen=True, slots=True)
class Signing:
    """The addresses of the service and of its issuer."""

    service: str
    issuer: str


@pytest.fixture(scope="module")
def signing(serve: Callable[..., str], issuer: str) -> Signing:
    service = serve(
        sign_in="oidc",
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        sign_in_groups="clerks, auditors",
    )
    return Signing(service, issuer)


@pytest.fixture
def reader(signing: Signing) -> Iterator[httpx.Client]:
    """A browser without a screen."""
    with httpx.Client(base_url=signing.service, headers=PAGE, timeout=30) as client:
        yield client
    httpx.post(f"{signing.issuer}/fault", content="")


def go_to_issuer(reader: httpx.Client, wanted: str = "/", user: str = "officer") -> str:
    """Ask for a page unsigned, sign in at the issuer, and return the address that leads back."""
    asked = reader.get(wanted)
    assert asked.status_code == 302
    begun = reader.get(asked.headers["location"])
    assert begun.status_code == 302
    form = httpx.get(begun.headers["location"])
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.text))
    filled = {name: unescape(value) for name, value in fields.items()}
    back = httpx.post(begun.headers["location"], data={**filled, "user": user})
    assert back.status_code == 303
    return back.headers["location"]


def test_a_reader_signs_in_at_the_issuer_and_lands_on_the_page_that_they_wanted(
    reader: httpx.Client,
) -> None:
    back = reader.get(go_to_issuer(reader, "/papers/none?from=here"))
    assert (back.status_code, back.headers["location"]) == (303, "/papers/none?from=here")
    assert reader.get("/").status_code == 200
    assert reader.get("/api/papers").json()["total"] == 2
    asked = reader.post("/api/ask", json={"question": "The Old Mill?"})
    assert asked.json()["status"] == "answered"
    assert {reader.get(path).status_code for path in RECORD} == {200}
    assert reader.get("/feedback").status_code == 403  # administrators are named


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(reader: httpx.Client) -> None:
    sent = reader.get(go_to_issuer(reader)).headers.get_list("set-cookie")
    session = next(cookie for cookie in sent if cookie.startswith("townclerk="))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(session.split("; "))
    assert any(cookie.startswith('townclerk-sign-in=""; ') for cookie in sent)


def test_nobody_who_is_not_signed_in_sees_more_than_the_way_in(reader: httpx.Client) -> None:
    for path in ("/", "/papers/none", "/config", "/assets/x.js", *RECORD, "/feedback"):
        assert reader.get(path).headers["location"].startswith("/sign-in?to=/")
    for path in ("/api/papers", "/gradio_api/queue/data?session_hash=x", "/gradio_api/info"):
        refused = reader.get(path, headers=PAGE)
        assert refused.status_code == 401
    assert reader.get("/", headers={"accept": "*/*"}).status_code == 401


@pytest.mark.parametrize(
    "fault",
    [
        "nonce", "no nonce", "issuer", "audience", "expired", "unsigned", "shared secret",
        "another key", "no token",
    ],
)  # fmt: skip
def test_a_token_that_is_not_right_lets_nobody_in(
    reader: httpx.Client, signing: Signing, fault: str
) -> None:
    back = go_to_issuer(reader)
    httpx.post(f"{signing.issuer}/fault", content=fault)
    refused = reader.get(back)
    assert refused.status_code == 400
    assert refused.headers["content-type"].startswith("text/html")
    assert "You are not signed in" in refused.text
    assert "Traceback" not in refused.text
    assert reader.get("/").status_code == 302


def test_a_state_or_a_code_of_somebody_else_lets_nobody_in(reader: httpx.Client) -> None:
    back = httpx.URL(go_to_issuer(reader))
    for wrong in (
        back.copy_set_param("state", "x" * 30),
        back.copy_remove_param("state"),
        back.copy_remove_param("code"),
        back.copy_set_param("code", "x" * 30),
        back.copy_set_param("error", "access_denied"),
    ):
        held = dict(reader.cookies)
        assert reader.get(wrong).status_code == 400
        assert reader.get("/").status_code == 302
        for name, value in held.items():  # as if each were the first that came back
            reader.cookies.set(name, value)


def test_a_code_works_once_and_only_in_the_browser_that_began(
    reader: httpx.Client, signing: Signing
) -> None:
    back = go_to_issuer(reader)
    with httpx.Client(base_url=signing.service, headers=PAGE) as stranger:
        assert stranger.get(back).status_code == 400
        assert stranger.get("/").status_code == 302
    flow = dict(reader.cookies)
    assert reader.get(back).status_code == 303
    assert reader.get(back).headers["location"] == "/"  # the back button of who is signed in
    with httpx.Client(base_url=signing.service, headers=PAGE, cookies=flow) as copy:
        assert copy.get(back).status_code == 400
        assert copy.get("/").status_code == 302


def test_who_is_in_none_of_the_groups_is_told_so(reader: httpx.Client) -> None:
    refused = reader.get(go_to_issuer(reader, user="visitor"))
    assert refused.status_code == 403
    assert "in no group that may use this service" in refused.text
    assert reader.get("/").status_code == 302


def test_a_changed_cookie_is_no_sign_in(reader: httpx.Client, signing: Signing) -> None:
    reader.get(go_to_issuer(reader))
    right = reader.cookies["townclerk"]
    # The first letter of the signature: the last may hold bits that count for nothing.
    said, _, signature = right.rpartition(".")
    forged = f"{said}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    for wrong in (forged, "x" + right, "", "a.b.c"):
        changed = httpx.get(f"{signing.service}/api/papers", cookies={"townclerk": wrong})
        assert changed.status_code == 401


def test_a_signed_out_reader_is_out_here_and_at_the_issuer_even_with_the_old_cookie(
    reader: httpx.Client, signing: Signing
) -> None:
    reader.get(go_to_issuer(reader))
    old = reader.cookies["townclerk"]
    assert '<form method="post"' in reader.get("/sign-out").text
    out = reader.post("/sign-out", headers={"sec-fetch-site": "same-origin"})
    assert out.headers["location"].startswith(f"{signing.issuer}/end-session?")
    last = httpx.get(out.headers["location"])
    assert last.headers["location"] == f"{signing.service}/sign-out"
    asked = httpx.get(f"{signing.issuer}/signed-out").json()[-1]
    assert asked["client_id"] == CLIENT
    assert asked["id_token_hint"].count(".") == 2
    assert "You are signed out" in reader.get("/sign-out").text
    copied = httpx.get(f"{signing.service}/api/papers", cookies={"townclerk": old})
    assert copied.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_a_page_of_another_site_cannot_use_the_sign_in(
    reader: httpx.Client, headers: dict[str, str]
) -> None:
    reader.get(go_to_issuer(reader))
    for path in ("/api/ask", "/gradio_api/queue/join", "/sign-out"):
        refused = reader.post(path, json={"question": "The Old Mill?"}, headers=headers)
        assert refused.status_code == 403
    assert reader.get("/api/papers").status_code == 200


def test_a_return_address_elsewhere_is_not_followed(reader: httpx.Client) -> None:
    for wanted in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        begun = reader.get("/sign-in", params={"to": wanted})
        assert begun.status_code == 302
    back = reader.get(go_to_issuer(reader))
    assert back.headers["location"] == "/"


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/papers/a?x=1", "/papers/a?x=1"),
        ("", "/"),
        ("//host/x", "/"),
        ("/\\host", "/"),
        ("https://host/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie: x=y", "/"),
        ("/sign-out", "/"),
        ("/sign-in/return?code=x", "/"),
        ("/" + "x" * 2000, "/"),
    ],
)
def test_only_an_address_of_its_own_is_gone_to_after_sign_in(wanted: str, given: str) -> None:
    assert own_address(wanted) == given


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example/tenant", True),
        ("http://localhost:4444", True),
        ("http://127.0.0.1:4444", True),
        ("http://login.example", False),
        ("http://127.0.0.1.example", False),
        ("ftp://login.example", False),
        ("https://", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_an_issuer_is_spoken_to_where_nobody_can_read_along(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe


def test_an_issuer_that_calls_itself_otherwise_or_is_away_is_not_believed(
    serve: Callable[..., str], issuer: str
) -> None:
    settings = {"sign_in": "oidc", "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    service = serve(oidc_issuer=issuer, **settings)
    httpx.post(f"{issuer}/fault", content="description")
    refused = httpx.get(f"{service}/sign-in", headers=PAGE)
    assert refused.status_code == 503
    assert "Signing in is not possible just now" in refused.text
    httpx.post(f"{issuer}/fault", content="")
    assert httpx.get(f"{service}/sign-in", headers=PAGE).status_code == 302
    assert httpx.get(f"{service}/api/health").status_code == 200


def test_a_reader_whose_sign_in_ended_is_told_so_in_the_chat(
    browser: Browser, signing: Signing
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(signing.service)
    page.get_by_role("button", name="Let me in").click()
    expect(page.locator(".tc-welcome")).to_be_visible()
    context.clear_cookies()
    page.get_by_label("Your question").fill("The Old Mill?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Your sign-in has ended. Load this page again").first).to_be_visible()
    context.close()


def test_a_reader_signs_in_asks_and_signs_out_in_a_browser(
    browser: Browser, signing: Signing
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(signing.service)
    expect(page.get_by_role("heading", name="The issuer")).to_be_visible()
    page.get_by_role("button", name="Let me in").click()
    expect(page.locator(".tc-welcome")).to_be_visible()
    page.get_by_label("Your question").fill("The Old Mill?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".tc-body blockquote")).to_contain_text(DECIDED_QUOTE)
    page.locator(".tc-cite").first.click()
    page.wait_for_function("document.querySelector('.tc-page img')?.naturalWidth === 1000")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the paper").click()
    assert "/papers/" in opened.value.url
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.goto(signing.service)
    expect(page.get_by_role("heading", name="The issuer")).to_be_visible()
    context.close()
