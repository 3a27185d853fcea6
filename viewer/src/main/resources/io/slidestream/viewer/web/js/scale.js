// The scale bar: a round length that takes about a seventh of the picture.
import { byId } from "./dom.js";

const STEPS = [1, 2, 5];

export function showScale(pxPerMicron, widthPx) {
  byId("scale").hidden = false;
  const wanted = widthPx / 7 / pxPerMicron;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const microns = Math.max(...STEPS.map((step) => step * power).filter((length) => length <= wanted));
  byId("scale-text").textContent = microns >= 1000 ? microns / 1000 + " mm" : Number(microns.toPrecision(1)) + " µm";
  byId("scale-bar").style.width = microns * pxPerMicron + "px";
}
