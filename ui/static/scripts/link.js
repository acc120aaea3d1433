// A link to an answer: made by the Link button, and opened here. It asks the question again, of the same papers.
//
// The address is read by this script alone; no server sees what stands behind the question mark for longer than
// it takes to send the page. Once the question is asked it is taken out of the address, so that a reload asks
// nothing twice.
window.townclerkLink = (() => {
  const LONGEST = 2000; // characters of a question
  const LONGEST_LINK = 12000; // characters behind the question mark
  const BEFORE = 8; // questions that one which rests on them takes along
  const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
  const IN_ADDRESS = { body: "body", kind: "kind", council: "council", first: "from", last: "to", as_at: "as_at" };
  const DAYS = ["first", "last", "as_at"];

  function isDay(text) {
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text + "T12:00:00Z") : null;
    return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
  }

  // What a link asks, or what is wrong with it; null where the address is no link to an answer.
  function read(search) {
    if (!/[?&]q=/.test(search)) return null;
    const wrong = (text) => ({ problem: "This link cannot be opened: " + text });
    if (search.length > LONGEST_LINK) return wrong("it is too long.");
    const given = new URLSearchParams(search);
    const before = given.getAll("after");
    const questions = [...before, given.get("q")].map((text) => text.trim());
    if (before.length > BEFORE) return wrong("it holds too many questions.");
    if (questions.some((text) => !text)) return wrong("it holds no question.");
    if (questions.some((text) => text.length > LONGEST)) return wrong("its question is too long.");
    if (questions.some((text) => CONTROLS.test(text))) return wrong("its question has characters that nobody types.");
    const narrow = {};
    for (const [name, parameter] of Object.entries(IN_ADDRESS)) {
      const value = (given.get(parameter) ?? "").trim();
      if (!value) continue;
      if (DAYS.includes(name) && !isDay(value)) return wrong(`“${parameter}” is no day, such as 2024-12-31.`);
      if (value.length > 200 || CONTROLS.test(value)) return wrong(`“${parameter}” is too long, or has characters that nobody types.`);
      narrow[name] = value;
    }
    const was = given.get("was") ?? "";
    if (was && !/^[0-9a-f]{16}$/.test(was)) return wrong("its last part (“was”) is not complete.");
    return { questions, narrow, was };
  }

  const found = read(location.search);

  // The address of an answer. A question that rests on others takes them along.
  function address(one, before, rests) {
    const parameters = new URLSearchParams();
    for (const text of rests ? before.slice(-BEFORE) : []) parameters.append("after", text);
    parameters.append("q", one.q);
    for (const [name, parameter] of Object.entries(IN_ADDRESS))
      if (one.w?.[name]) parameters.append(parameter, one.w[name]);
    if (one.f) parameters.append("was", one.f);
    return `${location.origin}${location.pathname}?${parameters}`;
  }

  async function copy(text, field) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard but for pages that came encrypted: the older way
      field.select();
      if (!document.execCommand("copy")) return false;
    }
    return true;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.tc-link");
    if (!button) return;
    const known = window.townclerk?.find(button.dataset.exchange);
    if (!known) return;
    const rests = button.dataset.rests !== undefined;
    let place = button.closest(".tc-answer").querySelector(".tc-linked");
    if (!place) {
      place = Object.assign(document.createElement("p"), { className: "tc-linked" });
      const label = place.appendChild(document.createElement("label"));
      const field = Object.assign(document.createElement("input"), { type: "text", readOnly: true });
      label.append("Link to this answer ", field);
      place.append(Object.assign(document.createElement("span"), { className: "tc-copied" }));
      (button.closest("p, ul, div") ?? button).after(place);
    }
    const field = place.querySelector("input");
    field.value = address(known.one, known.before, rests);
    const copied = await copy(field.value, field);
    const said = (copied ? "Copied." : "Copy it from here.") + (rests ? " It holds the questions before it, too." : "");
    place.querySelector(".tc-copied").textContent = said;
    window.townclerk.say("Link to this answer. " + said);
    if (copied) button.focus();
    else field.focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.tc-alone");
    if (button?.dataset.part) return window.townclerk?.ask(button.dataset.part, true, { a: true });
    const known = button && window.townclerk?.find(button.dataset.exchange);
    if (known) window.townclerk.ask(known.one.q, true, { a: true, w: known.one.w });
  });

  return {
    read, address,
    // Whether this page was opened by a link whose question is still to be asked.
    waits: () => found !== null && /[?&]q=/.test(location.search),
    // The conversation is there, new and empty: ask what the link asks, and take it out of the address.
    open() {
      history.replaceState(history.state, "", location.pathname + location.hash);
      if (found.problem) return window.townclerk.complain(found.problem);
      window.townclerkNarrow.choose(found.narrow);
      found.questions.forEach((question, at) => {
        const last = at === found.questions.length - 1;
        window.townclerk.ask(question, last, last && found.was ? { l: found.was } : {});
      });
    },
  };
})();
