// The review over all slides, or those that a search finds: what is asked stands in the page's address, as in the list.
import { check, getJson, post } from "./api.js";
import { byId } from "./dom.js";
import { moved } from "./keys.js";
import { Overlay } from "./overlay.js";
import { Review } from "./review.js";
import { outlineOf } from "./shapes.js";
import { Stage } from "./stage.js";
import { askWho, known } from "./who.js";

const stage = new Stage(byId("image"));
const overlay = new Overlay(stage);
const maps = new Map();
let open = null;
let shown = null;

const desk = {
  async tiles() {
    const search = new URLSearchParams(location.search).get("q");
    return (await getJson("/api/v1/review" + (search ? "?q=" + encodeURIComponent(search) : ""))).tiles;
  },

  async show(tile) {
    const self = "/api/v1/slides/" + tile.id;
    if (!maps.has(tile.id)) maps.set(tile.id, await getJson(self + "/map"));
    const map = maps.get(tile.id);
    if (open !== tile.id) {
      const there = await check(self + "/image.dzi").then(() => true, () => false);
      await stage.open(map.slide, there ? self + "/image_files/" : null);
      open = tile.id;
    }
    shown = tile;
    stage.fit(tile);
    byId("name").textContent = tile.name;
    byId("name").href = `/slides/${tile.id}#x=${tile.x + tile.width / 2}&y=${tile.y + tile.height / 2}&zoom=1`;
    overlay.draw();
    return map;
  },

  async keep(tile, label, who) {
    const { grid, slide } = maps.get(tile.id);
    await post(`/api/v1/slides/${tile.id}/corrections`, { geometry: outlineOf([tile.cell], grid, slide), label, comment: "review", who });
  },

  leave() {
    byId("done").hidden = false;
    byId("more").focus();
    overlay.draw();
  },
};

const review = new Review(desk);

overlay.drawings.push((context, px) => {
  if (!shown) return;
  for (const [width, colour] of [[4, "#ffffffd0"], [2, "#111111"]]) {
    context.lineWidth = width * px;
    context.strokeStyle = colour;
    context.strokeRect(shown.x, shown.y, shown.width, shown.height);
  }
});
stage.onFrame(() => overlay.draw());
addEventListener("resize", () => overlay.draw());
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === " " && event.target.closest("button, a")) return; // a press of it
  if (review.takes(event.key) || moved(stage, event)) event.preventDefault();
});
byId("more").addEventListener("click", begin);
byId("who-now").addEventListener("click", async () => {
  await askWho();
  name();
});

function name() {
  byId("who-now").textContent = known() || "Who are you?";
}

async function begin() {
  byId("done").hidden = true;
  await review.begin();
  name();
  if (!review.queue) byId("done").hidden = false;
}

name();
begin();
