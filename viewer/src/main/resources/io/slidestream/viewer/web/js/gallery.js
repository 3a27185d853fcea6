// Slides as pictures with the outlines of their tumour regions.
import { getJson } from "./api.js";
import { element } from "./dom.js";
import { mm2, percent, STATES } from "./format.js";
import { others } from "./list-row.js";
import { isMarked, isUnread, said } from "./worklist.js";

const LEVEL = 8; // 256 pixels at most: one tile of the pyramid but for two columns
const shown = new Map();
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    picture(target);
  }
}, { rootMargin: "200px" });

export function card(slide, marks) {
  const text = JSON.stringify([slide, marks.get(slide.id)]);
  const known = shown.get(slide.id);
  if (known?.text === text) return known.element;
  const redrawn = known && known.attempt === slide.attempt && known.state === slide.state;
  const canvas = redrawn ? known.canvas : element("canvas", { width: 256, height: 192 });
  canvas.ariaHidden = true;
  canvas.dataset.id = slide.id;
  canvas.dataset.map = slide.state === "mapped";
  const made = element("a", { className: "card-of" + (isUnread(slide, marks) ? " unread" : ""), href: "/slides/" + slide.id }, canvas,
    element("strong", {}, slide.name, isMarked(slide, marks) ? element("span", { className: "star", ariaHidden: true }, " ★") : "", element("span", { className: "sr" }, said(slide, marks))),
    element("span", { className: "muted" }, element("span", { className: "state " + slide.state }, STATES[slide.state]),
      slide.tumourMm2 === undefined ? "" : ` · ${mm2(slide.tumourMm2)}\u00a0mm² · ${percent(slide.tumourShare).replace(" ", "\u00a0")}`),
    element("small", { className: "muted" }, others(slide)));
  if (!redrawn) seen.observe(canvas);
  shown.set(slide.id, { text, element: made, canvas, attempt: slide.attempt, state: slide.state });
  return made;
}

async function picture(canvas) {
  const self = "/api/v1/slides/" + canvas.dataset.id;
  const regions = canvas.dataset.map === "true" ? await getJson(self + "/regions").catch(() => null) : null;
  const image = new Image();
  image.src = regions ? `${self}/image_files/${LEVEL}/0_0.jpeg` : self + "/thumbnail.jpeg";
  const there = await image.decode().then(() => true, () => false);
  const scale = regions ? 2 ** (LEVEL - Math.ceil(Math.log2(Math.max(regions.widthPx, regions.heightPx)))) : 1;
  if (there || regions) {
    canvas.width = regions ? Math.max(1, Math.ceil(regions.widthPx * scale)) : image.naturalWidth;
    canvas.height = regions ? Math.max(1, Math.ceil(regions.heightPx * scale)) : image.naturalHeight;
  }
  const context = canvas.getContext("2d");
  if (there) context.drawImage(image, 0, 0);
  if (!regions) return;
  const path = new Path2D();
  for (const { rings } of regions.regions) {
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) i ? path.lineTo(ring[i] * scale, ring[i + 1] * scale) : path.moveTo(ring[0] * scale, ring[1] * scale);
      path.closePath();
    }
  }
  context.fillStyle = "#ff50004d";
  context.fill(path, "evenodd");
  for (const [width, colour] of [[3, "#10141a99"], [1.4, "#ffe81a"]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}
