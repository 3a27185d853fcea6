// The tiles of which the model is least sure, one after another, each answered with one key.
import { byId, element, notice } from "./dom.js";
import { percent } from "./format.js";
import { outlineOf } from "./shapes.js";
import { who } from "./who.js";

const MOST = 50;
const LEAST_APART = 2; // cells: neighbours would be asked about the same tissue

export class Review {
  /** @param point shows a cell */
  constructor(map, stage, corrections, cells, point) {
    Object.assign(this, { map, stage, corrections, cells, point });
    this.queue = null;
    byId("review").addEventListener("click", () => this.begin());
  }

  async begin() {
    this.name = await who();
    if (!this.name) return;
    this.queue = leastSure(this.cells(), this.map, this.corrections.all);
    this.at = 0;
    if (this.queue.length) this.show();
    else this.end("No tile is left to be asked about.");
  }

  /** Keys 1 to 9 are the classes in the model's order; a and u are ours, space passes, Escape ends. */
  keys() {
    const classes = this.map.classes.slice(0, 9).map((one, i) => [String(i + 1), one.name]);
    return [...classes, ["a", "artefact"], ["u", "not sure"], [" ", null]];
  }

  takes(key) {
    if (!this.queue) return false;
    if (key === "Escape") {
      this.end();
      return true;
    }
    const found = this.keys().find(([one]) => one === key);
    if (found) this.answer(found[1]);
    return Boolean(found);
  }

  async answer(label) {
    const cell = this.queue[this.at];
    if (this.answering) return;
    this.answering = true;
    try {
      if (label !== null) {
        await this.corrections.add(outlineOf([cell], this.map.grid, this.map.slide), label, "review", this.name);
        this.corrections.load();
      }
      this.at++;
      this.at < this.queue.length ? this.show() : this.end("That were all: the tiles are among the corrections.");
    } catch (problem) {
      notice(problem.message);
    } finally {
      this.answering = false;
    }
  }

  show() {
    const cell = this.queue[this.at];
    const { columns, stridePx } = this.map.grid;
    this.stage.fit({ x: (cell % columns) * stridePx, y: Math.floor(cell / columns) * stridePx, width: stridePx, height: stridePx });
    this.point(cell);
    const cells = this.cells();
    const guess = this.map.classes[cells.winners[cell]].name;
    const bar = byId("reviewing");
    bar.replaceChildren(
      element("p", { role: "status" }, `Tile ${this.at + 1} of ${this.queue.length}: the model says ${guess}, ${percent(cells.confidence(cell), 0)}. What is it?`),
      element("div", { className: "buttons" }, ...this.keys().map(([key, label]) => {
        const button = element("button", { type: "button" }, element("kbd", {}, key === " " ? "space" : key), ` ${label ?? "pass"}`);
        button.addEventListener("click", () => this.answer(label));
        return button;
      }), this.stop()));
    bar.hidden = false;
  }

  stop() {
    const button = element("button", { type: "button" }, "Stop");
    button.addEventListener("click", () => this.end());
    return button;
  }

  end(word) {
    this.queue = null;
    byId("reviewing").hidden = true;
    this.point(-1);
    if (word) notice(word);
  }
}

/** By entropy, none beside another, none in what was corrected already. */
export function leastSure(cells, { grid }, corrections) {
  const { columns } = grid;
  const all = [];
  for (let i = 0; i < cells.status.length; i++) if (cells.isScored(i)) all.push(i);
  all.sort((a, b) => cells.entropies[b] - cells.entropies[a] || a - b);
  const chosen = [];
  for (const cell of all) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const apart = chosen.every((other) => Math.max(Math.abs((other % columns) - column), Math.abs(Math.floor(other / columns) - row)) >= LEAST_APART);
    const [x, y] = [(column + 0.5) * grid.stridePx, (row + 0.5) * grid.stridePx];
    const said = corrections.some(({ bounds }) => x > bounds.x && y > bounds.y && x < bounds.x + bounds.width && y < bounds.y + bounds.height);
    if (apart && !said) chosen.push(cell);
    if (chosen.length === MOST) break;
  }
  return chosen;
}
