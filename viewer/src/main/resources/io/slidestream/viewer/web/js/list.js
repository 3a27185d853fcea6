// The list of slides: what is shown stands in the page's address.
import { getJson } from "./api.js";
import { byId, element, notice } from "./dom.js";
import { count, STATES } from "./format.js";
import { card } from "./gallery.js";
import { heading, row } from "./list-row.js";
import { listed } from "./steps.js";
import { table } from "./table-file.js";
import { askWho, known } from "./who.js";
import { arranged, groupOf } from "./worklist.js";

const HEADS = { name: "Slide", state: "State", tumour: "Tumour mm²", share: "of tissue", unsure: "unsure", time: "Arrived" };
const UPWARD = new Set(["name", "state"]);
const PAGE = 50;
const MOST_AT_ONCE = 500;
const MOST_ARRANGED = 10_000;
const asked = new URLSearchParams(location.search);
const chosen = new Set();
let marks = new Map();
let timer = 0;
let turn = 0;

function set(changes) {
  for (const [key, value] of Object.entries(changes)) value ? asked.set(key, value) : asked.delete(key);
  if (!("page" in changes)) asked.delete("page");
  history.replaceState(null, "", asked.size ? "?" + asked : "/");
  load();
}

const work = () => (asked.get("sort") ?? "").startsWith("work");
/** Whether the order is made here, of all slides, and not by the server page by page. */
const isArranged = () => work() || asked.has("group");

function query(more = {}) {
  const about = new URLSearchParams();
  for (const key of ["q", "state", "sort", "order", "page"]) if (asked.has(key)) about.set(key, asked.get(key));
  if (!about.has("order") && UPWARD.has(about.get("sort"))) about.set("order", "asc");
  if (work()) {
    about.delete("order");
    about.set("sort", { work: "tumour", "work-unsure": "unsure" }[asked.get("sort")] ?? "time");
  }
  for (const [key, value] of Object.entries(more)) about.set(key, value);
  return about;
}

/** Every slide that the search and the state find. */
async function everything() {
  const all = [];
  for (let page = 1; all.length < MOST_ARRANGED; page++) {
    const answer = await getJson("/api/v1/slides?" + query({ page, size: MOST_AT_ONCE }));
    all.push(...answer.slides);
    if ((all.length >= answer.total && !answer.more) || answer.slides.length < MOST_AT_ONCE) return { ...answer, slides: all };
  }
  throw new Error(`More than ${count(MOST_ARRANGED)} slides: search for fewer to have them arranged.`);
}

async function load() {
  const mine = ++turn;
  try {
    await loadMarks();
    const answer = isArranged() ? await arrangedPage() : await getJson("/api/v1/slides?" + query());
    if (mine !== turn) return;
    show(answer);
    notice();
  } catch (problem) {
    if (mine === turn) notice(problem.message + " What you see may be out of date; trying again.");
  }
}

async function arrangedPage() {
  const all = await everything();
  const slides = arranged(all.slides, marks, asked.get("sort") ?? "time", asked.get("group"));
  const page = Math.max(1, Number(asked.get("page")) || 1);
  return { ...all, slides: slides.slice((page - 1) * PAGE, page * PAGE), ids: slides.map((one) => one.id), page, size: PAGE, total: slides.length };
}

async function loadMarks() {
  byId("who-now").textContent = known() || "Who are you?";
  if (!known()) return;
  const answer = await getJson("/api/v1/marks?who=" + encodeURIComponent(known())).catch(() => ({ marks: [] }));
  marks = new Map();
  for (const { map, kind } of answer.marks) marks.set(map, [...(marks.get(map) ?? []), kind]);
}

function show(answer) {
  byId("review").href = "/review" + (asked.get("q") ? "?q=" + encodeURIComponent(asked.get("q")) : "");
  const all = Object.values(answer.states).reduce((a, b) => a + b, 0);
  byId("count").textContent = answer.total === 1 ? "1 slide" : (answer.more ? "more than " : "") + count(answer.total) + " slides";
  const gallery = asked.get("view") === "gallery";
  byId("sheet").hidden = gallery && answer.total > 0;
  byId("gallery").hidden = !gallery || answer.total === 0;
  if (gallery) put(byId("gallery"), grouped(answer.slides, (slide) => card(slide, marks), (text) => element("h2", {}, text)));
  else put(byId("rows"), grouped(answer.slides, (slide) => row(slide, marks, pick), heading));
  const unsure = answer.slides.some((slide) => slide.unsureShare !== undefined);
  byId("table").classList.toggle("with-unsure", unsure);
  byId("table").hidden = answer.total === 0;
  byId("empty").hidden = answer.total > 0;
  if (answer.total === 0) empty(asked.get("q") || asked.get("state"));
  chips(answer.states, all);
  heads();
  paging(answer);
  const { ids, slides, page, size, total, more } = answer;
  if (ids) listed({ ids, first: 0, total });
  else listed({ ids: slides.map((one) => one.id), first: (page - 1) * size, total, more, query: query({ page, size }).toString() });
}

