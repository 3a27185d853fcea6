// What is shown and how; it stands behind the # of the page's address, so a link shows the same.
/** In the order of their keys. */
export const LAYERS = ["tumour", "classes", "uncertainty", "none", "unfamiliar"];
/** Bounds of the model at the upper end of the layer's ramp. */
export const FARTHEST = 3;
export const STYLES = ["outline", "fill", "contour"];

/** Until a map is finished, and its summary says. */
const USUALLY_UNSURE_BELOW = 0.5;

export class View {
  constructor(map) {
    this.map = map;
    this.layer = map.tumourClass === undefined ? "classes" : "tumour";
    this.style = map.summary ? "outline" : "fill"; // cells that come one by one are to be seen
    this.outlines = true;
    this.regionArea = 0;
    this.regionMean = 0;
    this.regionOrder = "size";
    this.opacity = 0.6;
    this.thresholds = { tumour: map.summary?.tumorRegions?.threshold ?? 0.5, classes: 0, uncertainty: 0, none: 0, unfamiliar: 1 / FARTHEST };
    this.classIndex = Math.max(0, map.classes.findIndex((one) => one.name === map.tumourClass));
    this.off = new Set();
    this.published = localStorage.getItem("colours") === "published";
    this.smooth = false;
    this.unsure = true;
    this.unsureBelow = map.summary?.unsure?.below ?? USUALLY_UNSURE_BELOW;
  }

  /** Those that the map has something for. */
  layers() {
    return LAYERS.filter((layer) => layer !== "unfamiliar" || this.map.model.tellsFamiliar);
  }

  threshold() {
    return this.thresholds[this.layer];
  }

  /** Whether regions are outlined over what else is shown. */
  showsOutlines() {
    if (this.layer === "none") return false;
    return this.layer === "tumour" && this.style !== "fill" ? this.style === "outline" : this.outlines;
  }

  /** Takes up a link; returns the place it names, or null. */
  read(hash) {
    const link = new URLSearchParams(hash.replace(/^#/, ""));
    const names = this.map.classes.map((one) => one.name);
    if (this.layers().includes(link.get("layer"))) this.layer = link.get("layer");
    if (names.includes(link.get("class"))) this.classIndex = names.indexOf(link.get("class"));
    if (link.has("opacity")) this.opacity = share(link.get("opacity"), this.opacity);
    if (link.has("from")) this.thresholds[this.layer] = share(link.get("from"), this.threshold());
    if (link.has("off")) this.off = new Set(link.get("off").split(",").map((name) => names.indexOf(name)).filter((i) => i >= 0));
    if (STYLES.includes(link.get("style"))) this.style = link.get("style");
    if (link.has("outlines")) this.outlines = link.get("outlines") !== "0";
    if (link.has("area")) this.regionArea = Math.max(0, Number(link.get("area")) || 0);
    if (link.has("mean")) this.regionMean = share(link.get("mean"), 0);
    if (link.get("order") === "mean") this.regionOrder = "mean";
    if (link.has("tumour")) this.thresholds.tumour = share(link.get("tumour"), this.thresholds.tumour);
    if (link.has("colours")) this.published = link.get("colours") === "published";
    this.smooth = link.get("smooth") === "1";
    this.unsure = link.get("unsure") !== "0";
    const [x, y, scale] = ["x", "y", "zoom"].map((key) => Number.parseFloat(link.get(key)));
    return [x, y, scale].every(Number.isFinite) && scale > 0 ? { x, y, scale, turn: Number(link.get("turn")) || 0 } : null;
  }

  write(place) {
    const link = new URLSearchParams();
    if (place) {
      link.set("x", Math.round(place.x));
      link.set("y", Math.round(place.y));
      link.set("zoom", Number(place.scale.toPrecision(4)));
    }
    if (place?.turn) link.set("turn", Math.round(place.turn));
    link.set("layer", this.layer);
    if (this.layer === "tumour") link.set("class", this.map.classes[this.classIndex].name);
    link.set("opacity", this.opacity);
    if (this.threshold() > 0 || this.layer === "tumour") link.set("from", this.threshold());
    if (this.off.size) link.set("off", [...this.off].map((i) => this.map.classes[i].name).join(","));
    if (this.layer === "tumour") link.set("style", this.style);
    else if (this.thresholds.tumour !== 0.5) link.set("tumour", this.thresholds.tumour);
    if (!this.outlines) link.set("outlines", "0");
    if (this.regionArea > 0) link.set("area", this.regionArea);
    if (this.regionMean > 0) link.set("mean", this.regionMean);
    if (this.regionOrder !== "size") link.set("order", this.regionOrder);
    if (this.published) link.set("colours", "published");
    if (this.smooth) link.set("smooth", "1");
    if (!this.unsure) link.set("unsure", "0");
    return "#" + link;
  }
}

const share = (text, otherwise) => (text !== null && text >= 0 && text <= 1 ? Number(text) : otherwise);
