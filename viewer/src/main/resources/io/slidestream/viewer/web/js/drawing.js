// Drawing on the slide by mouse, finger or keyboard: a line, an outline, or tiles. One thing at a time.
import { byId } from "./dom.js";
import { stroke } from "./outlines.js";

const NEAR_PX = 8;
const HINTS = {
  line: "Drag from one end to the other, or press Enter at each end with the cross.",
  outline: "Drag around it, or click from corner to corner and then on the first. With keys: Enter sets a corner at the cross.",
  tiles: "Click or drag over tiles to pick them. With keys: Enter picks the tile at the cross.",
  point: "Click on a place without tissue, or press Enter with the cross on it.",
};

export class Drawing {
  /** @param redraw is called when it has changed */
  constructor(stage, host, redraw) {
    Object.assign(this, { stage, host, redraw });
    this.kind = null;
    this.points = [];
    this.cells = new Set();
    // What follows a press is heard at the window, first: OpenSeadragon keeps it from all below.
    for (const [type, does] of [["pointerdown", "down"], ["pointermove", "move"], ["pointerup", "up"], ["pointercancel", "up"]]) {
      addEventListener(type, (event) => this.kind && (this.pressed || this.isOnSlide(event)) && this[does](event), true);
    }
    byId("drawing-done").addEventListener("click", () => this.finish());
    byId("drawing-stop").addEventListener("click", () => this.stop());
  }

  /**
   * @param kind line, outline, tiles or point
   * @param done is given the points in slide pixels, or the cells
   * @param map whose cells are picked
   */
  begin(kind, done, map) {
    this.stop();
    Object.assign(this, { kind, done, map, points: [], cells: new Set(), pressed: null, hovered: null });
    this.stage.setDraggable(false);
    byId("drawing-hint").textContent = HINTS[kind];
    byId("drawing-done").hidden = kind === "point" || kind === "line";
    byId("drawing").hidden = false;
    this.host.classList.add("draws");
    this.redraw();
  }

  stop() {
    if (!this.kind) return;
    this.kind = null;
    this.points = [];
    this.cells.clear();
    this.stage.setDraggable(true);
    byId("drawing").hidden = true;
    this.host.classList.remove("draws");
    this.redraw();
  }

  finish() {
    const { kind, points, cells, done } = this;
    if (kind === "tiles" ? cells.size === 0 : points.length < { line: 2, outline: 3, point: 1 }[kind]) return;
    const result = kind === "tiles" ? [...cells] : points;
    this.stop();
    done(result);
  }

  isOnSlide({ target }) {
    return this.host.contains(target) && !target.closest("button, .bar, .navigator");
  }

  at(event) {
    const box = this.host.getBoundingClientRect();
    return this.stage.slidePoint(event.clientX - box.left, event.clientY - box.top);
  }

  down(event) {
    if (event.button > 0) return;
    const point = this.at(event);
    this.pressed = { x: event.clientX, y: event.clientY, far: false };
    if (this.kind === "point") return this.set(point);
    if (this.kind === "tiles") return this.pick(point, null);
    if (this.kind === "outline" && this.points.length > 2 && this.isNear(point, this.points[0])) return this.finish();
    this.set(point);
  }

  move(event) {
    const point = this.at(event);
    this.hovered = point;
    if (this.pressed && event.buttons) {
      this.pressed.far ||= Math.hypot(event.clientX - this.pressed.x, event.clientY - this.pressed.y) > NEAR_PX;
      if (this.kind === "tiles") this.pick(point, this.adding);
      if (this.kind === "outline" && this.pressed.far && !this.isNear(point, this.points.at(-1))) this.points.push(point);
    }
    this.redraw();
  }

  up(event) {
    const dragged = this.pressed?.far;
    this.pressed = null;
    if (!dragged) return;
    if (this.kind === "line") this.set(this.at(event));
    else if (this.kind === "outline" && this.points.length > 3) this.finish();
  }

  /** Enter: the place in the middle. */
  setMiddle() {
    const middle = this.stage.centre();
    if (this.kind === "tiles") return this.pick(middle, null);
    if (this.kind === "outline" && this.points.length > 2 && this.isNear(middle, this.points[0])) return this.finish();
    this.set(middle);
  }

  set(point) {
    if (!point) return;
    this.points.push(point);
    if ((this.kind === "line" && this.points.length === 2) || this.kind === "point") this.finish();
    else this.redraw();
  }

  /** @param adding whether to add; null: the other of what it is now */
  pick(point, adding) {
    const { columns, rows, stridePx } = this.map.grid;
    const [column, row] = [Math.floor(point.x / stridePx), Math.floor(point.y / stridePx)];
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const cell = row * columns + column;
    this.adding = adding ?? !this.cells.has(cell);
    this.adding ? this.cells.add(cell) : this.cells.delete(cell);
    this.redraw();
  }

  isNear(a, b) {
    return Math.hypot(a.x - b.x, a.y - b.y) * this.stage.place().scale < NEAR_PX;
  }

  draw(context, px) {
    if (!this.kind) return;
    if (this.kind === "tiles") {
      const { columns, stridePx } = this.map.grid;
      const path = new Path2D();
      for (const cell of this.cells) path.rect((cell % columns) * stridePx, Math.floor(cell / columns) * stridePx, stridePx, stridePx);
      context.fillStyle = "#00d5ff44";
      context.fill(path);
      stroke(context, px, path, "#00d5ff", 1.5);
      return;
    }
    const next = this.hovered && !(this.kind === "outline" && this.pressed?.far) ? [this.hovered] : [];
    if (this.points.length) stroke(context, px, line([...this.points, ...next]), "#00d5ff", 2);
    for (const point of this.points.length < 40 ? this.points : []) {
      context.fillStyle = "#00d5ff";
      context.fillRect(point.x - 3 * px, point.y - 3 * px, 6 * px, 6 * px);
    }
  }
}

export function line(points, closed = false) {
  const path = new Path2D();
  points.forEach(({ x, y }, i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (closed) path.closePath();
  return path;
}
