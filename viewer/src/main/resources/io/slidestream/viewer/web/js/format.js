// Figures and times as people read them.
const whole = new Intl.NumberFormat("en");

export const count = (n) => whole.format(n);
export const percent = (share, digits = 1) => (share * 100).toFixed(digits) + " %";
/** So that a column of areas of one slide has equally many places. */
export const areaDigits = (total) => (total >= 1000 ? 1 : total >= 1 ? 2 : 3);
export const mm2 = (area) => area.toFixed(2);

export function bytes(n) {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  for (; n >= 1000 && unit < units.length - 1; unit++) n /= 1000;
  return (unit === 0 || n >= 100 ? n.toFixed(0) : n.toFixed(1)) + " " + units[unit];
}

export function duration(exact) {
  const seconds = exact < 3600 ? Math.round(exact) : Math.round(exact / 60) * 60;
  if (seconds < 60) return seconds + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min " + String(seconds % 60).padStart(2, "0") + " s";
  return Math.floor(seconds / 3600) + " h " + String((seconds % 3600) / 60).padStart(2, "0") + " min";
}

export function time(iso) {
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  const clock = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  const day = at.getFullYear() + "-" + String(at.getMonth() + 1).padStart(2, "0") + "-" + String(at.getDate()).padStart(2, "0");
  return today ? "today " + clock : day + " " + clock;
}

/** What the services say, as a sentence of its own. */
export const sentence = (text) => text && text[0].toUpperCase() + text.slice(1);

/** The model of a map and how it was asked, which tells two maps of a slide apart. */
export function recipe({ name, id, symmetries, stride }) {
  const parts = [`${name} (${id.slice(0, 12)})`];
  if (symmetries > 1) parts.push(`mean of ${symmetries} symmetries`);
  if (stride < 1) parts.push(`a tile every ${percent(stride, 0)} of its side`);
  return parts.join(", ");
}

/** The same of a map that is shown. */
export const recipeOf = ({ model, grid, summary }) =>
  recipe({ name: model.name, id: model.id, symmetries: summary?.model?.symmetries, stride: grid.stridePx / grid.tileSizePx });

export const STATES = {
  waiting: "Waiting", mapping: "Mapping", mapped: "Mapped", rejected: "No map", cancelled: "Cancelled", lost: "Results gone",
};
