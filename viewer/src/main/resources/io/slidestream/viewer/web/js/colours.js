// From numbers to colours. Each ramp goes one way in lightness, so it reads in any colour vision.
const RAMPS = {
  tumour: ["#1d7f88", "#21918c", "#35b779", "#90d743", "#fde725"], // green to yellow: stained tissue has neither
  unfamiliar: ["#fff3e0", "#ffc766", "#ff8f1f", "#d9480f", "#7a1f04"],
  uncertainty: ["#eef5fb", "#b5d4ec", "#6fa8d6", "#2f6eb0", "#12306b"],
};

export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function interpolated(stops, share) {
  const place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  return stops[below].map((low, i) => Math.round(low + (stops[below + 1][i] - low) * (place - below)));
}

/** 256 colours from low to high. */
export function ramp(name) {
  const stops = RAMPS[name].map(rgb);
  return Array.from({ length: 256 }, (_, i) => interpolated(stops, i / 255));
}

export const rampOf = (view) => ramp(view.layer in RAMPS ? view.layer : "tumour");

/** @param canvas 256 pixels wide */
export function showRamp(canvas, view) {
  const context = canvas.getContext("2d");
  rampOf(view).forEach((colour, x) => {
    context.fillStyle = `rgb(${colour.join(" ")})`;
    context.fillRect(x, 0, 1, 1);
  });
}

export const classColours = (map, view) => map.classes.map((one) => (view.published ? one.colour : one.safeColour));
