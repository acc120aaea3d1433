// The page beside the answer: turns its pages, zooms, finds words, gives its text, and leads back to the answer.
//
// What is shown comes from the server, whole, each time. The browser keeps how it is looked at: the zoom, whether
// it is read as text, and the words that were looked for.
const WIDTHS = [1000, 1500, 2000]; // pixels of a picture that are asked for
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4]; // times the width of the panel
const TAPPED = 2.5; // the zoom that a tap gives
const MARGIN = 16; // pixels that are left above a mark
const UNREACHED = "Townclerk cannot be reached. Try again in a little.";
const NOT_FOUND = "The paper cannot be searched just now.";

const NARROW = window.matchMedia("(max-width: 63.99rem)");
const column = element.closest("#tc-right") ?? element;
const part = (selector) => element.querySelector(selector);
const make = (tag, kind, text) => Object.assign(document.createElement(tag), { className: kind, textContent: text });
const gentle = () => NARROW.matches || window.matchMedia("(pointer: coarse)").matches;

// Outside of what is replaced, since only a region that was there before is read out.
const status = make("p", "tc-hidden", "");
status.setAttribute("role", "status");
element.after(status);

let pressed = null; // the name of the control that asked for what comes
let opener = null; // the citation's button that opened the paper
let source = ""; // the citation that is shown
let zoom = 1;
let asText = false;
let found = null; // {paper, words, matches, total, notSearched, at}: what was looked for
let listing = false; // whether the matches are shown in place of the page
let finding = 0; // the latest search; an earlier one that comes later is dropped

function say(text) {
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
}

// Leaving and coming back

const behind = []; // what lies behind the paper where it covers everything

function cover() {
  const over = NARROW.matches && document.body.classList.contains("tc-reading");
  while (behind.length) behind.pop().inert = false;
  const paper = part(".tc-paper");
  if (paper) {
    if (over) paper.setAttribute("role", "dialog");
    else paper.removeAttribute("role");
    paper.toggleAttribute("aria-modal", over);
    if (over) paper.setAttribute("aria-modal", "true");
  }
  if (!over) return;
  for (let here = column; here && here !== document.body; here = here.parentElement)
    for (const other of here.parentElement.children)
      if (other !== here && !other.inert && !["SCRIPT", "STYLE", "LINK"].includes(other.tagName)) {
        other.inert = true;
        behind.push(other);
      }
}
NARROW.addEventListener("change", cover);

function citation() {
  if (opener?.isConnected && opener.checkVisibility?.() !== false) return opener;
  const [exchange, number] = source.split(" ");
  const talk = document.querySelector("#tc-talk");
  const article = talk?.querySelector(`[data-key="${exchange}"]`);
  return talk?.querySelector(`.tc-cite[data-exchange="${exchange}"][data-number="${number}"]`)
    ?? article?.querySelector(".tc-again") ?? article?.querySelector(".tc-question");
}

function back() {
  document.body.classList.remove("tc-reading");
  cover();
  const button = citation();
  if (!button) {
    document.querySelector("#tc-ask textarea")?.focus();
    return;
  }
  for (let folded = button.closest("details"); folded; folded = folded.parentElement.closest("details"))
    folded.open = true;
  if (button.classList.contains("tc-cite")) button.setAttribute("aria-current", "true");
  button.scrollIntoView({ block: "center" });
  button.focus({ preventScroll: true });
}

function close() {
  part(".tc-paper").hidden = true;
  part(".tc-none").hidden = false;
  for (const button of document.querySelectorAll("#tc-talk [aria-current]")) opener = button;
  back();
  opener?.removeAttribute("aria-current");
  say("The page is closed.");
}

// Asking for another place

function go(place, control = "") {
  const paper = part(".tc-paper");
  pressed = control;
  townclerk.opens();
  const { exchange, number } = paper.dataset;
  trigger("click", { exchange, number, ...place });
}

function goTo(form) {
  const field = form.querySelector("input");
  const number = Number(field.value.replace(/[\s,]/g, ""));
  const { what, last } = form.dataset;
  const right = Number.isInteger(number) && number >= 1 && number <= Number(last);
  field.toggleAttribute("aria-invalid", !right);
  if (right) return go({ [what]: String(number) }, "goto");
  field.setAttribute("aria-invalid", "true");
  complain(`Type a ${what} from 1 to ${Number(last).toLocaleString("en-GB")}.`);
  field.select();
}

