// One pixel a cell: what the chosen layer makes of the cells.
import { classColours, rampOf, rgb } from "./colours.js";
import { smoothed } from "./smoothing.js";
import { FARTHEST } from "./view.js";

const FAINTEST = 40;

/** The number that a layer shows of a cell. */
export function layerValue(cells, view) {
  if (view.layer === "uncertainty") return (index) => cells.entropies[index];
  if (view.layer === "unfamiliar") return (index) => Math.min(1, (cells.distance(index) || 0) / FARTHEST);
  if (view.layer === "classes") return (index) => cells.confidence(index);
  return (index) => cells.probability(index, view.classIndex);
}

/** Whether a cell is drawn: scored, its class switched on, its number not below the threshold. */
export function shows(cells, view, index, value) {
  return cells.isScored(index) && !view.off.has(cells.winners[index]) && value >= view.threshold();
}

/** Whether cells are filled; else lines show the map over clear tissue. */
export const fills = (view) => view.layer !== "tumour" || view.style === "fill";

export function values(cells, view) {
  const raw = layerValue(cells, view);
  if (view.smooth && view.layer !== "classes") return smoothed(cells, raw);
  return Float32Array.from({ length: cells.status.length }, (_, index) => (cells.isScored(index) ? raw(index) : 0));
}

export function paint(map, cells, view) {
  const { columns, rows } = map.grid;
  const image = new ImageData(columns, rows);
  if (view.layer === "none") return image;
  const colours = view.layer === "classes" ? classColours(map, view).map(rgb) : rampOf(view);
  const numbers = values(cells, view);
  for (let index = 0; index < numbers.length; index++) {
    if (!shows(cells, view, index, numbers[index])) continue;
    const share = numbers[index];
    const colour = view.layer === "classes" ? colours[cells.winners[index]] : colours[Math.round(share * 255)];
    const cover = view.layer === "classes" ? 255 : FAINTEST + Math.round((255 - FAINTEST) * share); // little hides little
    image.data.set([colour[0], colour[1], colour[2], cover], index * 4);
  }
  return image;
}

/** Opaque where a cell could not be read, for the hatching; null where all could. */
export function unread(map, cells) {
  return mask(map, cells, (index) => cells.isUnread(index));
}

/** The same of cells that are shown by their class and unsure of it. */
export function unsure(map, cells, view) {
  if (view.layer !== "classes" || !view.unsure) return null;
  return mask(map, cells, (index) =>
    cells.isUnsure(index, view.unsureBelow) && shows(cells, view, index, cells.confidence(index)));
}

function mask(map, cells, holds) {
  const image = new ImageData(map.grid.columns, map.grid.rows);
  let any = false;
  for (let index = 0; index < cells.status.length; index++) {
    if (holds(index)) {
      image.data[index * 4 + 3] = 255;
      any = true;
    }
  }
  return any ? image : null;
}
