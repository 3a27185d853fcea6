// The switches of the map, kept in step with what is shown.
import { showRamp } from "./colours.js";
import { byId, element } from "./dom.js";
import { areaDigits, percent } from "./format.js";
import { fills, shows, values } from "./painting.js";
import { FARTHEST, STYLES } from "./view.js";

const STYLE_NAMES = { outline: "Outlines", fill: "Filled", contour: "Contours" };
const NAMES = { tumour: "Tumour", classes: "Classes", uncertainty: "Uncertainty", unfamiliar: "Unfamiliar", none: "None" };

const ENDS = { uncertainty: ["sure", "all classes alike"], unfamiliar: ["as trained on", `${FARTHEST} bounds and more`] };
const WHAT = { uncertainty: "Uncertainty", unfamiliar: "Unlike what the model was trained on" };

/** A number of the layer in words. */
const layerText = (view, share) => (view.layer === "unfamiliar" ? `${(share * FARTHEST).toFixed(1)} ×` : percent(share, 0));

export class Controls {
  constructor(map, view, changed) {
    this.map = map;
    this.view = view;
    this.changed = changed;
    const tumour = map.tumourClass === undefined ? "One class" : NAMES.tumour;
    const layers = [...view.layers()].sort((a, b) => (a === "none") - (b === "none"));
    byId("layers").classList.toggle("five", layers.length > 4);
    byId("layers").replaceChildren(...layers.map((layer) => {
      const input = element("input", { type: "radio", name: "layer", value: layer });
      input.addEventListener("change", () => this.set({ layer }));
      return element("label", {}, input, element("span", {}, layer === "tumour" ? tumour : NAMES[layer]));
    }));
    byId("styles").replaceChildren(...STYLES.map((style) => {
      const input = element("input", { type: "radio", name: "style", value: style });
      input.addEventListener("change", () => this.set({ style }));
      return element("label", {}, input, element("span", {}, STYLE_NAMES[style]));
    }));
    byId("outlines").addEventListener("change", () => this.set({ outlines: byId("outlines").checked }));
    byId("class").replaceChildren(...map.classes.map((one, index) =>
      element("option", { value: index }, one.tissue ? one.name + " " + one.tissue : one.name)));
    byId("class").addEventListener("change", () => this.set({ classIndex: Number(byId("class").value) }));
    byId("threshold").addEventListener("input", () => {
      view.thresholds[view.layer] = Number(byId("threshold").value);
      this.set({});
    });
    byId("opacity").addEventListener("input", () => this.set({ opacity: Number(byId("opacity").value) }));
    byId("smooth").addEventListener("change", () => this.set({ smooth: byId("smooth").checked }));
    byId("unsure").addEventListener("change", () => this.set({ unsure: byId("unsure").checked }));
    byId("published").addEventListener("change", () => {
      localStorage.setItem("colours", byId("published").checked ? "published" : "distinct");
      this.set({ published: byId("published").checked });
    });
    byId("map-controls").hidden = false;
  }

  set(changes) {
    Object.assign(this.view, changes);
    this.changed();
  }

  show(cells) {
    const { view } = this;
    for (const input of document.getElementsByName("layer")) input.checked = input.value === view.layer;
    for (const input of document.getElementsByName("style")) input.checked = input.value === view.style;
    byId("styles").hidden = view.layer !== "tumour";
    byId("outlines").checked = view.outlines;
    byId("outlines").disabled = view.layer === "none" || (view.layer === "tumour" && view.style !== "fill");
    byId("class").value = view.classIndex;
    byId("class-row").hidden = view.layer !== "tumour";
    byId("threshold").value = view.threshold();
    byId("threshold-value").textContent = layerText(view, view.threshold());
    byId("threshold-label").textContent = view.layer === "classes" ? "Surer than" : "Threshold";
    byId("opacity").value = view.opacity;
    byId("opacity-value").textContent = percent(view.opacity, 0);
    byId("threshold").disabled = view.layer === "none";
    byId("opacity").disabled = view.layer === "none" || !fills(view);
    byId("smooth").checked = view.smooth;
    byId("smooth").disabled = view.layer === "classes" || view.layer === "none" || !fills(view);
    byId("unsure").checked = view.unsure;
    byId("unsure").disabled = view.layer !== "classes" || view.unsureBelow === 0;
    byId("published").checked = view.published;
    this.showRamp();
    this.showAbove(cells);
  }

  showRamp() {
    const { layer } = this.view;
    byId("ramp").hidden = layer === "classes" || layer === "none" || (layer === "tumour" && this.view.style === "outline");
    if (byId("ramp").hidden) return;
    showRamp(byId("ramp-canvas"), this.view);
    [byId("ramp-low").textContent, byId("ramp-high").textContent] = ENDS[layer] ?? ["0 %", "100 %"];
  }

  showAbove(cells) {
    const { view, map } = this;
    byId("above").hidden = !(view.layer in ENDS) && !(view.layer === "tumour" && view.style === "fill");
    if (byId("above").hidden) return;
    const numbers = values(cells, view);
    let shown = 0;
    let scored = 0;
    for (let i = 0; i < numbers.length; i++) {
      if (!cells.isScored(i)) continue;
      const area = cells.areaMm2(i);
      scored += area;
      if (shows(cells, view, i, numbers[i])) shown += area;
    }
    const what = WHAT[view.layer] ?? map.classes[view.classIndex].name;
    byId("above").replaceChildren(`${what} at ${layerText(view, view.threshold())} or more: `,
      element("strong", {}, `${shown.toFixed(areaDigits(scored))} mm²`), scored ? `, ${percent(shown / scored)} of the tissue` : "");
  }
}