function complain(text) {
  const line = part(".tc-unreached");
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
  if (text) say(text);
}

// What scrolls up and down: the sheet, or all of the paper where there is little height.
function scroller() {
  const sheet = part(".tc-sheet");
  return getComputedStyle(sheet).overflowY === "hidden" ? part(".tc-paper") : sheet;
}

// Zoom

function sharpen(picture) {
  const needed = picture.clientWidth * window.devicePixelRatio * 0.95;
  const width = zoom > 1 ? WIDTHS.find((width) => width >= needed) ?? WIDTHS.at(-1) : WIDTHS[0];
  const address = new URL(picture.src, document.baseURI);
  if (Number(address.searchParams.get("width")) >= width) return;
  picture.dataset.before = picture.src;
  address.searchParams.set("width", width);
  picture.src = address.href;
}

function zoomTo(wanted, at = null) {
  const figure = part(".tc-picture");
  const sheet = part(".tc-sheet");
  if (!figure || figure.hidden) return;
  const before = figure.getBoundingClientRect();
  const frame = sheet.getBoundingClientRect();
  const rolls = scroller();
  const third = rolls.getBoundingClientRect().top + rolls.clientHeight / 3;
  const middle = at ?? { x: frame.left + sheet.clientWidth / 2, y: third };
  const share = { x: (middle.x - before.left) / before.width, y: (middle.y - before.top) / before.height };
  zoom = wanted;
  figure.style.width = `${zoom * 100}%`;
  const after = figure.getBoundingClientRect();
  sheet.scrollLeft += after.left + share.x * after.width - middle.x;
  rolls.scrollTop += after.top + share.y * after.height - middle.y;
  const mark = part(".tc-at");
  if (mark && !at) sheet.scrollLeft += mark.getBoundingClientRect().left - frame.left - MARGIN;
  told();
  sharpen(figure.querySelector("img"));
}

function told() {
  const percent = part(".tc-percent");
  if (percent) percent.textContent = `${Math.round(zoom * 100)} %`;
}

function step(by) {
  const place = ZOOMS.indexOf(zoom);
  const wanted = by === 0 ? 1 : ZOOMS[Math.min(Math.max(place + by, 0), ZOOMS.length - 1)];
  zoomTo(wanted);
  say(`Zoom ${Math.round(wanted * 100)} per cent`);
}

// Picture or text

function readAs(text) {
  asText = text;
  showAs();
  bring();
  say(text ? "Shown as text." : "Shown as a picture.");
}

function showAs() {
  const [picture, text, button] = [part(".tc-picture"), part(".tc-text"), part(".tc-as-text")];
  const broken = part(".tc-not-drawn")?.hidden === false;
  if (picture && text) {
    picture.hidden = asText || broken;
    text.hidden = !asText && !broken;
  }
  button?.setAttribute("aria-pressed", String(asText));
  const sizes = part(".tc-sizes");
  if (sizes) sizes.hidden = asText || broken;
}

// Bring the mark into sight: whole, or its beginning at the top where it is longer than the panel.
function bring() {
  const sheet = part(".tc-sheet");
  if (!sheet) return;
  const marks = [...sheet.querySelectorAll(".tc-at")].filter((mark) => mark.offsetParent);
  const here = sheet.querySelector(".tc-here");
  if (!marks.length && here?.offsetParent) {
    const all = [...sheet.querySelectorAll("mark")];
    const first = here.querySelector("mark");
    marks.push(...(found ? [first] : all.slice(all.indexOf(first))).filter(Boolean));
  }
  const rolls = scroller();
  const margin = rolls === sheet ? MARGIN : MARGIN + part(".tc-leave").clientHeight;
  sheet.scrollTo(0, 0);
  rolls.scrollTo(0, 0);
  if (!marks.length) return;
  const boxes = marks.map((mark) => mark.getBoundingClientRect());
  const frame = rolls.getBoundingClientRect();
  const top = Math.min(...boxes.map((box) => box.top)) - frame.top;
  const foot = Math.max(...boxes.map((box) => box.bottom)) - frame.top;
  const [high, whole] = [rolls.clientHeight, foot - top];
  if (foot + MARGIN > high)
    rolls.scrollTop = whole + margin + MARGIN <= high ? top - Math.max((high - whole) / 3, margin) : top - margin;
  const left = Math.min(...boxes.map((box) => box.left)) - frame.left;
  if (left + MARGIN > sheet.clientWidth || zoom > 1) sheet.scrollLeft = left - MARGIN;
}

