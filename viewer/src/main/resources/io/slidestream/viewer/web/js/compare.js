// Two maps side by side: of one slide or of two, moved together, with a layer of their differences.
import { agreement, matched } from "./agreement.js";
import { check, getBytes, getJson } from "./api.js";
import { Cells } from "./cells.js";
import { classColours, showRamp } from "./colours.js";
import { byId, element, notice } from "./dom.js";
import { areaDigits, count, percent, recipeOf, time } from "./format.js";
import { moved } from "./keys.js";
import { Overlay } from "./overlay.js";
import { Stage } from "./stage.js";
import { View } from "./view.js";

const LAYERS = { classes: "Classes", tumour: "One class", difference: "Difference", none: "None" };
const ids = location.pathname.split("/").filter(Boolean).slice(1);
let sides, ofOneSlide, pairs, layer = "classes", following = null;

start();

async function start() {
  try {
    sides = await Promise.all(ids.slice(0, 2).map(side));
    ofOneSlide = sides[0].slide.location === sides[1].slide.location;
    pairs = ofOneSlide ? [matched(sides[0], sides[1]), matched(sides[1], sides[0])] : null;
    controls();
    numbers();
    await Promise.all(sides.map(open)); // in the room that the figures leave
    begin();
    sides.forEach((one, place) => together(one, sides[1 - place]));
    document.addEventListener("keydown", key);
    redraw();
  } catch (problem) {
    notice(problem.message);
  }
}

async function side(id) {
  const slide = await getJson("/api/v1/slides/" + id);
  if (!slide.links.map) throw new Error(`${slide.name} has no map to compare.`);
  const map = await getJson(slide.links.map);
  const cells = new Cells(map);
  cells.add(await getBytes(`${slide.links.self}/cells.bin`));
  return { slide, map, cells, view: new View(map) };
}

async function open(one, place) {
  const { slide, map } = one;
  byId("name-" + place).replaceChildren(element("a", { href: "/slides/" + slide.id }, slide.name), element("small", {}, `${recipeOf(map)}, ${map.slide.mpp} µm per pixel, ${time(slide.seenAt)}`));
  const stage = new Stage(byId("view-" + place));
  const base = `${slide.links.self}/image`;
  const there = await check(base + ".dzi").then(() => true, (problem) => notice(problem.message));
  await stage.open(map.slide, there ? base + "_files/" : null);
  const overlay = new Overlay(stage);
  overlay.canvas.id = "";
  overlay.canvas.className = "overlay";
  stage.onFrame(() => overlay.draw());
  addEventListener("resize", () => overlay.draw());
  Object.assign(one, { stage, overlay });
}

/** The middles of the tissue of two slides are laid on each other; two maps of one slide lie so already. */
function begin() {
  const bounds = ofOneSlide ? [tissue(sides[0]), tissue(sides[0])] : sides.map(tissue);
  const perMicron = Math.min(...sides.map(({ map, stage }, place) => {
    const { clientWidth, clientHeight } = stage.viewer.element;
    return (0.9 * Math.min(clientWidth / bounds[place].width, clientHeight / bounds[place].height)) / map.slide.mpp;
  }));
  sides.forEach((one, place) => {
    const { mpp } = one.map.slide;
    const { x, y, width, height } = bounds[place];
    const [left, top] = [x + width / 2, y + height / 2];
    one.middle = { x: left * mpp, y: top * mpp };
    one.stage.go(left, top, perMicron * mpp);
  });
}

/** What the scored cells cover; the whole slide where there are none. */
function tissue({ map, cells }) {
  const { columns, stridePx, tileSizePx } = map.grid;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < cells.status.length; i++) {
    if (!cells.isScored(i)) continue;
    const [column, row] = [i % columns, Math.floor(i / columns)];
    [left, top] = [Math.min(left, column), Math.min(top, row)];
    [right, bottom] = [Math.max(right, column), Math.max(bottom, row)];
  }
  if (left > right) return { x: 0, y: 0, width: map.slide.widthPx, height: map.slide.heightPx };
  return { x: left * stridePx, y: top * stridePx, width: (right - left) * stridePx + tileSizePx, height: (bottom - top) * stridePx + tileSizePx };
}

/** One follows the other by microns, so that slides of two resolutions stay together. */
function together(one, other) {
  one.stage.onFrame(() => {
    if (!byId("together").checked || (following && following !== one)) return;
    const [place, to] = [one.stage.place(), other.stage.place()];
    if (!place || !to) return;
    const [from, into] = [one.map.slide.mpp, other.map.slide.mpp];
    const centre = one.stage.centre();
    const there = other.stage.centre();
    const x = (centre.x * from - one.middle.x + other.middle.x) / into;
    const y = (centre.y * from - one.middle.y + other.middle.y) / into;
    const scale = (place.scale / from) * into;
    if (Math.hypot(x - there.x, y - there.y) * to.scale < 0.5 && Math.abs(scale / to.scale - 1) < 1e-3) return;
    following = one;
    other.stage.go(x, y, scale);
    following = null;
  });
}

