// From slide to slide in the order of the list from which this one was opened, with the same layer and switches.
import { getJson } from "./api.js";
import { byId, notice } from "./dom.js";
import { count } from "./format.js";

const KEY = "listed";

/** @param list ids as they are listed, the place of their first, how many there are, whether there are more; query of the API where they are one page of it */
export function listed(list) {
  sessionStorage.setItem(KEY, JSON.stringify(list));
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
    byId("steps").hidden = at < 0 || (list.total < 2 && !list.more);
    if (at < 0) return;
    this.at = at;
    const place = list.first + at + 1;
    byId("slide-place").textContent = `${count(place)} of ${list.more ? "more than " : ""}${count(list.total)}`;
    byId("slide-before").disabled = place === 1;
    byId("slide-after").disabled = !list.more && place >= list.total;
  }

  async go(where) {
    if (this.at === undefined) return;
    const { ids, first, total, more, query } = this.list;
    const to = this.at + (where === "next" ? 1 : -1);
    if (first + to < 0 || (first + to >= total && !more)) return;
    if (ids[to] === undefined && query !== undefined) {
      const asked = new URLSearchParams(query);
      asked.set("page", Math.floor((first + to) / Number(asked.get("size") ?? 50)) + 1);
      const other = await page(asked.toString()).catch((problem) => notice(problem.message));
      if (!other) return;
      const id = other.ids[first + to - other.first];
      if (!id) return notice("No slide comes after this one.");
      listed(other);
      open(id, this.link());
    } else open(ids[to], this.link());
  }
}

function open(id, link) {
  if (id) location.href = `/slides/${id}${link}`;
}

async function page(query) {
  const { slides, page: number, size, total, more } = await getJson("/api/v1/slides?" + query);
  return { ids: slides.map((one) => one.id), first: (number - 1) * size, total, more, query };
}
