// What every page loads: htmx, and small kindnesses that pages can do without.
import htmx from "htmx.org";
import "./grid.js";

import { levers, unturned } from "./levers.js";
import { sliders } from "./time.js";

// Going back loads the page as it was asked for: no half page, no stale script.
htmx.config.history = "reload";

const narrow = window.matchMedia("(max-width: 60rem)");

// ---------------------------------------------------------------- the answer comes first
// On a phone navigation, filters and levers begin closed; on a desk they are always open.
function fold() {
  for (const part of document.querySelectorAll("details.wr-levers, details[data-wide-open]")) part.open = !narrow.matches;
  document.documentElement.classList.add("wr-ready");
}
fold();
narrow.addEventListener("change", fold);

// An open menu closes with Escape, and gives the focus back; a click elsewhere closes it too.
const openMenus = () => document.querySelectorAll("details.wr-menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// After a refused form the reader starts at the list of errors.
document.querySelector(".wr-errors")?.focus();

// ---------------------------------------------------------------- tables
// A table that fits has a heading that sticks to the window, and needs no stop for the keyboard.
const watched = new WeakSet();
const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) fit(entry.target);
});
function fit(box) {
  const table = box.querySelector("table");
  if (!table) return;
  box.classList.remove("wr-table-scroll--fits");
  const fits = table.offsetWidth <= box.clientWidth + 1;
  box.classList.toggle("wr-table-scroll--fits", fits);
  if (fits) box.removeAttribute("tabindex");
  else box.tabIndex = 0;
}

// ---------------------------------------------------------------- what is refreshed in place
function enhance() {
  sliders();
  levers();
  for (const box of document.querySelectorAll(".wr-table-scroll")) {
    if (watched.has(box)) continue;
    watched.add(box);
    sizes.observe(box);
    fit(box);
  }
  for (const button of document.querySelectorAll("button[data-copies][hidden]")) button.hidden = !navigator.clipboard;
  for (const more of document.querySelectorAll("button[data-adds-row][hidden]")) rows(more);
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method !== "GET" || !(ctx.request.body instanceof FormData)) return;
  // Empty fields say nothing: the address that is kept and shared stays short.
  for (const [name, value] of [...ctx.request.body]) if (value === "") ctx.request.body.delete(name);
  unturned(ctx.request.body);
  const chart = document.querySelector(".wr-chart");
  if (chart) ctx.request.headers["X-Woonregie-Width"] = chart.clientWidth <= 608 ? "narrow" : "wide";
  // Numbers that somebody opened stay open, and follow.
  if (document.querySelector("details[data-numbers][open]")) ctx.request.headers["X-Woonregie-Table"] = "open";
});

// Whoever was logged out, or asks what is refused, gets that whole page.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  const elsewhere = ctx.response.raw.redirected || ctx.response.status >= 400;
  if (ctx.request.method !== "GET" || !elsewhere) return;
  event.preventDefault();
  window.location.assign(ctx.response.raw.url);
});

document.addEventListener("htmx:after:swap", () => {
  enhance();
  const said = document.querySelector("[data-announce]");
  if (said) document.getElementById("melding").textContent = said.textContent.replace(/\s+/g, " ").trim();
});

// ---------------------------------------------------------------- forms
// Without htmx a change of a choice still asks for the page again; there is a button as well.
for (const form of document.querySelectorAll("form[data-auto-submit]:not([hx-get])")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  await navigator.clipboard.writeText(field.value);
  document.getElementById("melding").textContent = button.dataset.done;
  button.textContent = button.dataset.done;
});

// Rows that nobody filled in wait behind a button; without scripts they all stand there.
function rows(button) {
  const body = document.getElementById(button.dataset.addsRow);
  const empty = (row) => [...row.querySelectorAll("input, select")].every((field) => field.value === "" && field.getAttribute("aria-invalid") !== "true");
  const lines = [...body.querySelectorAll("[data-row]")];
  const filled = lines.findLastIndex((row) => !empty(row));
  const spare = lines.slice(Math.max(filled + 2, Number(button.dataset.shows ?? 3)));
  for (const row of spare) row.hidden = true;
  button.hidden = spare.length === 0;
  button.addEventListener("click", () => {
    const next = spare.shift();
    next.hidden = false;
    next.querySelector("input, select").focus();
    button.hidden = spare.length === 0;
  });
}

enhance();