/** Tiles of two slides do not correspond, so nothing is said of where they differ. */
const layers = () => Object.keys(LAYERS).filter((value) => ofOneSlide || value !== "difference");

function controls() {
  byId("layers").style.setProperty("--segments", layers().length);
  byId("layers").replaceChildren(...layers().map((value) => {
    const input = element("input", { type: "radio", name: "layer", value, checked: value === layer });
    input.addEventListener("change", () => {
      layer = value;
      redraw();
    });
    return element("label", {}, input, element("span", {}, LAYERS[value]));
  }));
  const names = sides[0].map.classes.map((one) => one.name).filter((name) => sides[1].map.classes.some((other) => other.name === name));
  byId("class").replaceChildren(...names.map((name) => element("option", { value: name }, name)));
  if (names.includes(sides[0].map.tumourClass)) byId("class").value = sides[0].map.tumourClass;
  byId("class").addEventListener("change", redraw);
  byId("opacity").addEventListener("input", redraw);
  byId("tools-row").hidden = false;
}

function redraw() {
  byId("ramp").hidden = layer !== "tumour";
  showRamp(byId("ramp-canvas"), sides[0].view);
  sides.forEach((one, place) => {
    const { view, map, cells, overlay } = one;
    view.layer = layer === "difference" ? "classes" : layer;
    view.style = "fill";
    view.unsure = false;
    view.opacity = Number(byId("opacity").value);
    view.thresholds.tumour = 0;
    view.classIndex = Math.max(0, map.classes.findIndex((it) => it.name === byId("class").value));
    overlay.refresh(map, cells, view);
    if (layer === "difference") paintDifference(one, sides[1 - place], pairs[place]);
    overlay.draw();
  });
}

/** Keys move the view that has the focus, else the first; the other follows. */
function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  if (target.closest("select, .numbers") || (event.key.startsWith("Arrow") && target.closest("input"))) return;
  const { stage } = sides[Number(byId("view-1").contains(target))];
  const wanted = layers()[event.key - 1];
  if (wanted) byId("layers").querySelector(`[value=${wanted}]`).click();
  else if (!moved(stage, event)) return;
  event.preventDefault();
}

/** Where the two name other classes, in the class's colour; where they agree the slide stays clear. */
function paintDifference({ map, cells, overlay }, other, found) {
  const context = overlay.small.getContext("2d");
  const image = context.getImageData(0, 0, overlay.small.width, overlay.small.height);
  found.forEach((at, i) => {
    const agree = at >= 0 && map.classes[cells.winners[i]].name === other.map.classes[other.cells.winners[at]].name;
    if (agree) image.data[i * 4 + 3] = 0;
  });
  context.putImageData(image, 0, 0);
}

function numbers() {
  const found = ofOneSlide ? agreement(sides[0], sides[1], pairs[0]) : null;
  byId("agreement").replaceChildren(...agreementText(found));
  const names = [...new Set(sides.flatMap(({ map }) => map.classes.map((one) => one.name)))];
  const areas = sides.map(({ cells, view }) => cells.areas(view.unsureBelow));
  byId("numbers").replaceChildren(...names.map((name) => {
    const at = sides.map(({ map }) => map.classes.findIndex((one) => one.name === name));
    const mm2 = at.map((k, i) => (k < 0 ? "–" : areas[i].byClass[k].toFixed(areaDigits(areas[i].scored))));
    const shares = at.map((k, i) => (k < 0 || !areas[i].scored ? "–" : percent(areas[i].byClass[k] / areas[i].scored)));
    const figures = [...mm2, ...shares];
    if (found) figures.push(Number.isFinite(found.overlap.get(name)) ? percent(found.overlap.get(name)) : "–");
    const swatch = element("i");
    const side = at[0] < 0 ? 1 : 0;
    const { map, view } = sides[side];
    swatch.style.background = classColours(map, view)[at[side]];
    const words = map.classes[at[side]].tissue;
    return element("tr", { className: name === map.tumourClass ? "strong" : "" },
      element("th", { scope: "row" }, swatch, name, words ? element("small", {}, " " + words) : ""), ...figures.map((text) => element("td", { className: "figure" }, text)));
  }));
  byId("overlap").hidden = !found;
  byId("numbers-section").hidden = false;
}

function agreementText(found) {
  if (!found) return ["Two slides: their tiles do not correspond. Compare the areas below."];
  const { all, same, share, kappa } = found;
  if (!all) return ["No tile of one lies on a tile of the other."];
  return [element("strong", {}, percent(share)), ` of ${count(all)} tiles alike (${count(all - same)} differ), kappa ${kappa.toFixed(2)}`];
}
