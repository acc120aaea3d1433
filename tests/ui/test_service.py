import httpx


def test_api_documentation_and_chat_share_one_port(served: str) -> None:
    assert httpx.get(f"{served}/api/health").json()["status"] == "ok"
    assert httpx.get(f"{served}/docs").status_code == 200
    assert httpx.get(f"{served}/openapi.json").json()["info"]["title"] == "Townclerk"
    assert "gradio" in httpx.get(f"{served}/").text


def test_the_chat_is_kept_to_its_own_host_by_policy(served: str) -> None:
    policy = httpx.get(f"{served}/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy


def test_an_error_of_the_api_is_problem_details_here_too(served: str) -> None:
    for method, path, status in (
        ("GET", "/api/nothing", 404),
        ("GET", "/api/ask", 405),
        ("POST", "/api/ask", 422),
        ("GET", "/papers/none", 404),
    ):
        response = httpx.request(method, served + path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"


def test_a_request_larger_than_any_question_is_refused_by_the_chat_too(served: str) -> None:
    response = httpx.post(f"{served}/gradio_api/queue/join", content=b"x" * 200_000)
    assert response.status_code == 413


def test_no_proxy_holds_back_the_events_of_the_chat(served: str) -> None:
    with httpx.stream("GET", f"{served}/gradio_api/heartbeat/a-session") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        assert events.headers["x-accel-buffering"] == "no"
        assert events.headers["cache-control"] == "no-store"
