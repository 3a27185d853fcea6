// What is shown and how; it stands behind the # of the page's address, so a link shows the same.
export const LAYERS = ["tumour", "classes", "uncertainty", "none"];

/** Until a map is finished, and its summary says. */
const USUALLY_UNSURE_BELOW = 0.5;

export class View {
  constructor(map) {
    this.map = map;
    this.layer = "classes";
    this.opacity = 0.6;
    this.thresholds = { tumour: 0.5, classes: 0, uncertainty: 0, none: 0 };
    this.classIndex = Math.max(0, map.classes.findIndex((one) => one.name === map.tumourClass));
    this.off = new Set();
    this.safe = localStorage.getItem("colours") === "safe";
    this.smooth = false;
    this.unsure = true;
    this.unsureBelow = map.summary?.unsure?.below ?? USUALLY_UNSURE_BELOW;
  }

  threshold() {
    return this.thresholds[this.layer];
  }

  /** Takes up a link; returns the place it names, or null. */
  read(hash) {
    const link = new URLSearchParams(hash.replace(/^#/, ""));
    const names = this.map.classes.map((one) => one.name);
    if (LAYERS.includes(link.get("layer"))) this.layer = link.get("layer");
    if (names.includes(link.get("class"))) this.classIndex = names.indexOf(link.get("class"));
    if (link.has("opacity")) this.opacity = share(link.get("opacity"), this.opacity);
    if (link.has("from")) this.thresholds[this.layer] = share(link.get("from"), this.threshold());
    if (link.has("off")) this.off = new Set(link.get("off").split(",").map((name) => names.indexOf(name)).filter((i) => i >= 0));
    if (link.has("colours")) this.safe = link.get("colours") === "safe";
    this.smooth = link.get("smooth") === "1";
    this.unsure = link.get("unsure") !== "0";
    const [x, y, scale] = ["x", "y", "zoom"].map((key) => Number.parseFloat(link.get(key)));
    return [x, y, scale].every(Number.isFinite) && scale > 0 ? { x, y, scale } : null;
  }

  write(place) {
    const link = new URLSearchParams();
    if (place) {
      link.set("x", Math.round(place.x));
      link.set("y", Math.round(place.y));
      link.set("zoom", Number(place.scale.toPrecision(4)));
    }
    link.set("layer", this.layer);
    if (this.layer === "tumour") link.set("class", this.map.classes[this.classIndex].name);
    link.set("opacity", this.opacity);
    if (this.threshold() > 0 || this.layer === "tumour") link.set("from", this.threshold());
    if (this.off.size) link.set("off", [...this.off].map((i) => this.map.classes[i].name).join(","));
    if (this.safe) link.set("colours", "safe");
    if (this.smooth) link.set("smooth", "1");
    if (!this.unsure) link.set("unsure", "0");
    return "#" + link;
  }
}

const share = (text, otherwise) => (text !== null && text >= 0 && text <= 1 ? Number(text) : otherwise);
