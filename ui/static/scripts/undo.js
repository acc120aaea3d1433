// What was deleted a moment ago, and the button that puts it back: in the list, and above the conversation.
//
// It is kept in the page alone. Where the page is left meanwhile, it stays with the tab, and a reload offers it again.
window.townclerkUndo = (() => {
  const LASTS = 30000; // milliseconds in which what was deleted can be put back
  const LONGEST = 80; // characters of a title that is said
  const NAME = "townclerk-gone";
  let gone = null; // {talks, shown, text, until}: the conversations, the one of them that was on the screen, what was said
  let place = null; // where it is offered: {said, back, late}, an element, and what is focused afterwards
  let timer = null;

  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const toggle = () => document.querySelector(".tc-side-toggle");

  // What is said of so many conversations; of a single one, which it was.
  function inWords(count, title) {
    if (!title) return count === 1 ? "1 conversation is deleted." : `${count} conversations are deleted.`;
    const short = title.length > LONGEST ? title.slice(0, LONGEST).trim() + "…" : title;
    return `Deleted: ${short}${/[.?!…]$/.test(short) ? "" : "."}`;
  }

  // Above the conversation. What is put back is read on from there, and not from the list.
  function above() {
    let said = document.querySelector("#tc-undone");
    if (!said) {
      said = make("p", "", { id: "tc-undone", hidden: true });
      document.querySelector("#tc-talk").prepend(said);
    }
    return {
      said,
      back: (shown) => (shown ? [...document.querySelectorAll("#tc-log .tc-question")].at(-1) : toggle()),
      late: () => document.querySelector("#tc-ask textarea"),
    };
  }

  // Beside it, in the list.
  const inList = (said) => ({ said, back: toggle, late: toggle });

  function clear() {
    clearTimeout(timer);
    if (place) place.said.hidden = true;
    [gone, place] = [null, null];
  }

  function offer(deleted, where) {
    clear();
    [gone, place] = [deleted, where];
    const button = make("button", "Undo", { type: "button", className: "tc-undo" });
    place.said.replaceChildren(make("span", gone.text), " ", button);
    place.said.style.visibility = "";
    place.said.hidden = false;
    timer = setTimeout(letGo, gone.until - Date.now());
    window.townclerk.say(`${gone.text} You can undo it.`);
    return button;
  }

  // Too late. The line keeps its room until something else moves, since somebody may be about to press what is below.
  function letGo() {
    gone = null;
    if (place.said.contains(document.activeElement)) place.late().focus({ preventScroll: true });
    place.said.style.visibility = "hidden";
  }

  function putBack() {
    if (!gone) return;
    const [deleted, { back }] = [gone, place];
    clear();
    const shown = window.townclerk.putBack(deleted);
    window.townclerk.say("It is back.");
    back(shown).focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest(".tc-undo")) putBack();
  });
  document.addEventListener("townclerk:kept", () => { if (place && !gone) clear(); });
  window.addEventListener("pagehide", () => {
    try { if (gone) sessionStorage.setItem(NAME, JSON.stringify(gone)); } catch { /* not kept */ }
  });

  return {
    above, inList,
    // Delete conversations, or the one of a title, and offer to put them back.
    remove(ids, where, title = "") {
      const deleted = window.townclerk.remove(ids);
      if (!deleted.talks.length) return;
      const text = inWords(deleted.talks.length, title);
      const button = offer({ ...deleted, text, until: Date.now() + LASTS }, where);
      where.said.scrollIntoView({ block: "nearest" });
      button.focus({ preventScroll: true });
    },
    // The page was left before it was too late, and is there again.
    again() {
      let kept = null;
      try {
        kept = JSON.parse(sessionStorage.getItem(NAME));
        sessionStorage.removeItem(NAME);
      } catch { /* none is kept */ }
      if (kept?.until > Date.now()) offer(kept, above());
    },
  };
})();
