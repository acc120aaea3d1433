"""The service behind a real nginx: the example of `deploy/`, and a bare sub-path (case 30)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, Page, Request, expect

from qa.access.keys import KeyFile
from qa.access.scopes import Scope
from tests.fakes import DECIDED_QUOTE
from tests.qa.access.conftest import HERE, PROJECT, free_port, running
from tests.qa.access.issuer_server import CLIENT, SECRET

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
EXAMPLE = PROJECT / "deploy" / "nginx.conf"
MAIN = """daemon off; pid {folder}/nginx.pid; error_log stderr warn; worker_processes 1;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {servers}
}}
"""
BARE = """server {{
  listen 127.0.0.1:{port};
  location /townclerk/ {{
    proxy_pass {service}/;
    proxy_set_header X-Forwarded-Prefix /townclerk;
    {more}
  }}
}}"""
pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx here")


@contextmanager
def nginx(folder: Path, servers: str, address: str) -> Iterator[None]:
    """Check a configuration with `nginx -t`, and run it."""
    assert NGINX
    config = folder / "nginx.conf"
    config.write_text(MAIN.format(folder=folder, servers=servers))
    command = [NGINX, "-p", str(folder), "-c", str(config)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with running(command, folder / "nginx.log", address):
        yield


def write_certificate(folder: Path) -> None:
    """Write a certificate for 127.0.0.1 that nobody else vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "site.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "site.key").write_bytes(private)


def use_chat(page: Page, site: str, below: str) -> None:
    """Ask, open the page and the paper, and check that every address lies below the prefix."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            asked.append(request.url)

    page.on("request", note)
    page.reload()
    expect(page.locator(".tc-welcome")).to_be_visible()
    page.get_by_label("Your question").fill("The Old Mill?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".tc-body blockquote")).to_contain_text(DECIDED_QUOTE)
    page.locator(".tc-cite").first.click()
    page.wait_for_function("document.querySelector('.tc-page img')?.naturalWidth === 1000")
    link = page.get_by_role("link", name="Open the paper")
    with page.expect_popup() as opened:
        link.click()
    assert opened.value.url.startswith(f"{site}{below}papers/")
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(site + below)] == []


@pytest.mark.parametrize("more", ["proxy_set_header Host $http_host;", ""], ids=["host", "no host"])
def test_below_a_sub_path_that_comes_by_header_alone_all_links_lie_below_it(
    serve: Callable[..., str], browser: Browser, tmp_path: Path, more: str
) -> None:
    service, port = serve(trusted_proxies=["127.0.0.1"]), free_port()
    site = f"http://127.0.0.1:{port}"
    servers = BARE.format(port=port, service=service, more=more)
    with nginx(tmp_path, servers, f"{site}/townclerk/api/health"):
        page = browser.new_page()
        page.goto(f"{site}/townclerk/")
        use_chat(page, site, "/townclerk/")
        page.close()
        check_links(f"{site}/townclerk")


def test_below_a_sub_path_that_is_set_a_proxy_may_leave_it_on_the_path(
    serve: Callable[..., str], browser: Browser, tmp_path: Path
) -> None:
    service, port = serve(root_path="/council/townclerk"), free_port()
    site = f"http://127.0.0.1:{port}"
    servers = f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {service}; }} }}"
    with nginx(tmp_path, servers, f"{site}/api/health"):
        assert httpx.get(f"{site}/council/townclerk").headers["location"].endswith("/townclerk/")
        page = browser.new_page()
        page.goto(f"{site}/council/townclerk/")
        use_chat(page, site, "/council/townclerk/")
        page.close()
        check_links(f"{site}/council/townclerk")


def check_links(service: str) -> None:
    """Check what the API says of its own addresses, and follow it."""
    url = httpx.URL(service)
    question = {"question": "The Old Mill?"}
    link = httpx.post(f"{service}/api/ask", json=question).json()["citations"][0]["url"]
    assert link.startswith(f"{url.path}/papers/")
    assert httpx.get(url.join(link)).headers["content-type"] == "application/pdf"
    events = httpx.post(f"{service}/api/ask/stream", json=question)
    assert f'"url": "{url.path}/papers/' in events.text
    assert httpx.get(f"{service}/openapi.json").json()["servers"] == [{"url": url.path}]
    assert f"{url.path}/api/ask" in httpx.get(f"{service}/docs").text
    wrong = httpx.get(f"{service}/api/nothing").json()
    assert wrong["instance"] == f"{url.path}/api/nothing"


def test_the_example_in_deploy_signs_readers_in_and_lets_keys_through(
    serve: Callable[..., str],
    browser: Browser,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder, port, signing = tmp_path_factory.mktemp("keys"), free_port(), free_port()
    service = serve(folder, sign_in="header", trusted_proxies="127.0.0.1", sign_in_groups="clerks")
    key = KeyFile(folder / "library-keys.json").make("intranet", (Scope.ASK, Scope.PAPERS))
    write_certificate(tmp_path)
    servers = EXAMPLE.read_text()
    for written, meant in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/certs/intranet.example.pem", str(tmp_path / "site.pem")),
        ("/etc/ssl/private/intranet.example.key", str(tmp_path / "site.key")),
        ("http://127.0.0.1:8000/", f"{service}/"),
        ("http://127.0.0.1:4180", f"http://127.0.0.1:{signing}"),
    ):
        assert written in servers
        servers = servers.replace(written, meant)
    site = f"https://127.0.0.1:{port}"
    command = [sys.executable, str(HERE / "signing_proxy.py"), str(signing)]
    up = f"http://127.0.0.1:{signing}/oauth2/auth"
    with (
        running(command, tmp_path / "signing.log", up),
        nginx(tmp_path, servers, f"{site}/townclerk/api/health"),
    ):
        check_curl(f"{site}/townclerk", key)
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{site}/townclerk")
        page.get_by_role("link", name="Let me in").click()
        expect(page.locator(".tc-welcome")).to_be_visible()
        use_chat(page, site, "/townclerk/")
        context.close()


def check_curl(service: str, key: str) -> None:
    """Use the API with curl: with the key, without it, and with headers of one's own making."""
    assert curl(f"{service}/api/papers", "X-API-Key: " + key)[0] == "200"
    code, answer = curl(
        f"{service}/api/ask", f"Authorization: Bearer {key}", '{"question": "mill"}'
    )
    assert code == "200"
    assert json.loads(answer)["citations"][0]["url"].startswith("/townclerk/papers/")
    assert curl(f"{service}/api/papers", f"X-API-Key: {key}x")[0] == "401"
    assert curl(f"{service}/api/papers", "X-API-Key: tc_x")[0] == "401"
    for made_up in ("X-Forwarded-User: officer", "X-Auth-Request-User: officer", "Accept: */*"):
        assert curl(f"{service}/api/papers", made_up)[0] == "401"
    assert curl(f"{service}/", "Accept: text/html")[0] == "302"
    # A bearer that only looks like a key goes round nginx's question, and no further.
    forged = (
        "Authorization: Bearer tc_x",
        "X-Forwarded-User: officer",
        "X-Forwarded-Groups: clerks",
    )
    assert curl(f"{service}/api/papers", *forged)[0] == "401"
    assert (
        curl(f"{service}/", "X-Other: tc_x", "X-API-Key: a tc_b", "X-Forwarded-User: o")[0] == "401"
    )


