// The conversation. It is kept in this browser; the server answers one question after another.
//
// `townclerk` is what Gradio's events and the other scripts call. A conversation is {id, name, asked, gone}:
// its name is the reader's own, or empty; each question asked is {n, q, t, f}, its number, its words, when, and
// the fingerprint of its answer; and, where they apply, w: what it is narrowed to (`narrow.js`), l: the fingerprint
// of the answer that a link was made for (`link.js`), a: that it is asked alone, without the questions before it.
const SHOWN = 30; // answers on the screen; older questions are folded, and asked again when opened
const AT_ONCE = 3; // of a conversation that is shown again: answers that are asked for at once
const BEFORE = 8; // earlier questions that are sent with a question
const LONGEST = 2000; // characters of a question
const MOST_KEPT = 400000; // characters of all conversations; the oldest go first
const MOST_ASKED = 500; // questions of one conversation
const MOST_TALKS = 20;
const LONGEST_NAME = 80; // characters of a conversation's name
const SLOW = 3000, BEAT = 2000; // milliseconds: without a sign of the server; between looks at it
const SILENT = 15000; // the same: without an answer though the server is there; then it is asked once more
const LOST = "Townclerk cannot be reached. Your question is kept; it will be asked when it is back.";
const LOST_PAGE = "Townclerk cannot be reached. The page will be shown when it is back.";
const FAILED = "The question was not answered. Please ask again.";
const EMPTY = "Type a question first.";
const LOOKING = "Looking through the papers held…";

const get = (selector, within = document) => within.querySelector(selector);
const box = () => get("#tc-ask textarea");
const random = () => Math.random().toString(36).slice(2, 10) || "0";
const session = {
  read: (name) => { try { return sessionStorage.getItem("townclerk-" + name); } catch { return null; } },
  write: (name, value) => { try { sessionStorage.setItem("townclerk-" + name, value); } catch { /* not kept */ } },
};
const make = (tag, kind, text, more = {}) =>
  Object.assign(document.createElement(tag), { className: kind, textContent: text, ...more });

element.innerHTML = `
  <p class="tc-problem tc-lost" hidden></p>
  <div class="tc-kept" hidden></div>
  <p class="tc-tools" hidden><button type="button" class="tc-new">New conversation</button>
  <button type="button" class="tc-delete">Delete this conversation</button>
  <button type="button" class="tc-save" data-format="docx" data-whole>Save all as Word</button>
  <button type="button" class="tc-save" data-format="pdf" data-whole>Save all as PDF</button>
  <button type="button" class="tc-print">Print</button></p>
  <details class="tc-earlier" hidden><summary></summary><div class="tc-older"></div></details>
  <div class="tc-latest"></div>`;
const parts = Object.fromEntries(
  ["lost", "kept", "tools", "earlier", "older", "latest"].map((name) => [name, get(".tc-" + name, element)]));

const talks = new Map(); // all conversations kept, by id; the one that was last asked something is last
let mine = null; // the conversation of this tab
let queue = []; // numbers of questions to ask
let asking = null; // {n, turn, since, ended}
let opening = null; // since when a page is waited for
let afterwards = null; // {n, number}: a citation to press when its answer is there again
let settling = false; // whether the latest question is kept in sight while answers come back above it
let lastAsked = 0;
let tookUp = false; // whether this tab took up the latest conversation by itself
let turns = 0;
let started = null;
let early = null;
let heard = false; // whether Gradio still passes on what is triggered here
const load = random();

// What is kept

const others = "BroadcastChannel" in window ? new BroadcastChannel("townclerk" + location.pathname) : null;
const open = new Set(); // conversations that other tabs show
others?.addEventListener("message", ({ data }) => {
  // What Gradio saved may be older than what a tab shows.
  if (data.who && mine) tellOpen();
  if (data.open && data.open === mine?.id) apart(data);
  else if (data.open) open.add(data.open);
  if (data.left) open.delete(data.left);
  if (data.gone && data.gone !== mine?.id) talks.delete(data.gone);
  if (data.talk && data.talk.id !== mine?.id) put(data.talk);
  if (data.gone || data.talk) save(false);
  if (mine) showKept();
});

const tellOpen = () => others?.postMessage({
  open: mine.id, since: performance.timeOrigin, load, talk: mine.asked.length ? mine : undefined });