/** Keeps what is there where nothing has come or gone, so that focus and pictures stay. */
function put(into, made) {
  const same = made.length === into.children.length && made.every((one, i) => one === into.children[i] || (one.tagName === "H2" && one.textContent === into.children[i].textContent));
  if (!same) into.replaceChildren(...made);
}

function grouped(slides, make, head) {
  const by = asked.get("group");
  let last;
  return slides.flatMap((slide) => {
    const group = groupOf(slide, by);
    const begins = by && group !== last;
    last = group;
    return begins ? [head(group || (by === "case" ? "No case" : "No folder")), make(slide)] : [make(slide)];
  });
}

function paging({ total, more, slides, size, page }) {
  const pages = Math.max(more && slides.length === size ? page + 1 : 1, Math.ceil(total / size));
  byId("pages").hidden = pages === 1;
  byId("page").textContent = page + " of " + (more ? "more than " : "") + pages;
  byId("before").disabled = page <= 1;
  byId("after").disabled = page >= pages;
  byId("before").onclick = () => set({ page: page - 1 });
  byId("after").onclick = () => set({ page: page + 1 });
}

/** Two slides are compared. */
function pick(id, is) {
  is ? chosen.add(id) : chosen.delete(id);
  byId("compare").hidden = chosen.size === 0;
  byId("compare").disabled = chosen.size !== 2;
  byId("compare").textContent = chosen.size === 2 ? "Compare two" : `Compare: ${chosen.size} of 2 ticked`;
}

function empty(filtered) {
  byId("empty").replaceChildren(
    ...(filtered
      ? [element("strong", {}, "Nothing matches"), "No slide has all these words in its name, and that state."]
      : [element("strong", {}, "No slides yet"), "A slide appears here as soon as it is seen: give it to ",
         element("code", {}, "slidestream run"), ", or copy it into the watched folder."]),
  );
}

function chips(states, all) {
  const now = asked.get("state") ?? "";
  const focused = document.activeElement?.name === "state";
  const entries = [["", "All", all], ...Object.keys(STATES).map((state) => [state, STATES[state], states[state]])];
  byId("states").replaceChildren(
    byId("states").firstElementChild,
    ...entries
      .filter(([state, , n]) => n > 0 || state === "" || state === now)
      .map(([state, label, n]) => {
        const input = element("input", { type: "radio", name: "state", value: state, checked: state === now });
        input.addEventListener("change", () => set({ state }));
        return element("label", {}, input, element("span", {}, label + " " + count(n)));
      }),
  );
  if (focused) byId("states").querySelector(":checked")?.focus();
}

function heads() {
  const sort = asked.get("sort") ?? "time";
  const order = asked.get("order") ?? (UPWARD.has(sort) ? "asc" : "desc");
  for (const id of ["order", "group", "view"]) byId(id).value = id === "order" ? sort : asked.get(id) ?? "";
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const key = head.dataset.sort;
    if (!head.firstElementChild) {
      const button = element("button", { type: "button" }, HEADS[key]);
      button.addEventListener("click", () => {
        const same = (asked.get("sort") ?? "time") === key;
        const turned = (asked.get("order") ?? (UPWARD.has(key) ? "asc" : "desc")) === "asc" ? "desc" : "asc";
        set({ sort: key, order: same ? turned : UPWARD.has(key) ? "asc" : "desc" });
      });
      head.append(button);
    }
    if (key === sort) head.setAttribute("aria-sort", order === "asc" ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  }
}

function follow() {
  const events = new EventSource("/api/v1/events");
  events.addEventListener("changed", () => {
    timer ||= setTimeout(() => {
      timer = 0;
      load();
    }, 700);
  });
  events.onerror = () => notice("The connection to the viewer is lost. What you see may be out of date; trying again.");
  events.onopen = () => notice();
  // A hidden page gives its connection back: browsers have six for all pages of a server.
  document.addEventListener("visibilitychange", () => document.hidden && events.close(), { once: true });
  document.addEventListener("visibilitychange", function again() {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", again);
    load();
    follow();
  });
}

byId("search").value = asked.get("q") ?? "";
byId("search").addEventListener("input", () => set({ q: byId("search").value }));
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("order").addEventListener("change", () => set({ sort: byId("order").value, order: UPWARD.has(byId("order").value) ? "asc" : "desc" }));
byId("group").addEventListener("change", () => set({ group: byId("group").value }));
byId("view").addEventListener("change", () => set({ view: byId("view").value }));
byId("compare").addEventListener("click", () => (location.href = "/compare/" + [...chosen].join("/")));
byId("who-now").addEventListener("click", async () => {
  await askWho();
  load();
});
byId("csv").addEventListener("click", async () => {
  try {
    const { slides } = await everything();
    table(arranged(slides, marks, asked.get("sort") ?? "time", asked.get("group")), marks);
  } catch (problem) {
    notice(problem.message);
  }
});
heads();
load();
follow();
