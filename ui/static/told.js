// What the server says to a press on Yes or No, on its way to the answer.
watch("value", () => window.townclerkRight?.told(element.querySelector("[data-turn]")));
