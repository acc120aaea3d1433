"use strict";
// Shows the questions that fit what is chosen above them. Nothing is fetched.
const form = document.getElementById("filter");
const cards = Array.from(document.querySelectorAll("details.card"));
const shown = document.getElementById("shown");

function fits(card, chosen) {
  for (const name of ["verdict", "category", "gold", "status"]) {
    const wanted = chosen.get(name);
    if (wanted && card.dataset[name] !== wanted) return false;
  }
  const words = (chosen.get("words") || "").toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const text = card.textContent.toLowerCase();
  return words.every((word) => text.includes(word));
}

function filter() {
  const chosen = new FormData(form);
  let count = 0;
  for (const card of cards) {
    card.hidden = !fits(card, chosen);
    if (!card.hidden) count += 1;
  }
  shown.textContent = `${count} of ${cards.length} questions shown`;
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
window.addEventListener("beforeprint", () => {
  for (const card of cards) if (!card.hidden) card.open = true;
});
filter();
