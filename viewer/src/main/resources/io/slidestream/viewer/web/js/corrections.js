// What people say of regions: drawn here or brought from QuPath, kept by the server, never a change of the model's values.
import { getJson, post, remove } from "./api.js";
import { classColours, rgb } from "./colours.js";
import { asked, byId, element, notice, passing } from "./dom.js";
import { time } from "./format.js";
import { label as writing } from "./instruments.js";
import { stroke } from "./outlines.js";
import { boundsOf, moved, outlineOf, pathOf, polygonOf } from "./shapes.js";
import { known, who } from "./who.js";

const OTHERS_MILLIS = 5000;
const OWN_LABELS = ["artefact", "not sure"];
const OWN_COLOURS = { artefact: "#1f2933", "not sure": "#7c8794" };
const MOST_FEATURES = 2000;

export class Corrections {
  constructor(slide, map, view, stage, drawing, redraw) {
    Object.assign(this, { slide, map, view, stage, drawing, redraw });
    this.all = [];
    this.shown = true;
    this.self = `${slide.links.self}/corrections`;
    byId("correction-label").replaceChildren(...this.labels().map(([value, text]) => element("option", { value }, text)));
    byId("correction-label").value = localStorage.getItem("correction") ?? map.tumourClass ?? map.classes[0].name;
    byId("correct-region").addEventListener("click", () => this.begin("outline"));
    byId("correct-tiles").addEventListener("click", () => this.begin("tiles"));
    byId("correction-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.keep();
    });
    byId("correction-drop").addEventListener("click", () => this.close());
    byId("corrections-shown").addEventListener("change", () => {
      this.shown = byId("corrections-shown").checked;
      redraw();
    });
    byId("corrections-export").addEventListener("click", () => this.save());
    byId("corrections-dicom").addEventListener("click", () => element("a", { href: `${this.self}.dcm`, download: "" }).click());
    byId("corrections-import").addEventListener("change", () => this.bring());
    this.load();
    setInterval(() => document.hidden || this.load(), OTHERS_MILLIS); // two people at once see each other's
  }

  labels() {
    return [...this.map.classes.map((one) => [one.name, one.tissue ? `${one.name} ${one.tissue}` : one.name]), ...OWN_LABELS.map((one) => [one, one])];
  }

  async load() {
    try {
      const { corrections } = await getJson(this.self);
      byId("corrections-section").hidden = false;
      const text = JSON.stringify(corrections);
      if (text === this.text) return;
      this.text = text;
      this.all = corrections.map((one) => ({ ...one, path: pathOf(one.geometry), bounds: boundsOf(one.geometry) }));
      this.list();
      this.redraw();
    } catch (problem) {
      if (problem.status !== 404 && problem.status !== 409) return; // for a moment
      byId("corrections-section").hidden = true; // this viewer keeps none
    }
  }

  begin(kind) {
    if (byId("corrections-section").hidden) return;
    this.close();
    this.drawing.begin(kind, (drawn) => {
      this.made = kind === "tiles" ? outlineOf(drawn, this.map.grid, this.map.slide) : polygonOf(drawn);
      this.path = pathOf(this.made);
      byId("correction-form").hidden = false;
      byId("correction-label").focus();
      this.redraw();
    }, this.map);
  }

  close() {
    this.made = this.path = null;
    if (byId("correction-form").contains(document.activeElement)) byId("correct-region").focus({ preventScroll: true });
    byId("correction-form").hidden = true;
    byId("correction-comment").value = "";
    this.redraw();
  }

  async keep() {
    const name = await who();
    if (!name) return;
    try {
      await this.add(this.made, byId("correction-label").value, byId("correction-comment").value, name);
      localStorage.setItem("correction", byId("correction-label").value);
      this.close();
      await this.load();
    } catch (problem) {
      notice(problem.message);
    }
  }

  add(geometry, label, comment, name) {
    return post(this.self, { geometry, label, comment, who: name });
  }

  list() {
    byId("corrections").replaceChildren(...this.all.map((one) => {
      const go = element("button", { type: "button", className: "quiet go" },
        element("i"), element("span", {}, element("strong", {}, one.label), one.comment ? ` ${one.comment}` : "", element("small", {}, `${one.who}, ${time(one.at)}`)));
      go.querySelector("i").style.background = this.colour(one.label);
      go.addEventListener("click", () => this.stage.fit(one.bounds));
      const away = element("button", { type: "button", className: "quiet", ariaLabel: `Take away ${one.label} by ${one.who}` }, "×");
      away.addEventListener("click", async () => {
        if (one.who !== known() && !(await asked(`Take away what ${one.who} said?`, "Take away"))) return;
        await remove(`${this.self}/${one.id}`).catch((problem) => notice(problem.message));
        await this.load();
      });
      return element("li", {}, go, away);
    }));
    byId("corrections-export").disabled = byId("corrections-dicom").disabled = this.all.length === 0;
  }

  colour(label) {
    const at = this.map.classes.findIndex((one) => one.name === label);
    return at < 0 ? OWN_COLOURS[label] ?? "#7c8794" : classColours(this.map, this.view)[at];
  }

  draw(context, px) {
    if (this.path) stroke(context, px, this.path, "#00d5ff", 2.5);
    if (!this.shown) return;
    for (const one of this.all) {
      context.globalAlpha = 0.25;
      context.fillStyle = this.colour(one.label);
      context.fill(one.path, "evenodd");
      context.globalAlpha = 1;
      context.setLineDash([7 * px, 4 * px]);
      stroke(context, px, one.path, this.colour(one.label), 2);
      context.setLineDash([]);
      writing(context, px, { x: one.bounds.x + one.bounds.width / 2, y: one.bounds.y }, one.label);
    }
  }

  /** Where QuPath's picture begins on level 0. */
  frame() {
    return this.map.summary?.frame ?? { x: 0, y: 0 };
  }

  save() {
    const { x, y } = this.frame();
    const features = this.all.map((one) => ({
      type: "Feature", id: one.id, geometry: moved(one.geometry, -x, -y),
      properties: {
        objectType: "annotation", name: one.comment || undefined, isLocked: false,
        classification: { name: one.label, color: colourOf(this.colour(one.label)) },
        metadata: { who: one.who, at: one.at, comment: one.comment },
      },
    }));
    const link = element("a", { download: `${this.slide.name.replaceAll("/", "-")}-corrections.geojson`,
      href: URL.createObjectURL(new Blob([JSON.stringify({ type: "FeatureCollection", features })], { type: "application/geo+json" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async bring() {
    const [file] = byId("corrections-import").files;
    if (!file) return;
    try {
      const name = await who();
      if (name) passing(await this.take(await file.text(), name));
    } catch (problem) {
      notice(problem.message);
    } finally {
      byId("corrections-import").value = "";
      await this.load();
    }
  }

  /** Whether the same was said of the same region, so that what was exported and comes back is not there twice. */
  isThere(label, geometry) {
    return this.all.some((one) => one.label === label && outline(one.geometry) === outline(geometry));
  }

  /** @returns what became of it, in words */
  async take(text, name) {
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      throw new Error("This is no GeoJSON: export it from QuPath with File, Export objects as GeoJSON, not compressed.");
    }
    const features = Array.isArray(json) ? json : json.features ?? [json];
    if (features.length > MOST_FEATURES) throw new Error(`${features.length} objects are more than the ${MOST_FEATURES} that are taken at once: export annotations only.`);
    const { x, y } = this.frame();
    const passedOver = new Map();
    const skip = (why) => passedOver.set(why, (passedOver.get(why) ?? 0) + 1);
    let taken = 0;
    for (const one of features) {
      const said = one.properties?.classification?.name ?? "";
      const label = this.labels().find(([value, words]) => [value, words.slice(value.length + 1)].some((known) => known && known.toLowerCase() === said.toLowerCase()))?.[0];
      if (one.properties?.objectType && one.properties.objectType !== "annotation") skip("of another kind");
      else if (!["Polygon", "MultiPolygon"].includes(one.geometry?.type)) skip("without an area");
      else if (!label) skip(said ? `of class ${said}` : "without a class");
      else if (this.isThere(label, moved(one.geometry, x, y))) skip("there already");
      else {
        const { comment = one.properties.name ?? "" } = one.properties.metadata ?? {};
        await this.add(moved(one.geometry, x, y), label, comment, name);
        taken++;
      }
    }
    const rest = [...passedOver].map(([why, n]) => `${n} ${why}`).join(", ");
    return `${taken} of ${features.length} taken in${rest ? `; passed over: ${rest}` : ""}.`;
  }
}

/** Places to a tenth of a pixel, since QuPath writes them in its own way. */
const outline = ({ coordinates }) => JSON.stringify(coordinates, (_, value) => (typeof value === "number" ? Math.round(value * 10) : value));

const colourOf = (colour) => (colour.startsWith("#") ? rgb(colour) : [124, 135, 148]);
