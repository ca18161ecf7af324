// Draws an area or a point on a map of a page, and keeps it in a text field of the form.
// The field is what counts: whatever is typed there is drawn, whatever is drawn stands there.
import { TerraDraw, TerraDrawModeUndoRedo, TerraDrawPointMode, TerraDrawPolygonMode, TerraDrawSelectMode, ValidateNotSelfIntersecting } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

import { areaOf, snapper } from "./snapping.js";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--wr-${name}`).trim();
const dark = window.matchMedia("(prefers-color-scheme: dark)");

// ---------------------------------------------------------------- the tools
function styles() {
  const [ink, paper, mark] = [colour("series-1"), colour("paper"), colour("series-2")];
  const polygon = { fillColor: ink, fillOpacity: 0.35, outlineColor: ink, outlineWidth: 3, closingPointColor: mark, closingPointWidth: 6, closingPointOutlineColor: paper, closingPointOutlineWidth: 2, snappingPointColor: mark, snappingPointWidth: 6, snappingPointOutlineColor: paper, snappingPointOutlineWidth: 2, coordinatePointColor: ink, coordinatePointWidth: 4 };
  const point = { pointColor: ink, pointWidth: 8, pointOutlineColor: paper, pointOutlineWidth: 3 };
  const select = { selectedPolygonColor: ink, selectedPolygonFillOpacity: 0.45, selectedPolygonOutlineColor: mark, selectedPolygonOutlineWidth: 3, selectedPointColor: mark, selectedPointWidth: 9, selectedPointOutlineColor: paper, selectedPointOutlineWidth: 3, selectionPointColor: paper, selectionPointWidth: 6, selectionPointOutlineColor: mark, selectionPointOutlineWidth: 3, midPointColor: mark, midPointWidth: 4, midPointOutlineColor: paper, midPointOutlineWidth: 1 };
  return { polygon, point, select };
}

function pen(shown) {
  const snapping = { toLine: true, toCoordinate: true, toCustom: snapper(shown, "buren") };
  const look = styles();
  const sound = (feature, { updateType }) => (updateType === "finish" || updateType === "commit" ? ValidateNotSelfIntersecting(feature) : { valid: true });
  return new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map: shown.map, prefixId: "teken" }),
    modes: [
      new TerraDrawPolygonMode({ snapping, pointerDistance: 10, showCoordinatePoints: true, validation: sound, styles: look.polygon }),
      new TerraDrawPointMode({ styles: look.point }),
      new TerraDrawSelectMode({
        flags: {
          polygon: { feature: { draggable: true, validation: sound, coordinates: { midpoints: true, draggable: true, deletable: true, snappable: { toCustom: snapping.toCustom } } } },
          point: { feature: { draggable: true } },
        },
        styles: look.select,
      }),
    ],
    // Corner by corner while one draws; whole drawings are remembered here.
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
  });
}

// ---------------------------------------------------------------- one drawing
class Drawing {
  constructor(box) {
    this.box = box;
    this.field = document.getElementById(box.dataset.drawing);
    this.place = document.getElementById(box.dataset.drawingMap);
    this.settings = JSON.parse(document.getElementById(box.dataset.drawingSettings).textContent);
    this.words = this.settings.words;
    this.asked = 0;
    this.shown = this.place.wrMap;
    this.past = [];
    // The pen's layers lie on top of all that the map shows.
    if (this.shown.filled) this.begin();
    else this.place.addEventListener("wr:filled", () => this.begin(), { once: true });
  }

  begin() {
    this.pen = pen(this.shown);
    this.pen.start();
    this.pen.setMode("select");
    this.pen.on("finish", () => this.drawn());
    this.pen.on("change", (_ids, type, context) => {
      this.measure();
      if (type === "delete" && context?.origin !== "api") this.drawn();
    });
    this.pen.on("history", () => this.buttons());
    this.tools();
    let typing;
    this.field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.typed(), 400);
    });
    dark.addEventListener("change", () => {
      for (const [mode, look] of Object.entries(styles())) this.pen.updateModeOptions(mode, { styles: look });
    });
    this.typed();
  }

  tools() {
    this.buttonsOf = [...this.box.querySelectorAll("[data-tool]")];
    for (const button of this.buttonsOf) button.addEventListener("click", () => this.take(button.dataset.tool));
    this.undo = this.box.querySelector("[data-does=undo]");
    this.undo.addEventListener("click", () => this.back());
    this.clear = this.box.querySelector("[data-does=clear]");
    this.clear.addEventListener("click", () => {
      this.pen.clear();
      this.drawn();
    });
    this.box.querySelector(".wr-drawing__tools").hidden = false;
    this.take("select");
  }

  take(tool) {
    this.pen.setMode(tool);
    for (const button of this.buttonsOf) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    const hints = { polygon: this.words.drawing, point: this.words.point, select: this.parts().length ? this.words.moving : "" };
    this.box.querySelector("[data-drawing-hint]").textContent = hints[tool];
    this.shown.touched = true;
  }

  parts() {
    return this.pen.getSnapshot().filter((part) => ["polygon", "point"].includes(part.properties.mode) && !part.properties.currentlyDrawing && !isGuide(part));
  }

  back() {
    if (this.pen.canUndo()) {
      this.pen.undo();
      return;
    }
    this.past.pop();
    this.show(this.past.at(-1) ?? []);
    this.keep();
  }

  show(features) {
    this.pen.clear();
    return this.pen.addFeatures(features.map((part) => structuredClone(part)));
  }

  buttons() {
    this.undo.disabled = !this.pen.canUndo() && this.past.length < 2;
    this.clear.disabled = !this.parts().length;
  }

  // A drawing is one point, or areas; the last that was drawn says which.
  drawn() {
    const parts = this.parts();
    const last = parts.at(-1)?.geometry.type;
    const other = parts.filter((part, at) => part.geometry.type !== last || (last === "Point" && at < parts.length - 1));
    if (other.length) this.pen.removeFeatures(other.map((part) => part.id));
    this.past.push(this.parts().map(({ geometry }) => featureOf(geometry)));
    this.keep();
  }

  // What is drawn goes into the field at once, and in metres as soon as the server has answered.
  keep() {
    const features = this.parts().map(({ geometry }) => ({ type: "Feature", properties: {}, geometry }));
    this.field.value = features.length ? JSON.stringify({ type: "FeatureCollection", features }) : "";
    this.buttons();
    this.ask((said) => {
      if (said.wkt !== null) this.field.value = said.wkt;
    });
  }

  typed() {
    this.ask((said) => {
      if (said.fouten.length) return;
      const features = featuresOf(said.vlak);
      const added = this.show(features);
      this.past.push(features);
      this.locked(added.some((one) => !one.valid), said.vlak);
      this.buttons();
      this.measure(said.zin);
    });
  }

  // What the pen cannot draw is shown as it is, and changed as text.
  locked(cannot, geometry) {
    if (cannot) this.pen.clear();
    for (const button of this.box.querySelectorAll(".wr-drawing__tools button")) button.disabled = cannot;
    const data = { type: "FeatureCollection", features: cannot ? [{ type: "Feature", properties: {}, geometry }] : [] };
    const { map } = this.shown;
    if (map.getSource("vast")) map.getSource("vast").setData(data);
    else if (cannot) {
      map.addSource("vast", { type: "geojson", data });
      map.addLayer({ id: "vast-line", type: "line", source: "vast", paint: { "line-color": colour("series-1"), "line-width": 3 } });
    }
    if (cannot) this.box.querySelector("[data-drawing-hint]").textContent = this.words.holes;
  }

  measure(words = "") {
    const now = this.pen.getSnapshot().filter((part) => part.geometry.type === "Polygon" && part.properties.mode === "polygon");
    const area = now.reduce((sum, part) => sum + areaOf(part.geometry), 0);
    // Choosing an area does not change it: what the server said stays.
    if (!words && Math.abs(area - (this.area ?? 0)) < 0.5) return;
    this.area = area;
    const written = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 }).format(area);
    this.box.querySelector("[data-drawing-area]").textContent = words || (now.length ? this.words.about.replace("{area}", written) : "");
  }

  // ---------------------------------------------------------------- what the server says of it
  async ask(then) {
    this.asked += 1;
    const turn = this.asked;
    const body = new FormData();
    body.set("ligging", this.field.value);
    body.set("csrfmiddlewaretoken", this.field.form.elements.csrfmiddlewaretoken.value);
    this.box.dataset.ready = "no";
    let said = { wkt: null, vlak: null, zin: "", fouten: [this.words.failed], letOp: [] };
    try {
      const answer = await fetch(this.settings.address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) said = await answer.json();
    } catch {
      // Without an answer the text stays as it is, and the server reads it when the form is sent.
    }
    if (turn !== this.asked) return;
    then(said);
    if (said.zin) this.measure(said.zin);
    const lines = [...said.fouten.map((text) => line(text, "wr-drawing__wrong")), ...said.letOp.map((text) => line(text, ""))];
    this.box.querySelector("[data-drawing-said]").replaceChildren(...lines);
    this.box.dataset.ready = "yes";
  }
}

const line = (text, kind) => Object.assign(document.createElement("p"), { textContent: text, className: kind });
const isGuide = ({ properties }) => ["selectionPoint", "midPoint", "closingPoint", "snappingPoint", "coordinatePoint"].some((name) => properties[name]);

const featureOf = (geometry) => ({ type: "Feature", properties: { mode: geometry.type.toLowerCase() }, geometry });

function featuresOf(geometry) {
  if (!geometry) return [];
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates })) : [geometry];
  return parts.map(featureOf);
}

for (const box of document.querySelectorAll("[data-drawing]")) new Drawing(box);