// Find

async function find(words) {
  const paper = part(".tc-paper").dataset.paper;
  const mine = ++finding;
  if (!words.trim()) return stopFinding();
  say("Looking…");
  let reply, answer;
  try {
    reply = await fetch(`api/papers/${encodeURIComponent(paper)}/find?${new URLSearchParams({ q: words.trim() })}`);
    answer = await reply.json();
  } catch {
    if (mine === finding) complain(reply ? NOT_FOUND : UNREACHED);
    return;
  }
  if (mine !== finding || part(".tc-paper")?.dataset.paper !== paper) return;
  if (!reply.ok) return complain(answer.detail ?? NOT_FOUND);
  complain("");
  found = { paper, words: words.trim(), matches: answer.matches, total: answer.total, notSearched: answer.not_searched, at: -1 };
  listing = true;
  showFound();
  part(".tc-sheet").scrollTo(0, 0);
  say(counted());
}

function counted() {
  const { total, matches, notSearched, words } = found;
  const n = total.toLocaleString("en-GB");
  const many = total === 0 ? `“${words}” is not in the text held of this paper.`
    : `${n} ${total === 1 ? "match" : "matches"} for “${words}”.`;
  const first = total > matches.length ? ` The first ${matches.length} are listed.` : "";
  const left = notSearched === 0 ? ""
    : ` ${notSearched} ${notSearched === 1 ? "page that may not be shown was" : "pages that may not be shown were"} not searched.`;
  return many + first + left;
}

function showFound() {
  const [form, list, shown] = [part(".tc-find"), part(".tc-found"), part(".tc-shown")];
  if (!form) return;
  form.hidden = !found && form.hidden;
  part(".tc-look").setAttribute("aria-expanded", String(!form.hidden));
  list.hidden = !(found && listing);
  shown.hidden = !list.hidden;
  const steps = part(".tc-step");
  steps.hidden = !found?.matches.length;
  if (!found) return;
  form.querySelector("input").value ||= found.words;
  part(".tc-all").setAttribute("aria-pressed", String(listing));
  part(".tc-at-match").textContent = `${found.at < 0 ? "–" : found.at + 1} of ${found.matches.length}`;
  part(".tc-found-count").textContent = counted();
  part(".tc-matches").replaceChildren(...found.matches.map((match, at) => {
    const button = make("button", "tc-match", "");
    button.type = "button";
    button.value = at;
    button.append(make("strong", "", match.page ? `Page ${match.page}: ` : `Line ${match.line}: `));
    button.append(match.before, make("mark", "", match.words), match.after);
    if (at === found.at) button.setAttribute("aria-current", "true");
    const item = make("li", "", "");
    item.append(button);
    return item;
  }));
}

function showMatch(at, control) {
  const match = found?.matches[at];
  if (!match) return;
  found.at = at;
  listing = false;
  const place = { find: found.words, nth: String(match.nth) };
  go(match.page ? { ...place, page: String(match.page) } : place, control);
}

function stopFinding() {
  found = null;
  listing = false;
  const form = part(".tc-find");
  form.reset();
  form.hidden = true;
  complain("");
  showFound();
  part(".tc-look").focus();
  if (part(".tc-paper").dataset.find) {
    const page = part(".tc-goto[data-what=page] input")?.value;
    go(page ? { page } : {}, "look");
  }
}

