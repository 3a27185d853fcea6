// Geometries of GeoJSON: from what was drawn, to what is drawn, and the outline of picked tiles.
import { areaPx, isInside } from "./geometry.js";

const rounded = (n) => Math.round(n * 10) / 10;

export function polygonOf(points) {
  const ring = points.map(({ x, y }) => [rounded(x), rounded(y)]);
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}

export const polygonsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

export function pathOf(geometry) {
  const path = new Path2D();
  for (const ring of polygonsOf(geometry).flat()) {
    ring.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    path.closePath();
  }
  return path;
}

export function boundsOf(geometry) {
  const points = polygonsOf(geometry).flat(2);
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [left, top] = [xs, ys].map((all) => all.reduce((a, b) => Math.min(a, b), Infinity));
  const [right, bottom] = [xs, ys].map((all) => all.reduce((a, b) => Math.max(a, b), -Infinity));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export const moved = (geometry, dx, dy) => ({
  type: geometry.type,
  coordinates: geometry.type === "Polygon" ? shifted(geometry.coordinates, dx, dy) : geometry.coordinates.map((one) => shifted(one, dx, dy)),
});

const shifted = (rings, dx, dy) => rings.map((ring) => ring.map(([x, y]) => [x + dx, y + dy]));

/** The outline of cells: sides that two of them share are inside and fall away; the others are joined to rings. */
export function outlineOf(cells, { columns, stridePx }, { widthPx, heightPx }) {
  const from = new Map();
  const add = (x1, y1, x2, y2) => {
    const back = from.get(`${x2},${y2}`);
    const at = back?.findIndex(([x, y]) => x === x1 && y === y1) ?? -1;
    if (at >= 0) back.splice(at, 1);
    else from.set(`${x1},${y1}`, [...(from.get(`${x1},${y1}`) ?? []), [x2, y2]]);
  };
  for (const cell of cells) {
    const [c, r] = [cell % columns, Math.floor(cell / columns)];
    add(c, r, c + 1, r);
    add(c + 1, r, c + 1, r + 1);
    add(c + 1, r + 1, c, r + 1);
    add(c, r + 1, c, r);
  }
  const rings = [];
  for (const start of from.keys()) {
    while (from.get(start)?.length) {
      const ring = [start.split(",").map(Number)];
      do ring.push(from.get(ring.at(-1).join()).pop());
      while (ring.at(-1).join() !== start);
      rings.push(ring);
    }
  }
  const px = ([c, r]) => [Math.min(widthPx, c * stridePx), Math.min(heightPx, r * stridePx)];
  const turning = (ring) => ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0);
  const polygons = rings.filter((ring) => turning(ring) > 0).map((ring) => [ring]);
  const points = (ring) => ring.map(([x, y]) => ({ x, y }));
  polygons.sort((a, b) => areaPx(points(a[0])) - areaPx(points(b[0])));
  for (const hole of rings.filter((ring) => turning(ring) < 0)) {
    const inHole = [(hole[0][0] + hole[1][0]) / 2, (hole[0][1] + hole[1][1]) / 2];
    polygons.find(([outer]) => isInside(points(outer), ...inHole))?.push(hole);
  }
  const coordinates = polygons.map((one) => one.map((ring) => ring.map(px)));
  return coordinates.length === 1 ? { type: "Polygon", coordinates: coordinates[0] } : { type: "MultiPolygon", coordinates };
}