// Two tabs show one conversation, since one of them was slow to say so. The younger tab gives it up: it goes on
// with a copy, or begins anew where it had only taken up the latest.
function apart({ open: id, since, load: theirs }) {
  const younger = since === performance.timeOrigin ? theirs < load : since < performance.timeOrigin;
  if (!younger) return tellOpen();
  open.add(id);
  const talk = tookUp && !lastAsked ? { id: random(), asked: [], gone: 0 } : copied(mine);
  mine = null;
  show(talk);
}

const named = (name) => typeof name === "string" ? name.replace(/\s+/g, " ").trim().slice(0, LONGEST_NAME) : "";
const copied = (talk) => ({ ...talk, id: random(), asked: talk.asked.map((one) => ({ ...one })) });

// Questions have times; that a tab only asks again, when it is reloaded, moves nothing.
function put(talk) {
  talks.set(talk.id, talk);
  const asked = (talk) => String(talk.asked.at(-1)?.t ?? "");
  const inOrder = [...talks.values()].sort((one, other) => asked(one).localeCompare(asked(other)));
  talks.clear();
  for (const talk of inOrder) talks.set(talk.id, talk);
}

function save(tell = true) {
  if (mine?.asked.length) put(mine);
  const over = () => talks.size > MOST_TALKS || JSON.stringify([...talks.values()]).length > MOST_KEPT;
  while (talks.size > 1 && over()) talks.delete(talks.keys().next().value);
  while (mine && mine.asked.length > 1 && (mine.asked.length > MOST_ASKED || over())) {
    drop(mine.asked.shift());
    mine.gone += 1;
  }
  // Kept apart as well, because Gradio saves nothing once its connection is lost.
  session.write("waiting", JSON.stringify(mine ? mine.asked.filter((one) => !one.f) : []));
  if (tell && mine?.asked.length) others?.postMessage({ talk: mine });
  trigger("change");
}

// From Gradio, when the page opens and whenever what it keeps changes.
function restore(kept) {
  if (mine) return;
  for (const talk of Array.isArray(kept?.talks) ? kept.talks : [])
    if (typeof talk?.id === "string" && Array.isArray(talk.asked) && !talks.has(talk.id)) {
      const asked = talk.asked.filter((one) => Number.isInteger(one?.n) && typeof one.q === "string");
      put({ id: talk.id, name: named(talk.name), asked, gone: Number(talk.gone) || 0 });
    }
  if (!started) {
    others?.postMessage({ who: true });
    // Time for other tabs to say which conversations they show.
    started = new Promise((done) => setTimeout(done, session.read("talk") ? 50 : 200)).then(begin);
  }
}

function begin() {
  const link = townclerkLink.waits();
  const known = link ? null : session.read("talk");
  const latest = [...talks.values()].reverse().find((talk) => !open.has(talk.id));
  let talk = (link ? null : known ? talks.get(known) : latest) ?? { id: known ?? random(), asked: [], gone: 0 };
  // A tab that was made as a copy of another goes on with a copy of its conversation.
  if (open.has(talk.id)) talk = copied(talk);
  tookUp = !known && !link;
  for (const one of JSON.parse(session.read("waiting") ?? "[]"))
    if (known && !talk.asked.some((other) => other.n === one.n)) talk.asked.push(one);
  show(talk);
  const draft = session.read("draft");
  if (draft) type(draft);
  session.write("draft", "");
  if (link) townclerkLink.open();
  if (early) ask(...early);
  townclerkUndo.again();
  // Where no keyboard comes up on the screen, one can write at once.
  const narrow = window.matchMedia("(max-width: 63.99rem)").matches;
  if (!mine.asked.length && !narrow && document.activeElement === document.body) box().focus({ preventScroll: true });
}

// Show a conversation: what was not answered is asked, and the latest again; the rest is folded.
function show(talk) {
  if (mine) others?.postMessage({ left: mine.id });
  mine = talk;
  townclerkNarrow.take(talk);
  tellOpen();
  session.write("talk", talk.id);
  [queue, asking, afterwards] = [[], null, null];
  parts.latest.replaceChildren();
  parts.older.replaceChildren();
  for (const one of talk.asked) parts.latest.append(article(one));
  const waiting = talk.asked.filter((one) => !one.f).map((one) => one.n);
  const latest = talk.asked.slice(-AT_ONCE).filter((one) => one.f).map((one) => one.n).reverse();
  for (const one of talk.asked.slice(0, -AT_ONCE)) if (one.f) fold(one);
  queue.push(...waiting, ...latest);
  arrange();
  settling = true;
  next();
  settle();
}

