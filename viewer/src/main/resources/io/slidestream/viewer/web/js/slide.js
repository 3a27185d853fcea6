// One slide: the image, its map on top, and what is known of it.
import { check, getBytes, getJson } from "./api.js";
import { Cells } from "./cells.js";
import { Controls } from "./controls.js";
import { Corrections } from "./corrections.js";
import { byId, element, notice, passing } from "./dom.js";
import { Drawing } from "./drawing.js";
import { showFacts, showFiles } from "./facts.js";
import { showActions, showFate } from "./fate.js";
import { count, duration, STATES } from "./format.js";
import { Instruments } from "./instruments.js";
import { bindKeys } from "./keys.js";
import { Legend } from "./legend.js";
import { follow } from "./live.js";
import { Magnification } from "./magnification.js";
import { Minimap } from "./minimap.js";
import { Outlines } from "./outlines.js";
import { Overlay } from "./overlay.js";
import { Picture } from "./picture.js";
import { Pointer } from "./pointer.js";
import { Reading } from "./reading.js";
import { offerRendering } from "./rendering.js";
import { Regions } from "./regions.js";
import { Review } from "./review.js";
import { showScale } from "./scale.js";
import { outlineOf } from "./shapes.js";
import { save, snapshot } from "./snapshot.js";
import { Stage } from "./stage.js";
import { Steps } from "./steps.js";
import { LAYERS, STYLES, View } from "./view.js";

const id = location.pathname.split("/").pop();
const stage = new Stage(byId("image"));
const overlay = new Overlay(stage);
const drawing = new Drawing(stage, byId("stage"), () => overlay.draw());
let slide, map, view, cells, controls, legend, pointer, stop, picture, regions, outlines, minimap, instruments, magnification;
let reading, corrections, review, steps;
let pointed = -1;
let crossing = false;
let pending = 0;
let seeking = 0;
/** The end that is shown, which news may have told of before it was loaded; empty while there is none. */
let shownEnd = "";

start();

async function start() {
  try {
    slide = await getJson("/api/v1/slides/" + id);
  } catch (problem) {
    return missing(problem);
  }
  showSlide();
  if (hasMap()) await showMap();
  else await showBareImage();
  shownEnd = end();
  bind();
  steps = new Steps(id, () => (view ? view.write(null) : location.hash));
  reading = new Reading(slide);
  if (isOpen()) followLive();
}

const isOpen = () => slide.state === "mapping" || slide.state === "waiting";
/** What is lost has a shape, but nothing to fill it with. */
const hasMap = () => slide.links.map && slide.state !== "lost";
const end = () => (isOpen() ? "" : `${slide.attempt} ${slide.state}`);

function missing(problem) {
  byId("name").textContent = problem.status === 404 ? "No such slide" : "Not available";
  document.title = byId("name").textContent + " · Slidestream";
  const back = element("a", { href: "/" }, "All slides");
  byId("fate").replaceChildren(element("h2", {}, byId("name").textContent), element("p", {}, problem.message), element("p", {}, back));
  byId("fate").hidden = false;
  document.body.classList.add("missing");
}

function showSlide() {
  byId("name").textContent = byId("name").title = slide.name;
  document.title = slide.name + " · Slidestream";
  byId("state").textContent = STATES[slide.state];
  byId("state").className = "state " + slide.state;
  showFate(slide, renew);
  showActions(slide, renew);
  showFacts(slide, map);
  offerRendering(slide, map, view, rendered);
  showProgress();
}

