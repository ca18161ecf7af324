// Sliders over days: each fills a date field, and the form of that field asks for the page.
// Without scripts the date field itself is there.
const known = new WeakSet();

function stopOf(stops, value) {
  if (!value) return stops.findIndex((stop) => stop.value === "");
  const today = stops.findIndex((stop) => stop.value === "");
  // The last stop that is not later; today has no day of its own in the list.
  const later = stops.findIndex((stop, at) => at !== today && stop.value > value);
  return Math.max((later === -1 ? stops.length : later) - 1, 0);
}

function slide(slider) {
  const stops = JSON.parse(document.getElementById(slider.dataset.stops).textContent);
  const field = document.getElementById(slider.dataset.sets);
  const said = slider.closest(".wr-time__row").querySelector("output");
  const say = () => {
    const { label } = stops[slider.value];
    said.textContent = label;
    slider.setAttribute("aria-valuetext", label);
  };
  slider.addEventListener("input", () => {
    say();
    field.value = stops[slider.value].value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    slider.value = stopOf(stops, field.value);
    say();
    if (field.value) said.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(new Date(field.value));
  });
}

export function sliders() {
  for (const slider of document.querySelectorAll("input[type=range][data-sets]")) {
    if (known.has(slider)) continue;
    known.add(slider);
    slide(slider);
    slider.closest(".wr-time").hidden = false;
  }
}
