// Draws charts in the browser, from the specification that the server draws from as well: for pages
// where a chart follows a slider. Without this script the server draws them.
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { View, formatLocale, parse, Warn } from "vega";

const NUMBERS = {
  nl: { decimal: ",", thousands: ".", grouping: [3], currency: ["€\u00a0", ""] },
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""] },
};
const NARROW = 608; // 38rem, where the style sheet changes from wide to narrow.
const language = document.documentElement.lang.startsWith("en") ? "en" : "nl";
formatLocale(NUMBERS[language]);
const drawn = new WeakMap();
const kept = new Map();
let last = Promise.resolve();

// What went wrong is told here and nowhere else: the numbers stand below the picture.
const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet };

async function picture(spec) {
  const { spec: vega } = compile(spec, { logger: quiet });
  // With `ast` and the interpreter nothing is evaluated: the policy of our pages forbids it.
  const view = new View(parse(vega, null, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "none",
    logLevel: Warn,
    logger: quiet,
  });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

// Colours become those of the page, and some of them a pattern; `charts.py` says which.
function dressed(svg, { colours, patterns }, key) {
  let defs = "";
  for (const { colour, plain, name, drawing } of patterns) {
    if (!svg.includes(`"${colour}"`)) continue;
    defs += drawing.replace("{name}", `${key}-${name}`).replace("{colour}", plain);
    svg = svg.replaceAll(`fill="${colour}"`, `fill="url(#${key}-${name})" stroke="${plain}"`).replaceAll(`stroke="${colour}"`, `stroke="${plain}"`);
  }
  if (defs) svg = svg.replace(">", `><defs>${defs}</defs>`);
  return svg.replace(/"(#[0-9a-f]{6})"/g, (whole, colour) => (colours[colour] ? `"${colours[colour]}"` : whole));
}

async function draw(box) {
  const told = document.getElementById(box.dataset.chart);
  if (!told) return;
  const width = box.clientWidth <= NARROW ? "narrow" : "wide";
  if (drawn.get(box) === width) return;
  drawn.set(box, width);
  const { spec, narrow, ...looks } = JSON.parse(told.textContent);
  const svg = dressed(await picture(width === "narrow" ? { ...spec, ...narrow } : spec), looks, `${box.dataset.chart}-${width}`);
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const holder = document.createElement("div");
  holder.className = `wr-chart__${width} wr-chart__drawn`;
  holder.append(document.importNode(parsed, true));
  box.replaceChildren(holder);
  kept.set(box.dataset.chart, holder);
}

const again = new ResizeObserver((entries) => {
  for (const { target } of entries) if (drawn.has(target)) queue(target);
});

// One after the other: a slider that moves on before a picture is done does not draw it twice.
function queue(box) {
  last = last.then(() => (box.isConnected ? draw(box) : undefined)).catch(() => drawn.delete(box));
}

function all() {
  for (const box of document.querySelectorAll(".wr-chart[data-chart]:not([data-watched])")) {
    box.dataset.watched = "";
    // What the server drew, wide and narrow, stays until something changes.
    if (box.firstElementChild) {
      kept.set(box.dataset.chart, box.firstElementChild);
      continue;
    }
    // The picture that was there stays until the next one is ready, so that nothing jumps.
    const before = kept.get(box.dataset.chart);
    if (before) box.append(before.cloneNode(true));
    queue(box);
    again.observe(box);
  }
}

// From now on the server leaves drawing to us.
document.addEventListener("htmx:config:request", (event) => {
  if (event.detail.ctx.request.method === "GET") event.detail.ctx.request.headers["X-Woonregie-Draws"] = "browser";
});
document.addEventListener("htmx:after:swap", all);
all();
