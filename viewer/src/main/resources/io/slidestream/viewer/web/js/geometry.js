// Areas of outlines, and which cells lie in them.
const SAMPLES = 4; // each way of a cell: a sixteenth of a cell is the error at most at its edge

export function areaPx(points) {
  return Math.abs(points.reduce((sum, a, i) => {
    const b = points[(i + 1) % points.length];
    return sum + a.x * b.y - b.x * a.y;
  }, 0)) / 2;
}

export function isInside(points, x, y) {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [a, b] = [points[i], points[j]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** The cells that an outline touches, each with the share of it that lies inside. */
export function cellsIn(points, { columns, rows, stridePx }) {
  const clamp = (n, most) => Math.max(0, Math.min(most - 1, Math.floor(n / stridePx)));
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  const found = [];
  for (let row = clamp(Math.min(...ys), rows); row <= clamp(Math.max(...ys), rows); row++) {
    for (let column = clamp(Math.min(...xs), columns); column <= clamp(Math.max(...xs), columns); column++) {
      let inside = 0;
      for (let i = 0; i < SAMPLES * SAMPLES; i++) {
        const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) * stridePx;
        const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * stridePx;
        inside += isInside(points, x, y);
      }
      if (inside) found.push([row * columns + column, inside / (SAMPLES * SAMPLES)]);
    }
  }
  return found;
}
