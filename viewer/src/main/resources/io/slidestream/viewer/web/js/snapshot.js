// The view as a picture file: slide, map, scale bar, legend, and what it is of.
import { classColours, rampOf } from "./colours.js";
import { percent } from "./format.js";
import { timesText } from "./magnification.js";
import { fills } from "./painting.js";
import { barFor } from "./scale.js";
import { FARTHEST } from "./view.js";

const FOOT = 46;
const ROW = 19;

/** @returns a canvas */
export function snapshot({ stage, overlay, picture, map, view, slide }) {
  const ratio = Math.max(1, devicePixelRatio || 1);
  const [width, height] = [overlay.canvas.clientWidth, overlay.canvas.clientHeight];
  const canvas = document.createElement("canvas");
  canvas.width = width * ratio;
  canvas.height = (height + FOOT) * ratio;
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.save();
  context.beginPath();
  context.rect(0, 0, canvas.width, height * ratio);
  context.clip();
  context.filter = picture.filter();
  context.drawImage(stage.picture, 0, 0, canvas.width, height * ratio);
  context.filter = "none";
  overlay.drawOn(context, ratio);
  context.restore();
  context.scale(ratio, ratio);
  const { scale } = stage.place();
  if (map) {
    bar(context, barFor(scale / map.slide.mpp, width), height);
    if (view.layer !== "none") legend(context, rows(map, view), width);
  }
  context.fillStyle = "#1c232d";
  context.textAlign = "left";
  context.font = "600 14px system-ui, sans-serif";
  context.fillText(slide.name, 12, height + 19, width - 24);
  context.font = "12px system-ui, sans-serif";
  const parts = map ? [timesText(scale, map.slide.mpp), map.model.name, new Date().toISOString().slice(0, 10)] : [];
  context.fillText([...parts, "Slidestream: research software, not for diagnosis"].join(" · "), 12, height + 36, width - 24);
  return canvas;
}

function bar(context, { text, px }, height) {
  context.fillStyle = "#fffffff0";
  context.fillRect(12, height - 50, px + 24, 38);
  context.fillStyle = "#1c232d";
  context.font = "13px system-ui, sans-serif";
  context.textAlign = "center";
  context.fillText(text, 24 + px / 2, height - 32);
  context.fillRect(24, height - 25, px, 4);
}

/** What the colours mean: [colour or colours, words]. */
function rows(map, view) {
  const found = [];
  if (view.layer === "classes") {
    const colours = classColours(map, view);
    map.classes.forEach((one, i) => view.off.has(i) || found.push([[colours[i]], one.tissue ? `${one.name} ${one.tissue}` : one.name]));
  } else if (fills(view) || view.style === "contour") {
    const ramp = rampOf(view);
    found.push([ramp.filter((_, i) => i % 8 === 0).map((c) => `rgb(${c.join(" ")})`),
      { uncertainty: "uncertainty, 0 to 100 %", unfamiliar: `unlike what the model was trained on, 0 to ${FARTHEST} bounds` }[view.layer] ?? `${map.classes[view.classIndex].name}, 0 to 100 %`]);
  }
  if (view.showsOutlines()) found.push([["#ffe81a"], `${map.classes[view.classIndex].name} at ${percent(view.thresholds.tumour, 0)} or more`]);
  return found;
}

function legend(context, all, width) {
  context.font = "13px system-ui, sans-serif";
  context.textAlign = "left";
  const wide = Math.max(...all.map(([colours, text]) => context.measureText(text).width + Math.max(14, colours.length * 2))) + 32;
  context.fillStyle = "#fffffff0";
  context.fillRect(width - wide - 12, 12, wide, all.length * ROW + 12);
  all.forEach(([colours, text], i) => {
    const y = 18 + i * ROW;
    const each = colours.length > 1 ? 2 : 14;
    colours.forEach((colour, k) => {
      context.fillStyle = colour;
      context.fillRect(width - wide - 2 + k * each, y, each, 14);
    });
    context.strokeStyle = "#1c232d";
    context.strokeRect(width - wide - 2.5, y - 0.5, colours.length * each + 1, 15);
    context.fillStyle = "#1c232d";
    context.fillText(text, width - wide + 6 + colours.length * each, y + 12);
  });
}

export function save(canvas, name) {
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
