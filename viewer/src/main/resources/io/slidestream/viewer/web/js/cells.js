// The cells of one map, unpacked. See docs/api.md for the packed form.
const ONE = 65535;
const UNKNOWN = 65535;
const PER_BOUND = 1000;
export const NONE = 255;

export class Cells {
  constructor(map) {
    this.grid = map.grid;
    this.slide = map.slide;
    this.classes = map.classes.length;
    const n = map.grid.columns * map.grid.rows;
    this.status = new Uint8Array(n).fill(NONE);
    this.tellsFamiliar = map.model?.tellsFamiliar ?? false;
    this.distances = this.tellsFamiliar ? new Float32Array(n).fill(NaN) : null;
    this.values = new Uint16Array(n * this.classes);
    this.entropies = new Float32Array(n);
    this.winners = new Uint8Array(n);
    this.known = 0;
  }

  /** Adds packed cells; a cell that is there is replaced. */
  add(buffer) {
    const view = new DataView(buffer);
    const each = 6 + 2 * this.classes + (this.tellsFamiliar ? 2 : 0);
    for (let at = 0; at + each <= view.byteLength; at += each) {
      const index = view.getUint32(at, true);
      if (index >= this.status.length) continue;
      if (this.status[index] === NONE) this.known++;
      this.status[index] = view.getUint16(at + 4, true);
      for (let k = 0; k < this.classes; k++) {
        this.values[index * this.classes + k] = view.getUint16(at + 6 + 2 * k, true);
      }
      if (this.tellsFamiliar) {
        const distance = view.getUint16(at + each - 2, true);
        this.distances[index] = distance === UNKNOWN ? NaN : distance / PER_BOUND;
      }
      this.sum(index);
    }
  }

  sum(index) {
    let best = 0;
    let entropy = 0;
    for (let k = 0; k < this.classes; k++) {
      const p = this.probability(index, k);
      if (p > this.probability(index, best)) best = k;
      if (p > 0) entropy -= p * Math.log(p);
    }
    this.winners[index] = best;
    this.entropies[index] = this.classes > 1 ? entropy / Math.log(this.classes) : 0;
  }

  probability(index, k) {
    return this.values[index * this.classes + k] / ONE;
  }

  /** Of the likeliest class. */
  confidence(index) {
    return this.probability(index, this.winners[index]);
  }

  isUnsure(index, below) {
    return this.isScored(index) && this.confidence(index) < below;
  }

  /** From what the model was trained on, in its bounds; NaN where it cannot tell. */
  distance(index) {
    return this.distances ? this.distances[index] : NaN;
  }

  isUnfamiliar(index) {
    return this.isScored(index) && this.distance(index) > 1;
  }

  isScored(index) {
    return this.status[index] === 0;
  }

  isUnread(index) {
    return this.status[index] !== 0 && this.status[index] !== NONE;
  }

  /** The area that a cell alone stands for: its stride square, cut at the slide's edge. */
  areaMm2(index) {
    const { columns, rows, stridePx } = this.grid;
    const column = index % columns;
    const row = (index - column) / columns;
    const width = column < columns - 1 ? stridePx : this.slide.widthPx - column * stridePx;
    const height = row < rows - 1 ? stridePx : this.slide.heightPx - row * stridePx;
    return (width * height * this.slide.mpp * this.slide.mpp) / 1e6;
  }

  /** Areas by class, of what is unread, unsure and unfamiliar, and of all that was scored. */
  areas(unsureBelow) {
    const byClass = new Float64Array(this.classes);
    let unread = 0;
    let scored = 0;
    let unsure = 0;
    let unfamiliar = 0;
    for (let i = 0; i < this.status.length; i++) {
      if (this.status[i] === NONE) continue;
      const area = this.areaMm2(i);
      if (this.status[i] === 0) {
        byClass[this.winners[i]] += area;
        scored += area;
        if (this.isUnsure(i, unsureBelow)) unsure += area;
        if (this.isUnfamiliar(i)) unfamiliar += area;
      } else unread += area;
    }
    return { byClass, unread, unsure, unfamiliar, scored };
  }

  /** The cell at a place of the slide, or -1. */
  at(xPx, yPx) {
    const { columns, rows, stridePx } = this.grid;
    if (xPx < 0 || yPx < 0 || xPx >= this.slide.widthPx || yPx >= this.slide.heightPx) return -1;
    const column = Math.min(columns - 1, Math.floor(xPx / stridePx));
    const row = Math.min(rows - 1, Math.floor(yPx / stridePx));
    return row * columns + column;
  }
}
