// Ruler and area: what is measured stays on the slide until it is taken away.
import { byId, element } from "./dom.js";
import { line } from "./drawing.js";
import { percent } from "./format.js";
import { areaPx, cellsIn } from "./geometry.js";
import { stroke } from "./outlines.js";

const COLOUR = "#00d5ff";

export class Instruments {
  /** @param cells gives the cells there are now */
  constructor(map, drawing, cells, redraw) {
    Object.assign(this, { map, drawing, cells, redraw });
    this.all = [];
    byId("ruler").addEventListener("click", () => this.measure("line"));
    byId("area").addEventListener("click", () => this.measure("outline"));
    byId("measures-section").hidden = false;
  }

  measure(kind) {
    this.drawing.begin(kind, (points) => {
      this.all.push(kind === "line" ? this.length(points) : this.area(points));
      this.list();
      this.redraw();
    });
  }

  length([a, b]) {
    const text = lengthText(Math.hypot(a.x - b.x, a.y - b.y) * this.map.slide.mpp);
    return { path: line([a, b]), at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, text, more: "" };
  }

  area(points) {
    const mm2 = (areaPx(points) * this.map.slide.mpp ** 2) / 1e6;
    const cells = this.cells();
    const byClass = new Map();
    let scored = 0;
    for (const [cell, share] of cellsIn(points, this.map.grid)) {
      if (!cells.isScored(cell)) continue;
      const area = cells.areaMm2(cell) * share;
      scored += area;
      byClass.set(cells.winners[cell], (byClass.get(cells.winners[cell]) ?? 0) + area);
    }
    const mix = [...byClass].sort((a, b) => b[1] - a[1]).map(([k, area]) => `${this.map.classes[k].name} ${percent(area / scored)}`);
    const at = points.reduce((sum, p) => ({ x: sum.x + p.x / points.length, y: sum.y + p.y / points.length }), { x: 0, y: 0 });
    return { path: line(points, true), at, text: `${mm2.toFixed(mm2 < 1 ? 4 : 2)} mm²`, more: mix.length ? mix.join(", ") : "no tissue that was read" };
  }

  list() {
    byId("measures").replaceChildren(...this.all.map((one) => {
      const away = element("button", { type: "button", className: "quiet", ariaLabel: `Take ${one.text} away` }, "×");
      away.addEventListener("click", () => {
        this.all.splice(this.all.indexOf(one), 1);
        this.list();
        this.redraw();
        byId("ruler").focus();
      });
      return element("li", {}, element("span", {}, element("strong", {}, one.text), one.more ? element("small", {}, one.more) : ""), away);
    }));
  }

  draw(context, px) {
    for (const one of this.all) {
      stroke(context, px, one.path, COLOUR, 2);
      label(context, px, one.at, one.text);
    }
  }
}

/** Upright text on a ground of its own, whatever the slide's turn. */
export function label(context, px, at, text) {
  const matrix = context.getTransform();
  const { x, y } = matrix.transformPoint(at);
  const ratio = px * Math.hypot(matrix.a, matrix.b);
  context.save();
  context.setTransform(1, 0, 0, 1, x, y);
  context.font = `${13 * ratio}px system-ui, sans-serif`;
  const width = context.measureText(text).width + 10 * ratio;
  context.fillStyle = "#10141ae0";
  context.fillRect(-width / 2, -11 * ratio, width, 22 * ratio);
  context.fillStyle = "#ffffff";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, 0, 0);
  context.restore();
}

export const lengthText = (um) => (um >= 1000 ? `${(um / 1000).toFixed(2)} mm` : `${um.toFixed(um < 100 ? 1 : 0)} µm`);
