// A screen reader reads out each change here. The element itself stays, as live regions must.
element.setAttribute("aria-live", "polite");
element.setAttribute("role", "status");
