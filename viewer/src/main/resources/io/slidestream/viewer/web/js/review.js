// The tiles of which an answer teaches most, one after another, each answered with one key.
import { byId, element, notice } from "./dom.js";
import { percent } from "./format.js";
import { who } from "./who.js";

export class Review {
  /** @param desk { tiles(): those that are asked about, show(tile): lays it out and gives its map, keep(tile, label, name), leave() } */
  constructor(desk) {
    this.desk = desk;
    this.queue = null;
  }

  async begin() {
    this.name = await who();
    if (!this.name) return;
    try {
      this.queue = await this.desk.tiles();
      this.at = 0;
      if (this.queue.length) await this.show();
      else this.end("No tile is left to be asked about.");
    } catch (problem) {
      this.end(problem.message);
    }
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
    const found = this.map && this.keys().find(([one]) => one === key);
    if (found) this.answer(found[1]);
    return Boolean(found);
  }

  async answer(label) {
    if (this.busy) return;
    this.busy = true;
    try {
      if (label !== null) await this.desk.keep(this.queue[this.at], label, this.name);
      this.at++;
      if (!this.queue) return; // ended meanwhile
      if (this.at < this.queue.length) await this.show();
      else this.end("That were all: the tiles are among the corrections.");
    } catch (problem) {
      notice(problem.message);
    } finally {
      this.busy = false;
    }
  }

  async show() {
    const tile = this.queue[this.at];
    this.map = await this.desk.show(tile);
    if (!this.queue) return;
    const bar = byId("reviewing");
    bar.replaceChildren(
      element("p", { role: "status" }, `Tile ${this.at + 1} of ${this.queue.length}: the model says ${tile.className}, ${percent(tile.probability, 0)}${why(tile)}. What is it?`),
      element("div", { className: "buttons" }, ...this.keys().map(([key, label]) => {
        const button = element("button", { type: "button" }, element("kbd", {}, key === " " ? "space" : key), ` ${label ?? "pass"}`);
        button.addEventListener("click", () => this.answer(label));
        return button;
      }), this.stop()));
    bar.hidden = false;
  }

  stop() {
    const button = element("button", { type: "button" }, element("kbd", {}, "Esc"), " stop");
    button.addEventListener("click", () => this.end());
    return button;
  }

  end(word) {
    this.queue = null;
    byId("reviewing").hidden = true;
    this.desk.leave();
    if (word) notice(word);
  }
}

const why = (tile) => (tile.why === "unfamiliar" ? `, but the tile lies ${tile.distance.toFixed(1)} times as far from what it was trained on as it may` : "");