function settle() {
  if (settling) last()?.scrollIntoView({ block: "start" });
  settling &&= Boolean(asking || queue.length);
}

function arrange() {
  const folded = parts.older.children.length + (mine?.gone ?? 0);
  parts.earlier.hidden = folded === 0;
  get("summary", parts.earlier).textContent = `Earlier questions (${folded})`;
  get(".tc-gone", parts.earlier)?.remove();
  if (mine?.gone)
    parts.earlier.append(make("p", "tc-gone", `${mine.gone} before these are no longer kept.`));
  const begun = Boolean(mine?.asked.length);
  parts.tools.hidden = !begun;
  get("#tc-start").hidden = begun;
  showKept();
}

function showKept() {
  document.dispatchEvent(new CustomEvent("townclerk:kept")); // for the list beside the conversation
  const kept = [...talks.values()].reverse().filter((talk) => talk !== mine && talk.asked.length && !open.has(talk.id));
  parts.kept.hidden = kept.length === 0 || Boolean(mine?.asked.length);
  const list = make("ul", "", "");
  for (const talk of kept) {
    const count = talk.asked.length + talk.gone;
    const item = list.appendChild(make("li", "", ""));
    item.append(make("button", "tc-example tc-resume", titled(talk), { type: "button", value: talk.id }));
    item.append(make("span", "tc-when", ` ${count} ${count === 1 ? "question" : "questions"}, ${when(talk.asked.at(-1).t)}`));
  }
  parts.kept.replaceChildren(
    make("h2", "", "Earlier conversations"),
    make("p", "", "Kept in this browser only."), list,
    make("button", "tc-delete-all", "Delete them all", { type: "button" }));
}

const titled = (talk) => talk.name || talk.asked[0].q;

function when(time) {
  const day = new Date(time);
  if (Number.isNaN(day.getTime())) return "";
  const clock = day.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (day.toDateString() === new Date().toDateString()) return clock;
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" }) + ", " + clock;
}

// What is shown

const key = (n) => `${mine.id}-${n}`;
const entry = (n) => mine.asked.find((one) => one.n === n);
const place = (n) => get(`[data-key="${key(n)}"]`, element);
const earlier = (one) => mine.asked.filter((other) => other.n < one.n).slice(-BEFORE).map((other) => other.q);
const last = () => parts.latest.lastElementChild;

function article(one) {
  const shown = make("article", "tc-exchange", "");
  shown.dataset.key = key(one.n);
  const heading = shown.appendChild(make("h2", "tc-question", "", { tabIndex: -1 }));
  heading.append(make("span", "tc-hidden", "You asked: "), one.q);
  shown.append(make("p", "tc-when", `Question ${one.n}, ${when(one.t)}`), townclerkNarrow.note(one));
  const answer = shown.appendChild(make("div", "tc-answer", ""));
  answer.append(make("p", "tc-waiting", LOOKING));
  return shown;
}

// Take an answer off the screen, and leave a button that asks again.
function offer(one, text = "") {
  const answer = get(".tc-answer", place(one.n));
  answer.replaceChildren();
  if (text) answer.append(make("p", "tc-problem", text));
  const button = make("button", "tc-again", text ? "Ask again" : "Show the answer", { type: "button", value: one.n });
  button.append(make("span", "tc-hidden", ` to: ${one.q}`));
  answer.append(button);
}

function fold(one) {
  const shown = place(one.n);
  if (!shown) return;
  parts.older.append(shown);
  offer(one);
}

function drop(one) {
  place(one.n)?.remove();
}

function say(text) {
  const status = get("#tc-status [role=status]");
  const same = status.textContent === text;
  status.textContent = same ? "" : text;
  if (same) setTimeout(() => { status.textContent = text; }, 50); // read out a second time
}

function complain(text) {
  let problem = get("#tc-problem");
  if (!problem) {
    problem = make("p", "tc-problem", "", { id: "tc-problem" });
    get("#tc-ask").prepend(problem);
  }
  problem.textContent = text;
  problem.hidden = !text;
  const field = box();
  field.toggleAttribute("aria-invalid", Boolean(text));
  if (text) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "tc-problem");
    field.focus();
    say(text);
  } else field.removeAttribute("aria-describedby");
}

