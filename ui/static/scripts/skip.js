// The link at the head of the page leads into the box for the question itself.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".tc-skip")) return;
  event.preventDefault();
  document.querySelector("#tc-ask textarea")?.focus();
});
