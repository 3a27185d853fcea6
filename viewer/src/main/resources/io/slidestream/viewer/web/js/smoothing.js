// The mean over the neighbours of a cell, weighted 1-2-1 both ways; only for display, raw values never change.
export function smoothed(cells, value) {
  const { columns, rows } = cells.grid;
  const out = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      if (!cells.isScored(index)) continue;
      let sum = 0;
      let weights = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          const neighbour = y * columns + x;
          if (!cells.isScored(neighbour)) continue;
          const weight = (x === column ? 2 : 1) * (y === row ? 2 : 1);
          sum += weight * value(neighbour);
          weights += weight;
        }
      }
      out[index] = sum / weights;
    }
  }
  return out;
}
