// Draws the map over the slide. The cells are one pixel each in a small canvas that is stretched into place, so moving and
// zooming cost one drawing whatever the number of cells. All is drawn in slide pixels; the canvas's transform does the rest.
import { fills, paint, unread, unsure } from "./painting.js";

const HATCH_PX = 8;

export class Overlay {
  constructor(stage) {
    this.canvas = document.createElement("canvas");
    this.canvas.id = "overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    stage.put(this.canvas);
    this.stage = stage;
    this.small = document.createElement("canvas");
    this.gaps = document.createElement("canvas");
    this.doubts = document.createElement("canvas");
    this.layer = document.createElement("canvas");
    this.opacity = 0.6;
    this.cell = -1;
    this.hidden = false;
    /** What else is drawn, each by (context, slide pixels of one screen pixel). */
    this.drawings = [];
  }

  /** What is shown has changed. */
  refresh(map, cells, view) {
    this.map = map;
    this.opacity = view.layer === "none" ? 0 : view.opacity;
    this.filled = fills(view);
    if (this.filled) put(this.small, paint(map, cells, view));
    const gaps = unread(map, cells);
    this.hasGaps = gaps !== null && view.layer !== "none";
    if (gaps) put(this.gaps, gaps);
    const doubts = unsure(map, cells, view);
    this.hasDoubts = doubts !== null;
    if (doubts) put(this.doubts, doubts);
  }

  /** The cell under the pointer, or -1. */
  point(cell) {
    this.cell = cell;
  }

  draw() {
    const ratio = devicePixelRatio || 1;
    const width = Math.round(this.canvas.clientWidth * ratio);
    const height = Math.round(this.canvas.clientHeight * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.hidden) return;
    this.drawOn(context, ratio);
    if (this.map) this.onSlide(context, ratio, (px) => this.frame(context, this.map.grid, px));
  }

  /**
   * The map and what lies on it, without the frame around the tile under the pointer.
   *
   * @param ratio pixels of the canvas per screen pixel
   */
  drawOn(context, ratio) {
    this.onSlide(context, ratio, (px) => {
      if (this.map) this.drawMap(context, ratio);
      for (const drawing of this.drawings) {
        context.save();
        drawing(context, px);
        context.restore();
      }
    });
  }

  /** @param draws is given the slide pixels of one screen pixel, in a context of slide pixels */
  onSlide(context, ratio, draws) {
    const place = this.stage.place();
    if (!place) return;
    const scale = place.scale * ratio;
    const [cos, sin] = [Math.cos(place.turn) * scale, Math.sin(place.turn) * scale];
    context.save();
    context.setTransform(cos, sin, -sin, cos, place.x * ratio, place.y * ratio);
    draws(ratio / scale);
    context.restore();
  }

  drawMap(context, ratio) {
    const { columns, rows, stridePx } = this.map.grid;
    const box = [0, 0, columns * stridePx, rows * stridePx];
    context.save();
    context.beginPath();
    context.rect(0, 0, this.map.slide.widthPx, this.map.slide.heightPx);
    context.clip();
    context.imageSmoothingEnabled = false;
    if (this.filled) {
      context.globalAlpha = this.opacity;
      context.drawImage(this.small, ...box);
      context.globalAlpha = 1;
    }
    if (this.hasDoubts) this.hatch(context, box, this.doubts, lines(HATCH_PX * ratio, "#111111aa", 1 / 8));
    if (this.hasGaps) this.hatch(context, box, this.gaps, lines(HATCH_PX * ratio, "#d400d4", 1 / 4, "#ffffff99"));
    context.restore();
  }

  hatch(context, box, where, pattern) {
    this.layer.width = context.canvas.width;
    this.layer.height = context.canvas.height;
    const over = this.layer.getContext("2d");
    over.imageSmoothingEnabled = false;
    over.setTransform(context.getTransform());
    over.drawImage(where, ...box);
    over.setTransform(1, 0, 0, 1, 0, 0);
    over.globalCompositeOperation = "source-in";
    over.fillStyle = over.createPattern(pattern, "repeat");
    over.fillRect(0, 0, this.layer.width, this.layer.height);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.layer, 0, 0);
    context.restore();
  }

  frame(context, { columns, stridePx: side }, px) {
    if (this.cell < 0 || side / px < 5) return;
    const at = [(this.cell % columns) * side, Math.floor(this.cell / columns) * side];
    for (const [width, colour] of [[3, "#ffffffd0"], [1.2, "#111111"]]) {
      context.lineWidth = width * px;
      context.strokeStyle = colour;
      context.strokeRect(...at, side, side);
    }
  }
}

function put(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** Unread cells are magenta on half-white, a colour that no class has; unsure ones keep their class's below thin lines. */
function lines(side, colour, width, ground) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(side);
  const context = tile.getContext("2d");
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, side, side);
  }
  context.strokeStyle = colour;
  context.lineWidth = side * width;
  for (const shift of [-side, 0, side]) {
    context.beginPath();
    context.moveTo(shift - 1, side + 1);
    context.lineTo(shift + side + 1, -1);
    context.stroke();
  }
  return tile;
}
