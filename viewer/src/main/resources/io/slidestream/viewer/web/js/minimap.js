// The overview: where the tumour lies dense, and the outlines of its regions.
const WIDTH_PX = 480;

export class Minimap {
  constructor(stage, map, view, regions) {
    Object.assign(this, { stage, map, view, regions });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "minimap";
    this.canvas.width = WIDTH_PX;
    this.canvas.height = Math.max(1, Math.round((WIDTH_PX * map.slide.heightPx) / map.slide.widthPx));
    stage.putOnOverview(this.canvas);
  }

  refresh(cells) {
    const { columns, rows, stridePx } = this.map.grid;
    const image = new ImageData(columns, rows);
    for (let index = 0; index < cells.status.length; index++) {
      if (!cells.isScored(index)) continue;
      if (cells.probability(index, this.view.classIndex) >= Math.max(0.01, this.view.thresholds.tumour)) image.data.set([255, 80, 0, 255], index * 4);
    }
    const small = document.createElement("canvas");
    small.width = columns;
    small.height = rows;
    small.getContext("2d").putImageData(image, 0, 0);
    const context = this.canvas.getContext("2d");
    const scale = this.canvas.width / this.map.slide.widthPx;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.imageSmoothingQuality = "high"; // many cells a pixel become their mean: a density
    context.globalAlpha = 0.55;
    context.drawImage(small, 0, 0, columns * stridePx * scale, rows * stridePx * scale);
    context.globalAlpha = 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.lineWidth = 2.5 / scale;
    context.strokeStyle = "#7a1e00";
    for (const region of this.regions.shown) context.stroke(region.path);
    const { selected } = this.regions;
    if (!selected) return;
    context.lineWidth = 7 / scale;
    context.strokeStyle = "#10141a";
    context.stroke(selected.path);
  }
}
