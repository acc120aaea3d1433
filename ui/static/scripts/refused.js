// Says in the page why a question was refused, until the next one is not. Gradio itself shows "Error".
(() => {
  const send = window.fetch;
  const say = (text) => {
    let said = document.getElementById("tc-refused");
    if (!said) {
      said = document.createElement("p");
      said.id = "tc-refused";
      said.setAttribute("role", "alert");
      document.body.prepend(said);
    }
    said.textContent = text;
  };
  window.fetch = async (...what) => {
    const reply = await send(...what);
    const kind = reply.headers.get("content-type") || "";
    const path = new URL(reply.url).pathname;
    if (reply.ok && path.endsWith("/queue/join")) {
      document.getElementById("tc-refused")?.remove();
    } else if (!reply.ok && path.includes("/gradio_api/") && kind.startsWith("application/problem+json")) {
      reply.clone().json().then(({ detail }) => say(detail), () => {});
    }
    return reply;
  };
})();