// What the reader does

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.classList.contains("tc-goto")) goTo(form);
  else find(form.querySelector("input").value);
});

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) {
    if (event.target.tagName === "IMG" && gentle())
      zoomTo(zoom === 1 ? TAPPED : 1, { x: event.clientX, y: event.clientY });
    return;
  }
  const is = (kind) => button.classList.contains(kind);
  const { keep = "", page, line } = button.dataset;
  if (is("tc-back")) back();
  else if (is("tc-close")) close();
  else if (is("tc-turn")) go({ ...(page && { page }), ...(line && { line }) }, keep);
  else if (is("tc-zoom")) step(Number(button.dataset.zoom));
  else if (is("tc-as-text")) readAs(!asText);
  else if (is("tc-look")) look();
  else if (is("tc-stop")) stopFinding();
  else if (is("tc-all")) { listing = !listing; showFound(); if (!listing) bring(); else part(".tc-sheet").scrollTo(0, 0); }
  else if (button.dataset.step) {
    const many = found.matches.length;
    showMatch((Math.max(found.at, button.dataset.step > 0 ? -1 : 0) + Number(button.dataset.step) + many) % many, keep);
  } else if (is("tc-match")) showMatch(Number(button.value), "");
});

function look() {
  const form = part(".tc-find");
  if (!form.hidden && !found) return stopFinding();
  form.hidden = false;
  part(".tc-look").setAttribute("aria-expanded", "true");
  form.querySelector("input").select();
  form.querySelector("input").focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".tc-cite")) pressed = null;
}, true);

document.addEventListener("keydown", (event) => {
  const inside = element.contains(event.target) || event.target === document.body;
  if (!inside || !part(".tc-paper:not([hidden])") || event.isComposing) return;
  if (event.key === "Escape" && (element.contains(event.target) || document.body.classList.contains("tc-reading"))) {
    event.preventDefault();
    return back();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT" || !element.contains(event.target)) return;
  const by = { "+": 1, "=": 1, "-": -1, "0": 0 }[event.key];
  if (by === undefined || !part(".tc-picture:not([hidden])")) return;
  event.preventDefault();
  step(by);
});

element.addEventListener("error", (event) => {
  const picture = event.target;
  if (picture.tagName !== "IMG") return;
  if (picture.dataset.before) { // the sharper one could not be had
    picture.src = picture.dataset.before;
    delete picture.dataset.before;
    return;
  }
  part(".tc-not-drawn").hidden = false;
  showAs();
  bring();
  say(part(".tc-not-drawn").textContent);
}, true);
// The page's shape is not always known before.
element.addEventListener("load", (event) => {
  if (!event.target.style?.aspectRatio) bring();
}, true);

// A server that is lost is told beside the conversation, which the paper may cover. That place is made by another script.
let heeds = null;
function heed() {
  const lost = document.querySelector("#tc-talk .tc-lost");
  if (heeds || !lost) return;
  heeds = new MutationObserver(() => complain(lost.textContent));
  heeds.observe(lost, { childList: true, characterData: true, subtree: true });
}

watch("value", () => {
  townclerk.opened(element);
  heed();
  const paper = part(".tc-paper");
  if (!paper) {
    pressed = null; // the answer is asked again, and its citation pressed by itself
    return;
  }
  const { exchange = "", number = "", paper: id = "" } = paper.dataset;
  const now = `${exchange} ${number}`;
  const another = exchange && now !== source;
  if (exchange) source = now;
  if (another || !exchange) zoom = 1;
  if (found && found.paper !== id) found = null;
  if (pressed === null) { // by a citation, which shows its quote
    opener = document.querySelector("#tc-talk [aria-current]");
    found = null;
    listing = false;
  }
  document.body.classList.add("tc-reading");
  cover();
  showFound();
  showAs();
  told();
  const figure = part(".tc-picture");
  if (figure && zoom !== 1) {
    figure.style.width = `${zoom * 100}%`;
    sharpen(figure.querySelector("img"));
  }
  bring();
  const control = pressed && part(`[data-keep="${pressed}"]:not([disabled])`);
  const place = (part(".tc-place")?.textContent ?? "").trim();
  if (paper.dataset.find && found) say(`Match ${found.at + 1} of ${found.matches.length}. ${place}`);
  else if (pressed !== null) say(place);
  pressed = null;
  const focused = control || part("#tc-page-title");
  focused.focus({ preventScroll: true });
  if (!NARROW.matches) column.scrollTo?.(0, 0);
});
