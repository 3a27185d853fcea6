// The regions of the class that is looked for: their list, which are shown, and the way to each.
import { getJson } from "./api.js";
import { byId, element } from "./dom.js";
import { count, percent } from "./format.js";

const LISTED = 300;
const SETTLED_MILLIS = 150;

export class Regions {
  /** @param changed is called when others are shown or another is selected */
  constructor(slide, map, view, stage, changed) {
    Object.assign(this, { slide, map, view, stage, changed });
    this.found = null;
    this.shown = [];
    this.selected = null;
    this.timer = 0;
    byId("regions-area").value = view.regionArea;
    byId("regions-mean").value = view.regionMean;
    byId("regions-order").value = view.regionOrder;
    byId("regions-area").addEventListener("input", () => this.filter());
    byId("regions-mean").addEventListener("input", () => this.filter());
    byId("regions-order").addEventListener("change", () => this.filter());
    byId("region-before").addEventListener("click", () => this.step(-1));
    byId("region-after").addEventListener("click", () => this.step(1));
    byId("regions-section").hidden = false;
  }

  /** Finds them again if they are others than those known; a threshold that is being moved is waited for. */
  seek(anew) {
    const asked = `class=${encodeURIComponent(this.map.classes[this.view.classIndex].name)}&threshold=${Math.max(0.01, this.view.thresholds.tumour)}`;
    if (asked === this.asked && !anew) return;
    const first = this.asked === undefined;
    this.asked = asked;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(asked), first ? 0 : SETTLED_MILLIS);
  }

  async load(asked) {
    try {
      const found = await getJson(`${this.slide.links.self}/regions?${asked}`);
      if (asked !== this.asked) return;
      for (const region of found.regions) Object.assign(region, drawn(region.rings));
      this.found = found;
      this.selected = this.selected && found.regions.find((one) => one.number === this.selected.number && one.cells === this.selected.cells);
      this.filter();
    } catch (problem) {
      byId("regions-sum").textContent = problem.message;
    }
  }

  filter() {
    this.view.regionArea = Math.max(0, Number(byId("regions-area").value) || 0);
    this.view.regionMean = Number(byId("regions-mean").value);
    this.view.regionOrder = byId("regions-order").value;
    byId("regions-mean-value").textContent = percent(this.view.regionMean, 0);
    if (!this.found) return;
    this.shown = this.found.regions.filter((one) => one.areaMm2 >= this.view.regionArea && one.meanProbability >= this.view.regionMean);
    if (this.view.regionOrder === "mean") this.shown.sort((a, b) => b.meanProbability - a.meanProbability || a.number - b.number);
    if (this.selected && !this.shown.includes(this.selected)) this.selected = null;
    this.list();
    this.changed();
  }

  list() {
    const { className, threshold, count: all, areaMm2, largestDiameterUm } = this.found;
    const area = this.shown.reduce((sum, one) => sum + one.areaMm2, 0);
    document.querySelector("#regions-section .filters").hidden = all === 0;
    const filtered = this.shown.length < this.found.regions.length;
    byId("regions-title").textContent = className === this.map.tumourClass ? "Tumour regions" : `Regions of ${className}`;
    const at = `of ${className} at ${percent(threshold, 0)} or more`;
    if (all === 0) byId("regions-sum").replaceChildren("No region " + at);
    else byId("regions-sum").replaceChildren(
      element("strong", {}, filtered ? `${count(this.shown.length)} of ${count(all)}` : count(all)),
      ` ${at}: `,
      element("strong", {}, `${mm2(filtered ? area : areaMm2)} mm²`),
      `, the longest ${(largestDiameterUm / 1000).toFixed(2)} mm`);
    const focused = document.activeElement?.dataset?.region;
    byId("regions").replaceChildren(...this.shown.slice(0, LISTED).map((region) => this.row(region)));
    byId("regions").hidden = this.shown.length === 0;
    if (focused) byId("regions").querySelector(`[data-region="${CSS.escape(focused)}"]`)?.focus();
    const hidden = this.shown.length - LISTED;
    byId("regions-more").hidden = hidden <= 0;
    byId("regions-more").textContent = `${count(hidden)} smaller ones are outlined and not listed.`;
    byId("region-steps").hidden = this.shown.length === 0;
    this.mark();
  }

  row(region) {
    const button = element("button", { type: "button" },
      element("b", {}, String(region.number)),
      element("span", { className: "figure" }, `${mm2(region.areaMm2)} mm²`),
      element("span", { className: "figure" }, percent(region.meanProbability, 0)),
      element("span", { className: "figure" }, `${(region.largestDiameterUm / 1000).toFixed(2)} mm`));
    button.dataset.region = region.number;
    button.ariaLabel = `Region ${region.number}: ${mm2(region.areaMm2)} square millimetres, mean probability `
      + `${percent(region.meanProbability, 0)}, ${(region.largestDiameterUm / 1000).toFixed(2)} millimetres long`;
    button.addEventListener("click", () => this.select(region));
    return element("li", {}, button);
  }

  step(by) {
    if (!this.shown.length) return;
    const at = this.shown.indexOf(this.selected);
    const next = at < 0 ? (by > 0 ? 0 : this.shown.length - 1) : (at + by + this.shown.length) % this.shown.length;
    this.select(this.shown[next]);
  }

  select(region) {
    this.selected = region;
    this.stage.fit(region.bounds);
    this.mark();
    this.changed();
  }

  mark() {
    for (const button of byId("regions").querySelectorAll("button")) {
      const is = Number(button.dataset.region) === this.selected?.number;
      button.setAttribute("aria-pressed", is);
      if (is) button.scrollIntoView({ block: "nearest" });
    }
    const at = this.shown.indexOf(this.selected);
    byId("region-place").textContent = at < 0 ? "" : `${at + 1} of ${count(this.shown.length)}`;
  }
}

const mm2 = (area) => area.toFixed(area >= 10 ? 1 : 3);

function drawn(rings) {
  const path = new Path2D();
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      i === 0 ? path.moveTo(ring[0], ring[1]) : path.lineTo(ring[i], ring[i + 1]);
      left = Math.min(left, ring[i]);
      right = Math.max(right, ring[i]);
      top = Math.min(top, ring[i + 1]);
      bottom = Math.max(bottom, ring[i + 1]);
    }
    path.closePath();
  }
  return { path, bounds: { x: left, y: top, width: right - left, height: bottom - top } };
}
