// The tile under the pointer: the probability of each class stands in the legend's last column.
import { byId } from "./dom.js";
import { percent } from "./format.js";

const strangeness = (distance) => (Number.isNaN(distance) ? "" : ` ${distance.toFixed(1)} × the bound from what the model was trained on${distance > 1 ? ": unfamiliar" : ""}.`);

export class Pointer {
  constructor(map, legend) {
    this.map = map;
    this.legend = legend;
    this.show(null, -1);
  }

  /** @param open whether tiles are still to come */
  show(cells, cell, open) {
    this.open = open;
    const scored = cell >= 0 && cells.isScored(cell);
    this.legend.showTile(scored ? this.map.classes.map((_, k) => cells.probability(cell, k)) : null);
    byId("pointer").textContent = cell < 0 ? "Move over the slide to read a tile." : this.where(cell) + this.what(cells, cell);
  }

  where(cell) {
    const { columns, stridePx } = this.map.grid;
    const mm = (n) => ((n * stridePx * this.map.slide.mpp) / 1000).toFixed(2);
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    return `Tile ${column}, ${row} at ${mm(column)}, ${mm(row)} mm. `;
  }

  what(cells, cell) {
    if (cells.isScored(cell)) return `Uncertainty ${percent(cells.entropies[cell], 0)}.` + strangeness(cells.distance(cell));
    if (cells.isUnread(cell)) return `Unread: ${this.map.rejectionReasons[cells.status[cell] - 1]}.`;
    return this.open ? "No tissue, or not classified yet." : "No tissue.";
  }
}
