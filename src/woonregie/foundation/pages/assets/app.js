// What every page loads: htmx, and small kindnesses that pages can do without.
import "htmx.org";

// A filter form sends itself after a short rest; without this there is a button.
const filterForms = document.querySelectorAll("form[data-auto-submit]");
for (const form of filterForms) {
  let timer;
  form.querySelectorAll("select").forEach((field) => field.addEventListener("change", () => form.requestSubmit()));
  form.querySelectorAll("input[type=search]").forEach((field) =>
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => form.requestSubmit(), 600);
    }),
  );
}

// After a refused form the reader starts at the list of errors.
document.querySelector(".wr-errors")?.focus();

// An open menu closes with Escape, and gives the focus back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.wr-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});


// On a phone the answer comes first: levers and filters begin closed.
if (window.matchMedia("(max-width: 60rem)").matches) {
  for (const levers of document.querySelectorAll("details.wr-levers")) levers.open = false;
}
