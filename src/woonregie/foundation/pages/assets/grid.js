// A table to fill in: Enter and the arrow keys go from cell to cell, Ctrl and Enter save.
// A list to choose from keeps its own up and down; without this script Tab does it all.
const FIELDS = "input:not([type=hidden]), select";

function fieldAt(row, column) {
  return row?.children[column]?.querySelector(FIELDS) ?? null;
}

// The next row may have no field in this column: then the one after it.
function vertical(field, step) {
  const cell = field.closest("td");
  const column = [...cell.parentElement.children].indexOf(cell);
  let row = cell.parentElement;
  do row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  while (row && !fieldAt(row, column));
  return fieldAt(row, column);
}

function horizontal(field, step) {
  const all = [...field.closest("tr").querySelectorAll(FIELDS)];
  return all[all.indexOf(field) + step] ?? null;
}

// Within a text the arrows move the caret, until it stands at the edge.
function atEdge(field, step) {
  if (field.matches("select")) return true;
  const { selectionStart: start, selectionEnd: end, value } = field;
  const whole = start === 0 && end === value.length;
  return whole || (start === end && start === (step > 0 ? value.length : 0));
}

function target(event, field) {
  const list = field.matches("select");
  if (event.key === "Enter") return vertical(field, event.shiftKey ? -1 : 1) ?? field;
  if (event.key === "ArrowDown" && !list) return vertical(field, 1);
  if (event.key === "ArrowUp" && !list) return vertical(field, -1);
  if (event.key === "ArrowRight" && atEdge(field, 1)) return horizontal(field, 1);
  if (event.key === "ArrowLeft" && atEdge(field, -1)) return horizontal(field, -1);
  return null;
}

function pressed(event) {
  const field = event.target.closest(FIELDS);
  if (!field?.closest("td") || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    if (event.key === "Enter") field.form.requestSubmit();
    return;
  }
  const next = target(event, field);
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.matches("input")) next.select();
}

for (const table of document.querySelectorAll("table[data-grid]")) {
  table.addEventListener("keydown", pressed);
  for (const help of table.closest("form").querySelectorAll("[data-grid-help]")) help.hidden = false;
}
