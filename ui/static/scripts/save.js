// Copy an answer with its sources, save it or the whole conversation as a file, print it.
{
  const MOST_SAVED = 30; // questions of one file
  const FAILED_COPY = "This browser does not let Townclerk copy. The text is below the answer, selected: copy it by hand.";
  const all = (selector, within) => [...within.querySelectorAll(selector)];
  const say = (text) => window.townclerk?.say(text);
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  // A message beside a button; it is read out as well.
  function tell(button, text) {
    const place = button.closest(".tc-actions, .tc-tools");
    let told = place.querySelector(".tc-told");
    if (!told) {
      told = Object.assign(document.createElement("span"), { className: "tc-told" });
      place.append(told);
    }
    told.textContent = text;
    say(text);
  }

  // What is copied

  function linesOf(part) {
    if (part.matches(".tc-table"))
      return all("caption, tr", part).map((row) =>
        row.matches("caption") ? plain(row.textContent) : all("th, td", row).map((cell) => plain(cell.textContent)).join("\t"));
    const copy = part.cloneNode(true);
    for (const line of all("br", copy)) line.replaceWith("\n");
    return copy.textContent.split("\n").map(plain).filter(Boolean);
  }

  function sourceOf(quote) {
    const link = new URL(quote.dataset.link, document.baseURI).href;
    const told = `(${quote.dataset.where}). ${quote.dataset.standing}. `;
    const words = [...quote.children].flatMap(linesOf).join("\n");
    const shown = document.createElement("blockquote");
    if (quote.lang) shown.lang = quote.lang;
    for (const part of quote.children) {
      const copy = (part.querySelector("table") ?? part).cloneNode(true);
      for (const one of [copy, ...copy.querySelectorAll("*")]) {
        one.removeAttribute("class");
        one.removeAttribute("tabindex");
      }
      shown.append(copy);
    }
    const below = document.createElement("p");
    const address = Object.assign(document.createElement("a"), { href: link, textContent: link });
    below.append(told, address);
    return { text: `“${words}” ${told}${link}`, nodes: [shown, below] };
  }

  // The line, then each quote with its title, body, day, minute, page, standing and link.
  function copied(answer) {
    const standing = answer.querySelector(".tc-standing .tc-badge").textContent;
    const line = answer.querySelector(".tc-line")?.cloneNode(true);
    for (const mark of line ? all("button", line) : []) mark.remove();
    const said = line ? plain(line.textContent) : standing;
    const quotes = new Map(all(".tc-quote", answer).map((quote) => [quote.dataset.where + quote.textContent, quote]));
    const sources = [...quotes.values()].map(sourceOf);
    const html = document.createElement("div");
    html.append(Object.assign(document.createElement("p"), { textContent: said }), ...sources.flatMap((one) => one.nodes));
    return { text: [said, ...sources.map((one) => one.text)].join("\n\n"), html: html.innerHTML };
  }

  // Where the page is not on https a browser has no clipboard but that of the copy command.
  function copyByCommand({ text, html }) {
    let taken = false;
    const take = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.clipboardData.setData("text/html", html);
      event.preventDefault();
      event.stopImmediatePropagation();
      taken = true;
    };
    document.addEventListener("copy", take, true);
    try { return document.execCommand("copy") && taken; } catch { return false; } finally {
      document.removeEventListener("copy", take, true);
    }
  }

  async function toClipboard({ text, html }) {
    const as = (kind, content) => ({ [kind]: new Blob([content], { type: kind }) });
    try {
      await navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", text), ...as("text/html", html) })]);
      return true;
    } catch {
      return copyByCommand({ text, html });
    }
  }

  async function copy(button) {
    const answer = button.closest(".tc-answer");
    const made = copied(answer);
    answer.querySelector(".tc-byhand")?.remove();
    if (await toClipboard(made)) return tell(button, "Copied, with its sources.");
    const label = Object.assign(document.createElement("label"), { className: "tc-byhand", textContent: "Text to copy" });
    const area = Object.assign(document.createElement("textarea"), { readOnly: true, rows: 8, value: made.text });
    label.append(area);
    button.closest(".tc-actions").after(label);
    tell(button, FAILED_COPY);
    area.focus();
    area.select();
  }

  // Saving

  const numberOf = (exchange) => Number(exchange.dataset.key.split("-").at(-1));

  async function problemOf(reply) {
    try {
      return (await reply.json()).detail || "";
    } catch {
      return "";
    }
  }

  async function save(button) {
    const exchanges = "whole" in button.dataset ? all(".tc-exchange", document) : [button.closest(".tc-exchange")];
    const numbers = exchanges.map(numberOf);
    const questions = numbers.slice(-MOST_SAVED).map((n) => window.townclerk.request(n));
    button.disabled = true;
    tell(button, "Making the file…");
    try {
      const reply = await fetch("api/answers/document", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ questions, format: button.dataset.format }),
      });
      if (!reply.ok) throw new Error(await problemOf(reply));
      const name = /filename="([^"]+)"/.exec(reply.headers.get("Content-Disposition") ?? "")?.[1] ?? "Townclerk answer";
      const address = URL.createObjectURL(await reply.blob());
      Object.assign(document.createElement("a"), { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      const left = numbers.length - questions.length;
      tell(button, `Saved: ${name}.` + (left > 0 ? ` It holds the latest ${MOST_SAVED} questions; ${left} before these are not in it.` : ""));
    } catch (error) {
      const why = error instanceof TypeError ? "Townclerk cannot be reached." : error.message;
      tell(button, `The file could not be made. ${why || "Try again in a minute."}`);
    } finally {
      button.disabled = false;
      button.focus({ preventScroll: true });
    }
  }

  // Printing: what is folded is opened for it, and folded again.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = all("#tc-talk details:not([open])", document);
    for (const fold of unfolded) fold.open = true;
    for (const quote of all("#tc-talk .tc-quote", document))
      quote.dataset.address = new URL(quote.dataset.link, document.baseURI).href;
    for (const link of all("#tc-talk a[href]", document)) link.dataset.address = link.href;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
    unfolded = [];
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches(".tc-copy")) copy(button);
    else if (button?.matches(".tc-save")) save(button);
    else if (button?.matches(".tc-print")) window.print();
  });
}
