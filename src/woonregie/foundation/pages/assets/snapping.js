// Pulls the pen to corners and edges of what a map shows around a drawing; measures areas.

const REACH = 10; // pixels
const DECIMALS = 1e9;

const rounded = (place) => place.map((degrees) => Math.round(degrees * DECIMALS) / DECIMALS);

function ringsOf(geometry) {
  if (geometry?.type === "Polygon") return geometry.coordinates;
  if (geometry?.type === "MultiLineString") return geometry.coordinates;
  return geometry?.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}

function boxOf(ring) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

const NOTHING = { features: [] };

// The rings of a layer with their box, worked out once per answer of the server.
const known = new WeakMap();
function rings(data) {
  if (!known.has(data)) known.set(data, data.features.flatMap((item) => ringsOf(item.geometry)).map((ring) => ({ ring, box: boxOf(ring) })));
  return known.get(data);
}

// The nearest spot on an edge, in pixels and as a share of the edge.
function along(at, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, ((at.x - from.x) * dx + (at.y - from.y) * dy) / length)) : 0;
  return { share, away: Math.hypot(at.x - from.x - share * dx, at.y - from.y - share * dy) };
}

// Returns the function by which terra-draw asks where a corner should go; undefined is "here".
export function snapper(shown, layer) {
  return (event, { project, unproject }) => {
    const at = project(event.lng, event.lat);
    const edge = unproject(at.x + REACH, at.y + REACH);
    const [wide, high] = [Math.abs(edge.lng - event.lng), Math.abs(edge.lat - event.lat)];
    let best = { away: REACH, place: undefined };
    for (const { ring, box } of rings(shown.data.get(layer) ?? NOTHING)) {
      if (event.lng < box[0] - wide || event.lng > box[2] + wide || event.lat < box[1] - high || event.lat > box[3] + high) continue;
      best = nearest(ring, at, project, best);
    }
    return best.place && rounded(best.place);
  };
}

function nearest(ring, at, project, before) {
  let best = before;
  const spots = ring.map(([x, y]) => project(x, y));
  for (let i = 0; i < spots.length - 1; i += 1) {
    // A corner within reach goes before any edge.
    const corner = Math.hypot(at.x - spots[i].x, at.y - spots[i].y) - REACH;
    if (corner < Math.min(best.away, 0)) best = { away: corner, place: ring[i] };
    const { share, away } = along(at, spots[i], spots[i + 1]);
    if (away < best.away) {
      const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
      best = { away, place: [ax + share * (bx - ax), ay + share * (by - ay)] };
    }
  }
  return best;
}

// Square metres of a small area in degrees: flat earth at its own latitude, good to a tenth of a
// percent; the server measures it in RD.
export function areaOf(geometry) {
  const [outer, ...holes] = geometry.coordinates;
  return ringArea(outer) - holes.reduce((total, ring) => total + ringArea(ring), 0);
}

function ringArea(ring) {
  const [lon, lat] = ring[0];
  const angle = (lat * Math.PI) / 180;
  // Metres in a degree on the ellipsoid of WGS84.
  const high = 111_132.954 - 559.822 * Math.cos(2 * angle) + 1.175 * Math.cos(4 * angle);
  const wide = 111_412.84 * Math.cos(angle) - 93.5 * Math.cos(3 * angle);
  let twice = 0;
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
    twice += (ax - lon) * (by - lat) - (bx - lon) * (ay - lat);
  }
  return (Math.abs(twice) * wide * high) / 2;
}
