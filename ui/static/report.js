// Right? Yes or No under an answer; the form is in this element.
const WAIT = 10000; // milliseconds for the server to say that it is kept
const AWAY = "Townclerk cannot be reached, so this is not kept. Press again when it is back.";
const form = element.querySelector("template").content.querySelector("form");
const waiting = new Map(); // by turn: {place, timer}
let turns = 0;

const keyOf = (place) => place.closest("[data-key]").dataset.key;
const buttons = (place) => place.querySelectorAll("button");

function send(place, verdict, more = {}) {
  const key = keyOf(place), asked = townclerk.find(key)?.one;
  if (!asked) return;
  const turn = `right-${++turns}`;
  for (const button of buttons(place)) button.setAttribute("aria-disabled", "true");
  waiting.set(turn, { place, timer: setTimeout(() => tell(turn, AWAY, false), WAIT) });
  trigger("like", { key, turn, question: asked.q, verdict, ...more });
}

function tell(turn, text, kept) {
  const { place, timer } = waiting.get(turn) ?? {};
  if (!place) return;
  clearTimeout(timer);
  waiting.delete(turn);
  townclerk.say(text);
  for (const button of buttons(place)) button.removeAttribute("aria-disabled");
  const held = place.contains(document.activeElement);
  const said = place.querySelector(".tc-right-said") ?? document.createElement("p");
  Object.assign(said, { className: "tc-right-said", textContent: text, tabIndex: -1 });
  if (kept) place.replaceChildren(said);
  else place.append(said);
  if (held && kept) said.focus({ preventScroll: true });
}

function close(place, focus = true) {
  place.querySelector(".tc-wrong")?.remove();
  const no = place.querySelector('.tc-verdict[value="no"]');
  no?.setAttribute("aria-expanded", "false");
  if (focus) no?.focus();
}

function openForm(place) {
  if (place.querySelector(".tc-wrong")) return close(place);
  const copy = form.cloneNode(true);
  place.append(copy);
  place.querySelector('.tc-verdict[value="no"]').setAttribute("aria-expanded", "true");
  copy.querySelector("input").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".tc-right button");
  if (!button || button.getAttribute("aria-disabled")) return;
  const place = button.closest(".tc-right");
  if (button.classList.contains("tc-wrong-cancel")) close(place);
  else if (button.value === "no") openForm(place);
  else if (button.value === "yes") {
    close(place, false);
    send(place, "yes");
  }
});
document.addEventListener("submit", (event) => {
  if (!event.target.classList.contains("tc-wrong")) return;
  event.preventDefault();
  const place = event.target.closest(".tc-right");
  if (place.querySelector("[aria-disabled]")) return;
  const chosen = event.target.querySelector("input:checked")?.value ?? "";
  const words = event.target.querySelector("textarea").value.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "").trim();
  const problem = event.target.querySelector(".tc-wrong-problem");
  problem.hidden = Boolean(chosen || words);
  if (!problem.hidden) {
    townclerk.say(problem.textContent);
    return event.target.querySelector("input").focus();
  }
  send(place, "no", { reason: chosen || null, words });
});
document.addEventListener("keydown", (event) => {
  const place = event.key === "Escape" && event.target.closest(".tc-wrong")?.closest(".tc-right");
  if (!place) return;
  event.stopPropagation();
  close(place);
}, true);

window.townclerkRight = {
  told(sent) {
    if (sent) tell(sent.dataset.turn, sent.textContent, sent.dataset.kept === "yes");
    sent?.remove();
  },
};
