// Draws the maps of a page: borders, areas, points, with a popup that leads to the record.
import { Map, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";

const COLOURS = { border: "#5b6b7b", fill: "#0b5394", point: "#0b5394", halo: "#ffffff", land: "#eef2f5" };

function fill(layer) {
  if (!layer.classes.length) return COLOURS.fill;
  const steps = ["step", ["coalesce", ["get", layer.value], -1], "#c9ced3"];
  for (const item of layer.classes) steps.push(item.from, item.colour);
  return steps;
}

function show(map, layer) {
  map.addSource(layer.key, { type: "geojson", data: layer.url });
  if (layer.kind === "borders" || layer.kind === "areas") {
    const plain = layer.kind === "borders" && !layer.classes.length;
    map.addLayer({
      id: `${layer.key}-fill`, type: "fill", source: layer.key, filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": plain ? COLOURS.land : fill(layer), "fill-opacity": plain ? 1 : 0.75 },
    });
    map.addLayer({ id: `${layer.key}-line`, type: "line", source: layer.key, paint: { "line-color": COLOURS.border, "line-width": 1 } });
  }
  if (layer.kind === "points" || layer.kind === "areas") {
    map.addLayer({
      id: `${layer.key}-point`, type: "circle", source: layer.key, filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "woningen"], 0], 0, 4, 100, 7, 1000, 16],
        "circle-color": layer.classes.length ? fill(layer) : ["match", ["get", "klasse"], "hard", "#0b5394", "soft", "#c25700", "#6b6b6b"],
        "circle-opacity": 0.85, "circle-stroke-color": COLOURS.halo, "circle-stroke-width": 1.5,
      },
    });
  }
  for (const part of ["fill", "point"]) {
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
  new Popup({ closeButton: true }).setLngLat(event.lngLat).setDOMContent(box).addTo(map);
}

for (const place of document.querySelectorAll("[data-map]")) {
  const settings = JSON.parse(document.getElementById(place.dataset.map).textContent);
  setWorkerUrl(place.dataset.worker);
  place.replaceChildren();
  const sources = settings.tiles ? { base: { type: "raster", tiles: [settings.tiles], tileSize: 256 } } : {};
  const background = { id: "background", type: "background", paint: { "background-color": "#dfe7ee" } };
  const base = settings.tiles ? [{ id: "base", type: "raster", source: "base" }] : [];
  const map = new Map({
    container: place,
    style: { version: 8, sources, layers: [background, ...base] },
    bounds: settings.bounds,
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    cooperativeGestures: true,
    fadeDuration: 0,
  });
  map.getCanvas().setAttribute("aria-label", place.dataset.label);
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.on("load", () => {
    for (const layer of settings.layers) show(map, layer);
    place.dataset.ready = "yes";
  });
}