function showProgress() {
  byId("live").hidden = slide.state !== "mapping";
  if (byId("live").hidden) return;
  const { expected, scored, rejected, tilesPerSecond, secondsLeft } = slide.progress;
  const parts = [`${count(scored + rejected)} of ${count(expected)} tiles`];
  if (tilesPerSecond) parts.push(`${Math.round(tilesPerSecond)} tiles/s`);
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} left`);
  byId("live-text").textContent = parts.join(" · ");
  byId("live-bar").value = (scored + rejected) / expected;
}

async function showMap() {
  map = await getJson(slide.links.map);
  cells = new Cells(map);
  view = new View(map);
  const place = view.read(location.hash);
  controls = new Controls(map, view, changed);
  legend = new Legend(map, view, changed);
  pointer = new Pointer(map, legend);
  showFacts(slide, map);
  await openImage(map.slide);
  picture = new Picture(stage, drawing, remember);
  regions = new Regions(slide, map, view, stage, () => {
    showRegions();
    remember();
  });
  outlines = new Outlines(map, view, regions);
  minimap = new Minimap(stage, map, view, regions);
  instruments = new Instruments(map, drawing, () => cells, () => overlay.draw());
  magnification = new Magnification(stage, map.slide.mpp);
  corrections = new Corrections(slide, map, view, stage, drawing, () => overlay.draw());
  review = new Review(reviewDesk());
  byId("review").onclick = () => review.begin();
  overlay.drawings.push((...on) => outlines.draw(...on), (...on) => corrections.draw(...on), (...on) => instruments.draw(...on), (...on) => drawing.draw(...on));
  offerRendering(slide, map, view, rendered);
  if (place) go(place);
  if (!isOpen()) await loadCells();
  redraw();
  remember();
  await showFiles(slide);
}

/** Where the tiles of this slide are reviewed: at their place, among the map's other layers. */
function reviewDesk() {
  const show = (cell) => {
    overlay.point(cell);
    pointer.show(cells, cell, isOpen());
    overlay.draw();
  };
  return {
    tiles: async () => (await getJson(`${slide.links.self}/review`)).tiles,
    show: async (tile) => {
      stage.fit(tile);
      show(tile.cell);
      return map;
    },
    keep: async (tile, label, name) => {
      await corrections.add(outlineOf([tile.cell], map.grid, map.slide), label, "review", name);
      corrections.load();
    },
    leave: () => show(-1),
  };
}

async function loadCells() {
  try {
    cells.add(await getBytes(`${slide.links.self}/cells.bin`));
  } catch (problem) {
    notice(problem.message);
  }
}

async function openImage(size) {
  const base = `${slide.links.self}/image`;
  let base_files = base + "_files/";
  try {
    await check(base + ".dzi");
  } catch (problem) {
    notice("The slide itself cannot be shown: " + problem.message);
    base_files = null;
  }
  await stage.open(size, base_files);
}

/** A slide without a map can often be looked at all the same. */
async function showBareImage() {
  try {
    const answer = await check(`${slide.links.self}/image.dzi`);
    const size = new DOMParser().parseFromString(await answer.text(), "application/xml").querySelector("Size");
    await stage.open({ widthPx: Number(size.getAttribute("Width")), heightPx: Number(size.getAttribute("Height")) },
      `${slide.links.self}/image_files/`);
  } catch {
    byId("stage").classList.add("blank"); // its fate says why
  }
  await showFiles(slide);
}

function followLive() {
  stop?.();
  stop = follow(id, {
    slide: async (news) => {
      const tiled = !map && news.links.map;
      slide = news;
      showSlide();
      if (tiled) await showMap();
    },
    cells: (packed, anew) => {
      if (!cells) return;
      if (anew) cells = new Cells(map);
      cells.add(packed);
      pending ||= setTimeout(() => {
        pending = 0;
        redraw();
        seekWhileLive();
      }, 150);
    },
    end: renew,
    lost: (is) => notice(is ? "The connection to the viewer is lost. What you see may be out of date; trying again." : ""),
  });
}

/** The slide has come to an end, or begins again. */
async function renew() {
  const attempt = slide.attempt;
  slide = await getJson("/api/v1/slides/" + id);
  showSlide();
  if (isOpen()) {
    if (map && slide.attempt !== attempt) cells = new Cells(map);
    shownEnd = "";
    return followLive();
  }
  if (end() === shownEnd) return void setTimeout(watchForNews, 1500);
  shownEnd = end();
  if (hasMap()) {
    map = await getJson(slide.links.map);
    cells = new Cells(map);
    await loadCells();
    regions.seek("anew");
    redraw();
    showFacts(slide, map);
    offerRendering(slide, map, view, rendered);
  }
  await showFiles(slide);
}

/** The map's files were written with other settings, which all parts of the page that know the map take over. */
async function rendered() {
  Object.assign(map, await getJson(slide.links.map));
  slide = await getJson("/api/v1/slides/" + id);
  const { tumorRegions, unsure } = map.summary;
  if (tumorRegions) {
    view.thresholds.tumour = tumorRegions.threshold;
    view.classIndex = map.classes.findIndex((one) => one.name === tumorRegions.className);
  }
  view.unsureBelow = unsure.below;
  showSlide();
  regions.seek("anew");
  changed();
  await showFiles(slide);
}

/** What was asked for has not begun yet: it may also go on as another map of the same slide. */
async function watchForNews() {
  const now = await getJson("/api/v1/slides/" + id).catch(() => slide);
  if (now.newer) location.href = "/slides/" + now.newer;
  else if (now.attempt !== slide.attempt || now.state !== slide.state) renew();
  else setTimeout(watchForNews, 1500);
}

function changed() {
  redraw();
  remember();
}

function redraw() {
  controls.show(cells);
  legend.show(cells);
  overlay.refresh(map, cells, view);
  outlines.refresh(cells);
  minimap.refresh(cells);
  pointer.show(cells, pointed, isOpen());
  overlay.draw();
  regions.seek();
}

function showRegions() {
  minimap.refresh(cells);
  overlay.draw();
}

/** Regions grow with the cells; each time they are asked for, all are found anew. */
function seekWhileLive() {
  seeking ||= setTimeout(() => {
    seeking = 0;
    regions.seek("anew");
  }, 2000);
}

function go(place) {
  stage.go(place.x, place.y, place.scale);
  picture.turnTo(place.turn);
}

function remember() {
  const place = stage.place();
  if (place && view) history.replaceState(null, "", view.write({ ...stage.centre(), scale: place.scale, turn: stage.turn() }));
}

function point(at) {
  if (!cells || !at) return;
  pointed = cells.at(at.x, at.y);
  pointer.show(cells, pointed, isOpen());
  overlay.point(pointed);
  overlay.draw();
}

function bind() {
  const frame = () => {
    overlay.draw();
    const place = stage.place();
    if (place && map) {
      showScale(place.scale / map.slide.mpp, byId("stage").clientWidth);
      magnification?.show(place.scale);
    }
    if (crossing) point(stage.centre());
  };
  stage.onFrame(frame);
  stage.onRest(remember);
  addEventListener("resize", frame);
  for (const kind of ["pointermove", "pointerdown"]) {
    byId("stage").addEventListener(kind, (event) => {
      if (crossing) return;
      const box = byId("stage").getBoundingClientRect();
      point(stage.slidePoint(event.clientX - box.left, event.clientY - box.top));
    });
  }
  byId("closer").onclick = () => stage.zoom(1.6);
  byId("farther").onclick = () => stage.zoom(1 / 1.6);
  byId("whole").onclick = () => stage.whole();
  byId("help").onclick = () => byId("help-panel").showModal();
  byId("share").onclick = share;
  addEventListener("hashchange", () => {
    const place = view?.read(location.hash);
    if (place) go(place);
    if (view) redraw();
    remember();
  });
  byId("snapshot").onclick = savePicture;
  bindPrinting();
  bindKeys({
    stage,
    share,
    help: () => byId("help-panel").showModal(),
    region: (by) => regions?.step(by),
    slide: (where) => steps.go(where),
    seen: () => reading?.turn("looked-at"),
    correct: () => corrections?.begin("outline"),
    style: () => view && controls.set({ layer: "tumour", style: STYLES[(STYLES.indexOf(view.style) + (view.layer === "tumour")) % STYLES.length] }),
    hide: (is) => {
      if (overlay.hidden === is) return;
      overlay.hidden = is;
      overlay.draw();
    },
    measure: (kind) => instruments?.measure(kind),
    turn: (by) => picture?.turnTo(stage.turn() + by),
    snapshot: savePicture,
    drawing: drawingKey,
    layer: (index) => view?.layers().includes(LAYERS[index]) && controls.set({ layer: LAYERS[index] }),
    opacity: (by) => view && controls.set({ opacity: clamped(view.opacity + by) }),
    threshold: (by) => {
      if (!view) return;
      view.thresholds[view.layer] = clamped(view.threshold() + by);
      changed();
    },
    toggle: () => view && controls.set({ layer: view.layer === "none" ? (view.before ?? "classes") : ((view.before = view.layer), "none") }),
    cross: () => {
      setCross(!crossing);
      frame();
    },
  });
  frame();
}

const clamped = (x) => Math.round(Math.max(0, Math.min(1, x)) * 100) / 100;

function setCross(is) {
  crossing = is;
  byId("cross").hidden = !is;
}

/** While something is drawn: Enter sets a place, Escape stops; a second Enter at the first place, or Shift+Enter, finishes. */
function drawingKey(key, event) {
  if (review?.takes(key)) return true;
  if (!drawing.kind || (key === "Enter" && event.target.closest("button, a, summary"))) return false;
  if (key === "Escape") drawing.stop();
  else if (key === "Enter" && event.shiftKey) drawing.finish();
  else if (key === "Enter") {
    if (!crossing) setCross(true);
    drawing.setMiddle();
  } else return false;
  return true;
}

const viewAsPicture = () => snapshot({ stage, overlay, picture, map, view, slide });

function savePicture() {
  if (picture) save(viewAsPicture(), slide.name.replaceAll("/", "-") + ".png");
}

/** Paper has other proportions than the screen, so the view is printed as the picture that is saved: its scale bar stays true. */
function bindPrinting() {
  let printed = null;
  addEventListener("beforeprint", () => {
    if (!picture) return;
    printed = viewAsPicture();
    printed.className = "printed";
    byId("stage").append(printed);
  });
  addEventListener("afterprint", () => printed?.remove());
}

async function share() {
  remember();
  await navigator.clipboard?.writeText(location.href).catch(() => {});
  passing("The link to this view is copied: " + location.href);
}
