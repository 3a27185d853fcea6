// How far two maps agree, tile by tile where their grids lie on each other.

/** Both are looked at through the cells of the first: the second's cell is the one at the same place, in microns. */
export function matched(a, b) {
  const { grid, slide } = a.map;
  const ratio = slide.mpp / b.map.slide.mpp;
  const middle = (place, end) => (place * grid.stridePx + Math.min((place + 1) * grid.stridePx, end)) / 2; // of what lies on the slide
  const found = new Int32Array(a.cells.status.length).fill(-1);
  for (let i = 0; i < found.length; i++) {
    if (!a.cells.isScored(i)) continue;
    const x = middle(i % grid.columns, slide.widthPx) * ratio;
    const y = middle(Math.floor(i / grid.columns), slide.heightPx) * ratio;
    const other = b.cells.at(x, y);
    if (other >= 0 && b.cells.isScored(other)) found[i] = other;
  }
  return found;
}

/**
 * Share of tiles with the same likeliest class, Cohen's kappa, and for each class the overlap (intersection over union) and
 * areas. Classes are matched by name.
 */
export function agreement(a, b, pairs) {
  const names = [...new Set([...a.map.classes, ...b.map.classes].map((one) => one.name))];
  const left = new Map(names.map((name) => [name, 0]));
  const [right, both] = [new Map(left), new Map(left)];
  let all = 0;
  let same = 0;
  pairs.forEach((other, i) => {
    if (other < 0) return;
    const [one, two] = [a.map.classes[a.cells.winners[i]].name, b.map.classes[b.cells.winners[other]].name];
    all++;
    left.set(one, left.get(one) + 1);
    right.set(two, right.get(two) + 1);
    if (one === two) {
      same++;
      both.set(one, both.get(one) + 1);
    }
  });
  const share = same / all;
  const byChance = names.reduce((sum, name) => sum + (left.get(name) / all) * (right.get(name) / all), 0);
  const overlap = new Map(names.map((name) => [name, both.get(name) / (left.get(name) + right.get(name) - both.get(name))]));
  return { all, same, share, kappa: byChance === 1 ? 1 : (share - byChance) / (1 - byChance), overlap };
}
