// The conversation: pressing an example asks it, pressing a citation opens its page.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.question !== undefined) {
    trigger("select", { question: button.dataset.question });
  } else if (button.dataset.number !== undefined) {
    element.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    button.setAttribute("aria-current", "true");
    trigger("click", { exchange: button.dataset.exchange, number: button.dataset.number });
  }
});
// Scroll the newest question to the top, so that its answer is read from the start.
watch("value", () => {
  const exchanges = element.querySelectorAll(".tc-exchange");
  if (exchanges.length > 0) exchanges[exchanges.length - 1].scrollIntoView({ block: "start" });
});
