// The classes with their switches, areas and shares.
import { classColours } from "./colours.js";
import { byId, element } from "./dom.js";
import { areaDigits, percent } from "./format.js";

/** The share of unfamiliar tissue from which the page says so at its top. */
const TOLD_FROM = 0.1;

export class Legend {
  constructor(map, view, changed) {
    this.map = map;
    this.view = view;
    this.rows = map.classes.map((one, index) => {
      const box = element("input", { type: "checkbox", checked: true, ariaLabel: "Show " + one.name });
      box.addEventListener("change", () => {
        box.checked ? view.off.delete(index) : view.off.add(index);
        changed();
      });
      const swatch = element("i");
      const label = element("span", {}, one.name);
      if (one.tissue) label.append(" ", element("small", {}, one.tissue));
      const name = element("label", {}, swatch, label);
      name.addEventListener("click", () => box.click());
      const area = element("td", { className: "figure" });
      const share = element("td", { className: "figure" });
      const tile = element("td", { className: "figure tile" });
      const row = element("tr", { className: one.name === map.tumourClass ? "strong" : "" },
        element("td", {}, box), element("td", {}, name), area, share, tile);
      return { box, swatch, area, share, tile, row };
    });
    this.total = element("td", { className: "figure" });
    this.unread = element("td", { className: "figure" });
    this.unreadRow = element("tr", { hidden: true }, element("td"),
      element("td", {}, element("label", {}, element("i", { className: "hatched" }), "unread")), this.unread, element("td"), element("td"));
    this.unsure = element("td", { className: "figure" });
    this.unsureRow = element("tr", { hidden: true }, element("td"),
      element("td", {}, element("label", {}, element("i", { className: "lined" }), "of these unsure")), this.unsure, element("td"), element("td"));
    this.unfamiliar = element("td", { className: "figure" });
    this.unfamiliarRow = element("tr", { hidden: true, title: "Farther from the tiles that the model was trained on than these are from each other" },
      element("td"), element("td", {}, element("label", {}, element("i", { className: "strange" }), "of these unfamiliar")), this.unfamiliar, element("td"), element("td"));
    const sum = element("tr", { className: "sum" }, element("td"), element("td", {}, "All tissue"), this.total, element("td"), element("td"));
    byId("legend").replaceChildren(...this.rows.map((one) => one.row), this.unreadRow, sum, this.unsureRow, this.unfamiliarRow);
    byId("legend-section").hidden = false;
  }

  show(cells) {
    const { byClass, scored, unsure, unfamiliar, unread } = cells.areas(this.view.unsureBelow);
    const colours = classColours(this.map, this.view);
    const digits = areaDigits(scored);
    this.rows.forEach(({ box, swatch, area, share, row }, index) => {
      const on = !this.view.off.has(index);
      box.checked = on;
      row.classList.toggle("off", !on);
      swatch.style.background = colours[index];
      area.textContent = byClass[index].toFixed(digits);
      share.textContent = scored ? percent(byClass[index] / scored).replace(" %", "") : "–";
    });
    this.total.textContent = scored.toFixed(digits);
    this.unsureRow.hidden = unsure === 0;
    this.unsure.textContent = unsure.toFixed(digits);
    this.unfamiliarRow.hidden = unfamiliar === 0;
    this.unfamiliar.textContent = unfamiliar.toFixed(digits);
    const strange = scored ? unfamiliar / scored : 0;
    byId("strange-share").hidden = strange < TOLD_FROM;
    byId("strange-share").textContent = `${percent(strange, 0)} of the tissue is unlike what the model was trained on: its classes may be wrong there. Layer "Unfamiliar" shows where.`;
    this.unreadRow.hidden = unread === 0;
    this.unread.textContent = unread.toFixed(digits);
  }

  /** @param probabilities of the tile that is read, or null */
  showTile(probabilities) {
    const best = probabilities ? Math.max(...probabilities) : 0;
    this.rows.forEach(({ tile }, index) => {
      const p = probabilities?.[index];
      tile.textContent = p === undefined ? "" : percent(p).replace(" %", "");
      tile.classList.toggle("best", p !== undefined && p === best);
    });
  }
}