// Gradio's box hears of what is put into it by an event.
function type(text) {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

// Asking

function ask(text, focus = false, more = {}) {
  const question = text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  if (!question && Date.now() - lastAsked < 1000) return; // the second Enter of two
  if (!question) return complain(EMPTY);
  if (!mine) {
    early = [question, focus, more]; // what is kept is not known yet
    return;
  }
  complain("");
  lastAsked = Date.now();
  const n = (mine.asked.at(-1)?.n ?? 0) + 1;
  const one = { n, q: question, t: new Date().toISOString(), f: "", ...townclerkNarrow.kept(), ...more };
  mine.asked.push(one);
  parts.latest.append(article(one));
  const shown = parts.latest.children;
  if (shown.length > SHOWN) fold(mine.asked.find((other) => place(other.n) === shown[0]));
  type("");
  arrange();
  save();
  last().scrollIntoView({ block: "start" });
  if (focus) get(".tc-question", last()).focus({ preventScroll: true });
  say(LOOKING);
  settling = true;
  queue.push(n);
  next();
}

function again(n) {
  if (asking?.n === n || queue.includes(n)) return;
  get(".tc-answer", place(n)).replaceChildren(make("p", "tc-waiting", LOOKING));
  queue.push(n);
  next();
}

function next() {
  if (asking || !queue.length) return;
  asking = { n: queue.shift(), turn: `${load}-${++turns}`, since: Date.now(), ended: false };
  send();
}

// What is asked in exchange n, as the API takes it.
function request(n) {
  const one = entry(n);
  return { question: one.q, previous: one.a ? [] : earlier(one), ...townclerkNarrow.asked(one) };
}

function send() {
  const one = entry(asking.n);
  const { question, previous } = request(one.n);
  trigger("submit", {
    key: key(one.n), turn: asking.turn, question, previous: previous.join("\n"), fingerprint: one.f,
    ...townclerkNarrow.sent(one),
  });
}

// An answer has come, or a part of it.
function answered(sent) {
  if (!asking || sent?.dataset.turn !== asking.turn) return;
  asking.since = Date.now();
  const one = entry(asking.n);
  const answer = get(".tc-answer", place(one.n));
  answer.innerHTML = sent.innerHTML;
  if (!sent.dataset.said) return settle();
  const recent = one === mine.asked.at(-1);
  one.f = sent.dataset.fingerprint || one.f;
  asking = null;
  lost("");
  session.write("reloads", "0");
  save();
  if (recent) say(sent.dataset.said);
  settle();
  if (afterwards?.n === one.n) {
    const button = get(`[data-number="${afterwards.number}"]`, answer);
    afterwards = null;
    if (button) press(button);
  }
  next();
}

// Gradio is done with a question; if no answer comes now, there is none.
function ended() {
  const turn = asking?.turn;
  setTimeout(() => {
    if (!asking || asking.turn !== turn) return;
    asking.ended = true;
    look();
  }, 500);
}

function press(button) {
  element.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  button.setAttribute("aria-current", "true");
  opening = Date.now();
  trigger("click", { exchange: button.dataset.exchange, number: button.dataset.number });
}

// The page has come. If the server no longer knew its answer, that is asked again first.
function opened(shown) {
  opening = null;
  if (!asking) lost("");
  const gone = shown.querySelector("[data-again]")?.dataset;
  const one = gone && mine.asked.find((other) => key(other.n) === gone.again);
  if (!one) return;
  afterwards = { n: one.n, number: gone.cited };
  again(one.n);
}

// Is the server there?

function lost(text) {
  if (parts.lost.textContent === text) return;
  parts.lost.textContent = text;
  parts.lost.hidden = !text;
  if (text) say(text);
}

async function reachable() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 4000);
  try {
    const reply = await fetch("robots.txt", { cache: "no-store", signal: stop.signal });
    return reply.status < 500;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// Gradio drops every event once its connection was lost; only a reload makes it listen again.
async function listens() {
  heard = false;
  trigger("change");
  await new Promise((done) => setTimeout(done, 400));
  return heard;
}

let looking = false;
async function look() {
  if (looking) return;
  looking = true;
  try {
    const there = await reachable();
    if (!asking && !opening && !parts.lost.textContent) return;
    if (!there) lost(asking ? LOST : LOST_PAGE);
    else if (!(await listens())) reload();
    else if (asking?.ended && parts.lost.textContent) {
      lost("");
      Object.assign(asking, { ended: false, since: Date.now() });
      send();
    } else if (asking?.ended) {
      const one = entry(asking.n);
      asking = null;
      offer(one, FAILED);
      say(FAILED);
      next();
    } else {
      lost("");
      opening = null;
      // What was sent while the page was being put together may not have been passed on.
      if (asking && !asking.twice && Date.now() - asking.since > SILENT) {
        Object.assign(asking, { twice: true, since: Date.now() });
        send();
      }
    }
  } finally {
    looking = false;
  }
}
setInterval(() => {
  const waited = Math.min(asking?.since ?? Infinity, opening ?? Infinity);
  if (parts.lost.textContent || asking?.ended || Date.now() - waited > SLOW) look();
}, BEAT);

function reload() {
  const times = Number(session.read("reloads")) || 0;
  if (Date.now() - performance.timeOrigin < Math.min(2000 * 2 ** times, 60000) && times) return;
  session.write("reloads", String(times + 1));
  session.write("draft", box().value);
  location.reload();
}
// A page that the browser kept aside has lost its connection.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
window.addEventListener("pagehide", () => {
  session.write("draft", box()?.value ?? "");
  if (mine) others?.postMessage({ left: mine.id });
});

// What the reader does

for (const kind of ["wheel", "pointerdown", "keydown", "touchmove"])
  element.parentElement.addEventListener(kind, () => { settling = false; }, { passive: true });
document.addEventListener("keydown", (event) => {
  if (event.target !== box() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  ask(box().value);
}, true);
document.addEventListener("input", (event) => {
  if (event.target === box() && event.target.value) complain("");
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const is = (kind) => button.classList.contains(kind);
  if (button.closest("#tc-ask")) ask(box().value);
  else if (button.dataset.question !== undefined) ask(button.dataset.question, true);
  else if (is("tc-cite")) press(button);
  else if (is("tc-again")) again(Number(button.value));
  else if (is("tc-new")) leave();
  else if (is("tc-delete")) townclerkUndo.remove([mine.id], townclerkUndo.above(), titled(mine));
  else if (is("tc-delete-all")) townclerkSide.askForAll();
  else if (is("tc-resume")) resume(button.value);
});

// Begin a new conversation; the one before stays kept.
function leave() {
  show({ id: random(), asked: [], gone: 0 });
  box().focus();
}

function resume(id) {
  const talk = talks.get(id);
  if (!talk || open.has(id)) return;
  if (talk !== mine) show(talk);
  box().focus();
}

// Delete conversations; returns them and the id of the one that was on the screen, so that they can be put back
// (`undo.js`). One that another tab shows stays.
function remove(ids) {
  const gone = ids.map((id) => talks.get(id) ?? (id === mine.id ? mine : null)).filter((talk) => talk && !open.has(talk.id));
  for (const { id } of gone) {
    talks.delete(id);
    others?.postMessage({ gone: id });
  }
  const shown = gone.includes(mine) ? mine.id : null;
  if (shown) {
    trigger("clear", {});
    leave();
  }
  save();
  showKept();
  return { talks: gone.filter((talk) => talk.asked.length), shown };
}

// Put back what was deleted a moment ago; says whether it is on the screen again.
function putBack({ talks: gone, shown }) {
  for (const talk of gone) {
    put(talk);
    others?.postMessage({ talk });
  }
  const talk = mine.asked.length ? null : gone.find((one) => one.id === shown);
  if (talk) show(talk);
  save();
  showKept();
  return Boolean(talk);
}

function rename(id, name) {
  const talk = talks.get(id);
  if (!talk || open.has(id)) return;
  talk.name = named(name);
  others?.postMessage({ talk });
  save();
  showKept();
}

// What the list beside the conversation shows, the latest first.
function list() {
  return [...talks.values()].reverse().filter((talk) => talk.asked.length).map((talk) => ({
    id: talk.id, title: titled(talk), name: talk.name || "", time: talk.asked.at(-1).t,
    count: talk.asked.length + talk.gone, mine: talk === mine, elsewhere: open.has(talk.id),
  }));
}

window.townclerk = {
  restore, answered, ended, opened, ask, request, say, complain,
  list, resume, rename, remove, putBack, leave,
  LONGEST_NAME,
  find(name) {
    const one = mine?.asked.find((other) => key(other.n) === name);
    return one && { one, before: earlier(one) };
  },
  opens() {
    opening = Date.now();
  },
  keep() {
    heard = true;
    return { talks: [...talks.values()] };
  },
};
if (townclerkEarly.taken()) ask(box().value);
// Gradio may have been quicker.
if (window.townclerkKept !== undefined) restore(window.townclerkKept);
