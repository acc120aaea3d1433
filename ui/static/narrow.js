// What there is to choose from has come: the panel shows what is chosen of it.
watch("value", () => townclerkNarrow.show());
