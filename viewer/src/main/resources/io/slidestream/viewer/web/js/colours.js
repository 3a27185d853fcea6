// From numbers to colours. Every ramp grows darker all the way, so it reads in any colour vision.
const RAMPS = {
  tumour: ["#fff3c4", "#fdbf57", "#ee7733", "#c4302b", "#6b0f2a"],
  tumourSafe: ["#fdeec0", "#c9c08a", "#7f9a8c", "#35688d", "#0b2b5c"],
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

export const rampOf = (view) =>
  view.layer === "uncertainty" ? ramp("uncertainty") : ramp(view.safe ? "tumourSafe" : "tumour");

export const classColours = (map, view) => map.classes.map((one) => (view.safe ? one.safeColour : one.colour));