def curl(address: str, *sent: str) -> tuple[str, str]:
    """Return the status and the body; what is sent is headers, and a body in braces."""
    if not shutil.which("curl"):
        pytest.skip("no curl here")
    command = ["curl", "-sk", "-w", "%{stderr}%{http_code}", address]
    for each in sent:
        command += (
            ["-d", each, "-H", "Content-Type: application/json"]
            if each.startswith("{")
            else ["-H", each]
        )
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr, done.stdout


def test_sign_in_at_an_issuer_stays_below_the_sub_path_with_cookies_for_it_alone(
    serve: Callable[..., str], issuer: str, browser: Browser, tmp_path: Path
) -> None:
    service = serve(
        sign_in="oidc",
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        trusted_proxies="127.0.0.1",
    )
    write_certificate(tmp_path)
    port = free_port()
    site = f"https://127.0.0.1:{port}"
    servers = f"""server {{
      listen 127.0.0.1:{port} ssl;
      ssl_certificate {tmp_path}/site.pem; ssl_certificate_key {tmp_path}/site.key;
      location /townclerk/ {{
        proxy_pass {service}/;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Prefix /townclerk;
      }}
    }}"""
    with nginx(tmp_path, servers, f"{site}/townclerk/api/health"):
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{site}/townclerk/")
        page.get_by_role("button", name="Let me in").click()
        expect(page.locator(".tc-welcome")).to_be_visible()
        use_chat(page, site, "/townclerk/")
        cookies = [cookie for cookie in context.cookies() if "townclerk" in str(cookie["name"])]
        assert [cookie["name"] for cookie in cookies] == ["__Secure-townclerk"]
        assert (cookies[0]["path"], cookies[0]["secure"]) == ("/townclerk", True)
        page.get_by_role("link", name="Sign out").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert page.url == f"{site}/townclerk/sign-out"
        context.close()
