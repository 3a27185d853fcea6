// Magnification as at the microscope: 10× shows one micron a pixel.
import { byId, element } from "./dom.js";

const OBJECTIVES = [5, 10, 20, 40];

export class Magnification {
  constructor(stage, mpp) {
    Object.assign(this, { stage, mpp });
    byId("objectives").replaceChildren(...OBJECTIVES.map((times) => {
      const button = element("button", { type: "button", ariaLabel: `Magnification ${times} times` }, `${times}×`);
      button.addEventListener("click", () => stage.scaleTo((times * mpp) / 10));
      return button;
    }));
    byId("magnification").hidden = false;
  }

  show(scale) {
    byId("times").textContent = timesText(scale, this.mpp);
  }
}

export function timesText(scale, mpp) {
  const times = (10 * scale) / mpp;
  return `${times >= 10 ? times.toFixed(0) : Number(times.toPrecision(2))}×`;
}
