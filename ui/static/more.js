// The examples that were not ready when the page came, on their way to the room that is kept for them at the start.
const BEAT = 1000; // milliseconds between looks for another
const MOST = 120; // looks
const start = () => document.querySelector("#tc-start");
let beat = null;
let looks = 0;

// None comes any more. The room that is left stays: somebody may be about to press what is below it.
function end() {
  clearInterval(beat);
  beat = null;
  const said = start().querySelector("[data-ready]");
  if (said && !start().querySelector(".tc-example")) said.style.visibility = "hidden";
}

// Those that are there stay as they are, since one of them may have the focus. One that is too long is left out.
function add(item) {
  const list = start().querySelector(".tc-examples");
  const question = (one) => one.querySelector("button").dataset.question;
  if (!list || [...list.children].some((one) => question(one) === question(item))) return;
  const before = start().offsetHeight;
  list.append(item);
  if (start().offsetHeight > before) return item.remove();
  const said = start().querySelector("[data-ready]");
  said.textContent = said.dataset.ready;
}

watch("value", () => {
  const sent = element.querySelector(".tc-examples");
  if (!sent) return;
  for (const item of [...sent.children]) add(item);
  if (!("coming" in sent.dataset)) end();
  else beat ??= setInterval(() => (++looks > MOST ? end() : trigger("tick")), BEAT);
});
// While it is out of sight, the start gives back the room that nothing has filled.
document.addEventListener("townclerk:kept", () => {
  if (!beat && start().hidden) start().querySelector(".tc-room > [aria-hidden]")?.remove();
});
