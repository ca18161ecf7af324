// A slider beside the number of a lever: each sets the other, the number is what is asked.
// Without scripts there is only the number.
const known = new WeakSet();
const english = document.documentElement.lang.startsWith("en");
const read = (text) => Number(text.trim().replace(",", "."));
const written = (value) => (english ? value : value.replace(".", ","));

function mark(field) {
  const value = read(field.value);
  const said = field.closest(".wr-lever").querySelector(".wr-lever__outside");
  if (said) said.hidden = field.value.trim() === "" || (value >= Number(field.dataset.low) && value <= Number(field.dataset.high));
}

function slide(slider) {
  const field = document.getElementById(slider.dataset.slides);
  const usual = slider.defaultValue;
  slider.addEventListener("input", () => {
    field.value = written(slider.value);
    mark(field);
  });
  field.addEventListener("input", () => {
    const value = field.value.trim() === "" ? Number(usual) : read(field.value);
    if (Number.isFinite(value)) slider.value = value;
    mark(field);
  });
  slider.closest(".wr-lever__slide").hidden = false;
}

export function levers() {
  for (const slider of document.querySelectorAll("input[type=range][data-slides]")) {
    if (known.has(slider)) continue;
    known.add(slider);
    slide(slider);
  }
}

// A lever that nobody turned needs no place in the address, unless a saved scenario turned it.
export function unturned(body) {
  if (body.has("scenario")) return;
  for (const field of document.querySelectorAll("[data-usual]")) {
    if (field.dataset.usual !== "" && body.get(field.name) === field.dataset.usual) body.delete(field.name);
  }
}
