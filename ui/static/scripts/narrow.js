// Which papers are asked: the panel above the box, what of it goes with each question, and how it is said.
//
// What is chosen is of the conversation that is shown: each question keeps what it was asked of ({body, kind,
// council, first, last, as_at}, those that were chosen), and the next is asked of the same until that is changed.
window.townclerkNarrow = (() => {
  const NAMES = ["body", "kind", "council", "first", "last", "as_at"];
  const DAYS = ["first", "last", "as_at"];
  const LONGEST = 200;
  let chosen = {};

  const panel = () => document.querySelector("#tc-narrow");
  const control = (name) => document.querySelector(`#tc-narrow [name="${name}"]`);
  const some = (what) => Object.keys(what).length > 0;

  // Only what is known, as short texts: what is kept may be of any age.
  function clean(what) {
    const kept = {};
    for (const name of NAMES) {
      const text = typeof what?.[name] === "string" ? what[name].trim().slice(0, LONGEST) : "";
      if (text && (!DAYS.includes(name) || /^\d{4}-\d{2}-\d{2}$/.test(text))) kept[name] = text;
    }
    return kept;
  }

  function day(text) {
    const found = new Date(text + "T12:00:00");
    return Number.isNaN(found.getTime()) ? text
      : found.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  function kinds(kind) {
    const option = [...(control("kind")?.options ?? [])].find((one) => one.value === kind);
    return option ? option.textContent : kind;
  }

  function inWords(what) {
    const { body, kind, council, first, last, as_at } = what;
    const days = [first && `from ${day(first)}`, last && `to ${day(last)}`].filter(Boolean).join(" ");
    return [
      council,
      body ? `meetings of ${body}` : "all meetings",
      kind ? kinds(kind) : "all papers",
      days || (as_at ? "" : "to today"),
      as_at && `as at ${day(as_at)}`,
    ].filter(Boolean).join(" · ");
  }

  function show() {
    if (!control("body")) return;
    for (const name of NAMES) {
      const field = control(name);
      if (!field) continue;
      const value = chosen[name] ?? "";
      // A paper may have gone since: what is chosen is shown all the same.
      if (value && field.tagName === "SELECT" && ![...field.options].some((one) => one.value === value))
        field.append(new Option(value, value));
      field.value = value;
    }
    panel().querySelector(".tc-asking").textContent = "Asking: " + inWords(chosen);
    panel().querySelector(".tc-narrow-clear").hidden = !some(chosen);
  }

  function choose(what) {
    chosen = clean(what);
    show();
  }

  document.addEventListener("change", (event) => {
    if (!event.target.closest("#tc-narrow")) return;
    const next = { ...chosen, [event.target.name]: event.target.validity.valid ? event.target.value : "" };
    choose(next);
    window.townclerk?.say("Asking: " + inWords(chosen));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#tc-narrow button");
    if (!button) return;
    if (button.classList.contains("tc-narrow-clear")) {
      choose({});
      window.townclerk?.say("Asking: " + inWords(chosen));
    }
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("#tc-narrow details[open]")) close();
  });
  function close() {
    const details = panel().querySelector("details");
    details.open = false;
    details.querySelector("summary").focus();
  }

  return {
    show, choose, clean, inWords,
    // What a new question keeps.
    kept: () => (some(chosen) ? { w: { ...chosen } } : {}),
    // A conversation is shown: it goes on with what its last question was asked of.
    take: (talk) => choose(talk.asked.at(-1)?.w),
    // Above an answer, of what it was asked.
    note(one) {
      const what = clean(one.w);
      if (!some(what)) return "";
      return Object.assign(document.createElement("p"), {
        className: "tc-narrowed", textContent: "Asked: " + inWords(what),
      });
    },
    // The same as the API takes it.
    asked(one) {
      const { body, kind, council, first, last, as_at } = clean(one.w);
      const filters = Object.fromEntries(
        Object.entries({ body, kind, council, from: first, to: last }).filter(([, value]) => value));
      return { ...(some(filters) ? { filters } : {}), ...(as_at ? { as_at } : {}) };
    },
    // What of a question is sent beside its words.
    sent: (one) => ({ narrow: some(clean(one.w)) ? clean(one.w) : null, was: /^[0-9a-f]{16}$/.test(one.l) ? one.l : "" }),
  };
})();
