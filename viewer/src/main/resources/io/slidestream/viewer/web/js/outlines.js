// The outlines of regions and the contours of the smoothed map, over clear tissue: a light line in a dark one shows on any stain.
import { rampOf } from "./colours.js";
import { contour } from "./contours.js";
import { values } from "./painting.js";

const LINE = "#ffe81a";
const CASING = "#10141acc";

export class Outlines {
  constructor(map, view, regions) {
    Object.assign(this, { map, view, regions });
    this.contours = [];
  }

  /** What is shown has changed. */
  refresh(cells) {
    this.contours = [];
    if (!this.hasContours()) return;
    const from = this.view.thresholds.tumour;
    const smooth = values(cells, { ...this.view, layer: "tumour", smooth: true });
    const colours = rampOf(this.view);
    for (const level of [0, 1 / 3, 2 / 3].map((step) => from + (1 - from) * step)) {
      if (level > 0) this.contours.push([contour(this.map, smooth, level), `rgb(${colours[Math.round(level * 255)].join(" ")})`]);
    }
  }

  hasContours() {
    return this.view.layer === "tumour" && this.view.style === "contour";
  }

  draw(context, px) {
    context.lineJoin = "round";
    for (const [path, colour] of this.contours) stroke(context, px, path, colour, 2.2);
    if (this.view.showsOutlines()) {
      for (const region of this.regions.shown) stroke(context, px, region.path, LINE, region === this.regions.selected ? 3.4 : 2);
    } else if (this.regions.selected) {
      stroke(context, px, this.regions.selected.path, LINE, 3.4);
    }
  }
}

export function stroke(context, px, path, colour, width) {
  context.lineWidth = (width + 2) * px;
  context.strokeStyle = CASING;
  context.stroke(path);
  context.lineWidth = width * px;
  context.strokeStyle = colour;
  context.stroke(path);
}
