// The scale bar: a round length that takes about a seventh of the picture.
import { byId } from "./dom.js";

const STEPS = [1, 2, 5];

export function barFor(pxPerMicron, widthPx) {
  const wanted = widthPx / 7 / pxPerMicron;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const microns = Math.max(...STEPS.map((step) => step * power).filter((length) => length <= wanted));
  return { text: microns >= 1000 ? microns / 1000 + " mm" : Number(microns.toPrecision(1)) + " µm", px: microns * pxPerMicron };
}

export function showScale(pxPerMicron, widthPx) {
  const { text, px } = barFor(pxPerMicron, widthPx);
  byId("scale").hidden = false;
  byId("scale-text").textContent = text;
  byId("scale-bar").style.width = px + "px";
}
