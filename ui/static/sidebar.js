// The list of conversations beside the one that is shown. What is kept is the business of `talk.js`.
const NARROW = window.matchMedia("(max-width: 63.99rem)");
const find = (selector) => element.querySelector(selector);
const made = (tag, kind, text, more = {}) =>
  Object.assign(document.createElement(tag), { className: kind, textContent: text, ...more });
const [toggle, panel, list, said] = ["toggle", "panel", "talks", "said"].map((name) => find(`.tc-side-${name}`));
let renaming = null; // {id, text}: the conversation whose name is being written

function open(wanted, focus = false) {
  toggle.setAttribute("aria-expanded", String(wanted));
  panel.hidden = !wanted;
  if (wanted) draw();
  else renaming = null;
  try { localStorage.setItem("townclerk-side", wanted && !NARROW.matches ? "open" : ""); } catch { /* not kept */ }
  if (focus) toggle.focus();
}

// "Today", "Yesterday" or the day.
function dayOf(time) {
  const day = new Date(time);
  if (Number.isNaN(day.getTime())) return "Earlier";
  const before = new Date();
  if (day.toDateString() === before.toDateString()) return "Today";
  before.setDate(before.getDate() - 1);
  if (day.toDateString() === before.toDateString()) return "Yesterday";
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

function button(kind, text, id, about = "") {
  const one = made("button", kind, text, { type: "button", value: id });
  if (about) one.append(made("span", "tc-hidden", ` ${about}`));
  return one;
}

function entry(talk) {
  const item = made("li", talk.mine ? "tc-side-mine" : "", "");
  if (renaming?.id === talk.id) {
    const label = item.appendChild(made("label", "", "New name"));
    const field = made("input", "tc-side-name", "", { type: "text", value: renaming.text, maxLength: townclerk.LONGEST_NAME });
    label.append(field);
    item.append(button("tc-side-save", "Save", talk.id), button("tc-side-cancel", "Cancel", talk.id));
    return item;
  }
  if (talk.elsewhere) {
    item.append(made("span", "tc-side-title", talk.title), made("span", "tc-side-count", "Open in another tab"));
    return item;
  }
  const title = item.appendChild(button("tc-side-open", talk.title, talk.id));
  if (talk.mine) title.setAttribute("aria-current", "true");
  const line = item.appendChild(made("p", "tc-side-acts", ""));
  line.append(made("span", "tc-side-count", talk.count === 1 ? "1 question" : `${talk.count} questions`),
    button("tc-side-rename", "Rename", talk.id, talk.title), button("tc-side-delete", "Delete", talk.id, talk.title));
  return item;
}

function draw() {
  const kept = townclerk.list();
  find(".tc-side-number").textContent = kept.length ? ` (${kept.length})` : "";
  if (panel.hidden) return;
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const [kind, value] = held ? [held.classList[0], held.value] : [];
  const days = new Map();
  for (const talk of kept) days.set(dayOf(talk.time), [...(days.get(dayOf(talk.time)) ?? []), talk]);
  list.replaceChildren();
  for (const [day, talks] of days) {
    const items = made("ul", "", "");
    items.append(...talks.map(entry));
    list.append(made("h3", "", day), items);
  }
  if (!kept.length) list.append(made("p", "", "There is none yet."));
  find(".tc-side-all").hidden = !kept.some((talk) => !talk.elsewhere);
  // The list was made anew: the focus goes back to where it was.
  if (held && !held.isConnected && kind)
    [...list.querySelectorAll(`.${kind}`)].find((one) => one.value === value)?.focus();
}

const remove = (ids, title) => townclerkUndo.remove(ids, townclerkUndo.inList(said), title);

const asks = (shown) => {
  find(".tc-side-ask").hidden = !shown;
  find(".tc-side-all").hidden = shown || !townclerk.list().length;
  find(shown ? ".tc-side-no" : ".tc-side-all").focus();
};

function endRenaming(save) {
  const { id } = renaming;
  const text = find(".tc-side-name").value;
  renaming = null;
  if (save) townclerk.rename(id, text);
  draw();
  [...element.querySelectorAll(".tc-side-rename")].find((one) => one.value === id)?.focus();
}

const acts = {
  "tc-side-toggle": () => open(panel.hidden, true),
  "tc-side-new": () => { townclerk.leave(); if (NARROW.matches) open(false); },
  "tc-side-open": (id) => { if (NARROW.matches) open(false); townclerk.resume(id); },
  "tc-side-rename": (id) => {
    renaming = { id, text: townclerk.list().find((talk) => talk.id === id)?.title ?? "" };
    draw();
    find(".tc-side-name").select();
  },
  "tc-side-save": () => endRenaming(true),
  "tc-side-cancel": () => endRenaming(false),
  "tc-side-delete": (id) => remove([id], townclerk.list().find((talk) => talk.id === id)?.title),
  "tc-side-all": () => asks(true),
  "tc-side-no": () => asks(false),
  "tc-side-yes": () => {
    asks(false);
    remove(townclerk.list().filter((talk) => !talk.elsewhere).map((talk) => talk.id));
  },
};
element.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  acts[pressed?.classList[0]]?.(pressed.value);
});
element.addEventListener("keydown", (event) => {
  if (event.target.classList.contains("tc-side-name")) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    endRenaming(event.key === "Enter");
  } else if (event.key === "Escape" && !panel.hidden) {
    event.stopPropagation();
    open(false, true);
  }
});
element.addEventListener("input", (event) => {
  if (renaming && event.target.classList.contains("tc-side-name")) renaming.text = event.target.value;
});
document.addEventListener("townclerk:kept", draw);
window.townclerkSide = {
  askForAll() {
    open(true);
    asks(true);
  },
};
let before = "";
try { before = localStorage.getItem("townclerk-side"); } catch { /* not kept */ }
if (before === "open" && !NARROW.matches && window.townclerk) open(true);
else if (before === "open" && !NARROW.matches) document.addEventListener("townclerk:kept", () => open(true), { once: true });
