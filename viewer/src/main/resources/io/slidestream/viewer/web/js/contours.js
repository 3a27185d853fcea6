// Lines of equal value through the centres of cells, by marching squares.

/** Which sides of a square between four centres a line joins, by which corners are inside: top left, top right, bottom right, bottom left. */
const SIDES = [
  [], [[3, 0]], [[0, 1]], [[3, 1]], [[1, 2]], [[3, 0], [1, 2]], [[0, 2]], [[3, 2]],
  [[2, 3]], [[2, 0]], [[0, 1], [2, 3]], [[2, 1]], [[1, 3]], [[1, 0]], [[0, 3]], [],
];

/** @param values one a cell, 0 outside the tissue; the path is in slide pixels */
export function contour(map, values, level) {
  const { columns, rows, stridePx } = map.grid;
  const at = (column, row) => (column < 0 || row < 0 || column >= columns || row >= rows ? 0 : values[row * columns + column]);
  const between = (a, b) => (a === b ? 0.5 : (level - a) / (b - a));
  const path = new Path2D();
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const corners = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      const inside = corners.reduce((bits, value, i) => bits + (value >= level) * 2 ** i, 0);
      for (const sides of SIDES[inside]) {
        const ends = sides.map((side) => [
          () => [between(corners[0], corners[1]), 0],
          () => [1, between(corners[1], corners[2])],
          () => [between(corners[3], corners[2]), 1],
          () => [0, between(corners[0], corners[3])],
        ][side]()).map(([x, y]) => [(column + 0.5 + x) * stridePx, (row + 0.5 + y) * stridePx]);
        path.moveTo(...ends[0]);
        path.lineTo(...ends[1]);
      }
    }
  }
  return path;
}
