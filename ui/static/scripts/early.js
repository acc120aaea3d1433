// A question that is asked before the conversation's script runs is kept for it: `talk.js` takes it up.
window.townclerkEarly = (() => {
  let waits = false;
  const inBox = (event) => event.target.closest?.("#tc-ask");
  const keep = (event) => {
    if (window.townclerk) return;
    event.preventDefault();
    event.stopPropagation();
    waits = true;
  };
  document.addEventListener("keydown", (event) => {
    if (inBox(event) && event.target.matches("textarea") && event.key === "Enter" && !event.shiftKey && !event.isComposing)
      keep(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (inBox(event) && event.target.closest("button")) keep(event);
  }, true);
  return {
    // Whether a question waits; it is told once.
    taken() {
      const waited = waits;
      waits = false;
      return waited;
    },
  };
})();
