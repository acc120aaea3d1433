// A screen reader speaks what changes here; the element itself stays, as live regions must.
element.setAttribute("role", "status");
element.setAttribute("aria-live", "polite");
