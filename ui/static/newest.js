// The newest answer, or a part of it, on its way into the conversation.
watch("value", () => {
  const sent = element.querySelector("[data-turn]");
  townclerk.answered(sent);
  sent?.remove();
});
