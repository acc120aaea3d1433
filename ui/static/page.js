// The cited page: turns its pages, and scrolls to it and to the quote when it opens.
let pressed = null;
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("tc-back")) {
    const source = document.querySelector("#tc-talk [aria-current]");
    if (source) {
      source.closest("details")?.setAttribute("open", "");
      source.scrollIntoView({ block: "center" });
      source.focus({ preventScroll: true });
    }
  } else if (button.dataset.page !== undefined) {
    pressed = button.textContent;
    townclerk.opens();
    trigger("click", { ...button.dataset });
  }
});
element.addEventListener("error", (event) => {
  if (event.target.tagName !== "IMG") return;
  event.target.closest("figure").hidden = true;
  element.querySelector(".tc-problem").hidden = false;
}, true);
element.addEventListener("load", () => {
  const place = element.querySelector(".tc-at");
  if (place) place.scrollIntoView({ block: "nearest" });
}, true);
watch("value", () => {
  townclerk.opened(element);
  const title = element.querySelector("#tc-page-title");
  if (!title) return;
  const turn = [...element.querySelectorAll(".tc-turn:not([disabled])")]
    .find((button) => button.textContent === pressed);
  pressed = null;
  if (turn) {
    turn.focus({ preventScroll: true });
    return;
  }
  title.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
  const mark = element.querySelector("mark");
  if (mark) mark.scrollIntoView({ block: "nearest" });
});
