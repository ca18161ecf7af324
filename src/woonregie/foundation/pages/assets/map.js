// Draws the maps of a page: borders, areas, points, names; a popup leads to the record.
import { LngLatBounds, Map, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";

const drawn = new WeakMap();
const dark = window.matchMedia("(prefers-color-scheme: dark)");

// MapLibre speaks English by itself; on any other page it speaks the page's language.
const LOCALES = {
  nl: {
    "CooperativeGesturesHandler.WindowsHelpText": "Gebruik Ctrl en scroll om de kaart te vergroten of te verkleinen",
    "CooperativeGesturesHandler.MacHelpText": "Gebruik ⌘ en scroll om de kaart te vergroten of te verkleinen",
    "CooperativeGesturesHandler.MobileHelpText": "Gebruik twee vingers om de kaart te verschuiven",
    "Map.Title": "Kaart",
    "Marker.Title": "Teken op de kaart",
    "NavigationControl.ZoomIn": "Inzoomen",
    "NavigationControl.ZoomOut": "Uitzoomen",
    "Popup.Close": "Venster sluiten",
  },
};

// Map, chart and legend take their colours from one place: the style sheet.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--wr-${name}`).trim();
const swatch = (name) => colour(name.replace(/^c(\d)$/, "class-$1"));
const byClass = (hard, soft, unknown) => ["match", ["get", "klasse"], "hard", hard, "soft", soft, unknown];

function fillOf(layer) {
  if (layer.kind === "borders") return colour("land");
  if (layer.kind === "context") return colour("series-5");
  if (!layer.classes.length) return colour("series-1");
  const steps = ["step", ["coalesce", ["get", layer.value], -1], colour("line")];
  for (const item of layer.classes) steps.push(item.from, swatch(item.swatch));
  return steps;
}

function paints(layer) {
  const plan = layer.kind === "areas" && !layer.classes.length;
  return {
    fill: { "fill-color": fillOf(layer), "fill-opacity": { areas: plan ? 0.35 : 1, context: 0.25 }[layer.kind] ?? 1 },
    line: { "line-color": plan ? colour("series-1") : colour("border"), "line-width": plan ? 3 : 1 },
    point: {
      "circle-radius": plan ? 9 : ["interpolate", ["linear"], ["sqrt", ["coalesce", ["get", "woningen"], 0]], 0, 4, 10, 7, 32, 16],
      // Colour is never alone: hard is full, soft an open ring, unknown small and grey.
      "circle-color": plan ? colour("series-1") : byClass(colour("series-1"), colour("paper"), colour("series-5")),
      "circle-opacity": plan ? 1 : byClass(0.85, 0.75, 0.9),
      "circle-stroke-color": plan ? colour("paper") : byClass(colour("paper"), colour("series-2"), colour("paper")),
      "circle-stroke-width": plan ? 3 : byClass(1.5, 4, 1),
    },
  };
}

function add(map, layer, data) {
  map.addSource(layer.key, { type: "geojson", data });
  const paint = paints(layer);
  if (layer.kind !== "points") {
    const areas = ["==", ["geometry-type"], "Polygon"];
    map.addLayer({ id: `${layer.key}-fill`, type: "fill", source: layer.key, filter: areas, paint: paint.fill });
    map.addLayer({ id: `${layer.key}-line`, type: "line", source: layer.key, filter: areas, paint: paint.line });
  }
  if (layer.kind !== "borders") {
    map.addLayer({ id: `${layer.key}-point`, type: "circle", source: layer.key, filter: ["==", ["geometry-type"], "Point"], paint: paint.point });
  }
  // What lies around is there to draw against: a click belongs to the drawing.
  for (const part of ["borders", "context"].includes(layer.kind) ? [] : ["fill", "point"]) {
    const id = `${layer.key}-${part}`;
    if (!map.getLayer(id)) continue;
    map.on("click", id, (event) => popup(map, event));
    map.on("mouseenter", id, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", id, () => { map.getCanvas().style.cursor = ""; });
  }
}

function popup(map, event) {
  const facts = event.features[0].properties;
  if (!facts.naam) return;
  const box = document.createElement("div");
  const title = document.createElement(facts.adres ? "a" : "strong");
  title.textContent = facts.naam;
  if (facts.adres) title.href = facts.adres;
  box.append(title);
  if (facts.tekst) box.append(Object.assign(document.createElement("p"), { textContent: facts.tekst }));
  new Popup({ closeButton: true, maxWidth: "20rem" }).setLngLat(event.lngLat).setDOMContent(box).addTo(map);
}

// ---------------------------------------------------------------- names and figures on the map
function label(name, figure = "") {
  const box = document.createElement("div");
  box.className = figure ? "wr-map__label wr-map__label--figure" : "wr-map__label";
  box.append(name);
  if (figure) box.append(Object.assign(document.createElement("strong"), { textContent: figure }));
  box.setAttribute("aria-hidden", "true");
  return box;
}

function names(shown) {
  for (const marker of shown.markers) marker.remove();
  shown.markers = shown.settings.labels.map((item) => new Marker({ element: label(item.name) }).setLngLat([item.lon, item.lat]).addTo(shown.map));
  // A map of borders alone says which is which.
  const alone = !shown.settings.labels.length && shown.settings.layers.every((layer) => layer.kind === "borders");
  for (const data of shown.data.values()) {
    for (const item of data.features) {
      if (!item.geometry || (item.properties.kort === undefined && !alone)) continue;
      const element = label(item.properties.naam, item.properties.kort);
      shown.markers.push(new Marker({ element }).setLngLat(middle(item.geometry)).addTo(shown.map));
    }
  }
}

// The middle of the largest ring: the centre of gravity, by the shoelace.
function middle(geometry) {
  if (geometry.type === "Point") return geometry.coordinates;
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
  let best = [0, 0, 0];
  for (const ring of rings) {
    let [area, x, y] = [0, 0, 0];
    for (let at = 0; at < ring.length - 1; at += 1) {
      const [[ax, ay], [bx, by]] = [ring[at], ring[at + 1]];
      const cross = ax * by - bx * ay;
      area += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    if (Math.abs(area) > Math.abs(best[2])) best = [x / (3 * area), y / (3 * area), area];
  }
  return best.slice(0, 2);
}

// ---------------------------------------------------------------- where the map looks
function extent(shown) {
  if (shown.settings.bounds.length || !shown.data.size) return shown.settings.bounds.length ? shown.settings.bounds : [3.3, 50.7, 7.3, 53.6];
  const box = new LngLatBounds();
  const take = (place) => (typeof place[0] === "number" ? box.extend(place) : place.forEach(take));
  // What the map is about, else the borders around it.
  const about = shown.settings.layers.filter((layer) => layer.kind !== "borders");
  for (const layers of [about, shown.settings.layers]) {
    if (box.isEmpty()) for (const { key } of layers) for (const item of shown.data.get(key).features) if (item.geometry) take(item.geometry.coordinates);
  }
  return box.isEmpty() ? [3.3, 50.7, 7.3, 53.6] : box;
}

function look(shown) {
  if (!shown.touched) shown.map.fitBounds(extent(shown), { padding: 36, animate: false, maxZoom: shown.settings.bounds.length ? 17 : 12 });
}

// ---------------------------------------------------------------- from settings to picture
async function fetched(layer) {
  const answer = await fetch(layer.url, { headers: { Accept: "application/geo+json" } });
  // Whoever was logged out gets the page of the door instead of the layer.
  return answer.ok && !answer.redirected ? answer.json() : { type: "FeatureCollection", features: [] };
}

async function fill(shown) {
  shown.place.dataset.ready = "no";
  const { layers } = shown.settings;
  const found = await Promise.all(layers.map(fetched));
  layers.forEach((layer, at) => {
    shown.data.set(layer.key, found[at]);
    const source = shown.map.getSource(layer.key);
    if (source) source.setData(found[at]);
    else add(shown.map, layer, found[at]);
  });
  const nothing = layers.every((layer, at) => layer.kind === "borders" || !found[at].features.some((item) => item.geometry));
  shown.place.querySelector(".wr-map__empty")?.remove();
  if (nothing && shown.settings.empty) shown.place.append(Object.assign(document.createElement("p"), { className: "wr-map__empty", textContent: shown.settings.empty }));
  names(shown);
  look(shown);
  shown.filled = true;
  shown.place.dispatchEvent(new CustomEvent("wr:filled"));
  shown.map.once("idle", () => { shown.place.dataset.ready = "yes"; });
  shown.map.triggerRepaint();
}

function draw(place) {
  const text = document.getElementById(place.dataset.map).textContent;
  const settings = JSON.parse(text);
  setWorkerUrl(place.dataset.worker);
  place.replaceChildren();
  const sources = settings.tiles ? { base: { type: "raster", tiles: [settings.tiles], tileSize: 256 } } : {};
  const background = { id: "background", type: "background", paint: { "background-color": colour("water") } };
  const base = settings.tiles ? [{ id: "base", type: "raster", source: "base" }] : [];
  const map = new Map({
    container: place,
    style: { version: 8, sources, layers: [background, ...base] },
    bounds: settings.bounds.length ? settings.bounds : [3.3, 50.7, 7.3, 53.6],
    attributionControl: false,
    cooperativeGestures: true,
    locale: LOCALES[document.documentElement.lang] ?? {},
    fadeDuration: 0,
    trackResize: false,
    maxZoom: 17,
  });
  const shown = { place, map, settings, text, data: new window.Map(), markers: [], touched: false };
  drawn.set(place, shown);
  // Whoever draws on this map finds it here.
  place.wrMap = shown;
  map.getCanvas().setAttribute("aria-label", place.dataset.label);
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  for (const gesture of ["dragstart", "zoomstart"]) map.on(gesture, (event) => { if (event.originalEvent) shown.touched = true; });
  // The picture follows its frame, and keeps what it shows in the middle.
  new ResizeObserver(() => {
    map.resize();
    look(shown);
  }).observe(place);
  map.on("load", () => fill(shown));
}

function refresh() {
  for (const place of document.querySelectorAll("[data-map]")) {
    const shown = drawn.get(place);
    const text = document.getElementById(place.dataset.map).textContent;
    if (!shown) draw(place);
    else if (shown.text !== text) {
      shown.text = text;
      shown.settings = JSON.parse(text);
      fill(shown);
    }
  }
}

function recolour() {
  for (const place of document.querySelectorAll("[data-map]")) {
    const shown = drawn.get(place);
    if (!shown) continue;
    shown.map.setPaintProperty("background", "background-color", colour("water"));
    for (const layer of shown.settings.layers) {
      for (const [part, paint] of Object.entries(paints(layer))) {
        const id = `${layer.key}-${part}`;
        if (shown.map.getLayer(id)) for (const [name, value] of Object.entries(paint)) shown.map.setPaintProperty(id, name, value);
      }
    }
  }
}

refresh();
document.addEventListener("htmx:after:swap", refresh);
dark.addEventListener("change", recolour);
