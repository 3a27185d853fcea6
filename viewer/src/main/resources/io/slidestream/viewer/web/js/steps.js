// From slide to slide in the order of the list from which this one was opened, with the same layer and switches.
import { getJson } from "./api.js";
import { byId } from "./dom.js";

const KEY = "listed";

/** @param ids as they are listed; query of the API where they are one page of it */
export function listed(ids, first, total, query) {
  sessionStorage.setItem(KEY, JSON.stringify({ ids, first, total, query }));
}

export class Steps {
  /** @param link the part of the address that keeps layer and switches */
  constructor(id, link) {
    Object.assign(this, { id, link });
    byId("slide-before").addEventListener("click", () => this.go("previous"));
    byId("slide-after").addEventListener("click", () => this.go("next"));
    this.load();
  }

  async load() {
    let list = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (!list?.ids.includes(this.id)) list = await page("size=500").catch(() => null);
    this.list = list;
    const at = list?.ids.indexOf(this.id) ?? -1;
    byId("steps").hidden = at < 0 || list.total < 2;
    if (at < 0) return;
    this.at = at;
    byId("slide-place").textContent = `${list.first + at + 1} of ${list.total}`;
    byId("slide-before").disabled = list.first + at === 0;
    byId("slide-after").disabled = list.first + at + 1 >= list.total;
  }

  async go(where) {
    if (this.at === undefined) return;
    const { ids, first, total, query } = this.list;
    const to = this.at + (where === "next" ? 1 : -1);
    if (first + to < 0 || first + to >= total) return;
    if (ids[to] === undefined && query !== undefined) {
      const asked = new URLSearchParams(query);
      asked.set("page", Math.floor((first + to) / Number(asked.get("size") ?? 50)) + 1);
      const other = await page(asked.toString());
      listed(other.ids, other.first, other.total, other.query);
      open(other.ids[first + to - other.first], this.link());
    } else open(ids[to], this.link());
  }
}

function open(id, link) {
  if (id) location.href = `/slides/${id}${link}`;
}

async function page(query) {
  const { slides, page: number, size, total } = await getJson("/api/v1/slides?" + query);
  return { ids: slides.map((one) => one.id), first: (number - 1) * size, total, query };
}
