// What a person has done with a slide: looked at it, marked it.
import { getJson, post, remove } from "./api.js";
import { byId, notice } from "./dom.js";
import { askWho, known, who } from "./who.js";

const KINDS = { "looked-at": "looked", marked: "marked" };

export class Reading {
  constructor(slide) {
    this.slide = slide;
    for (const [kind, id] of Object.entries(KINDS)) byId(id).addEventListener("click", () => this.turn(kind));
    byId("who-now").addEventListener("click", async () => {
      await askWho();
      this.load();
    });
    this.load();
  }

  async load() {
    byId("who-now").textContent = known() || "Who are you?";
    try {
      this.show((await getJson(`${this.slide.links.self}/marks`)).marks);
      byId("reading-section").hidden = false;
    } catch {
      byId("reading-section").hidden = true; // this viewer keeps none
    }
  }

  show(marks) {
    const mine = marks.filter((mark) => mark.who === known());
    for (const [kind, id] of Object.entries(KINDS)) byId(id).setAttribute("aria-pressed", mine.some((mark) => mark.kind === kind));
    const others = marks.filter((mark) => mark.who !== known());
    byId("others").textContent = others.map((mark) => `${mark.who}: ${mark.kind.replace("-", " ")}`).join(", ");
  }

  async turn(kind) {
    const name = await who();
    if (!name) return;
    const is = byId(KINDS[kind]).getAttribute("aria-pressed") === "true";
    try {
      const marks = `${this.slide.links.self}/marks`;
      await (is ? remove(`${marks}/${kind}?who=${encodeURIComponent(name)}`) : post(marks, { kind, who: name }));
    } catch (problem) {
      notice(problem.message);
    }
    await this.load();
  }
}
