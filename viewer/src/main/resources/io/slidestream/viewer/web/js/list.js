// The list of slides: what is shown stands in the page's address.
import { getJson } from "./api.js";
import { byId, element, notice } from "./dom.js";
import { count, STATES } from "./format.js";
import { row } from "./list-row.js";

const HEADS = { name: "Slide", state: "State", tumour: "Tumour class mm²", time: "Arrived" };
const UPWARD = new Set(["name", "state"]);
const asked = new URLSearchParams(location.search);
let timer = 0;

function set(changes) {
  for (const [key, value] of Object.entries(changes)) value ? asked.set(key, value) : asked.delete(key);
  if (!("page" in changes)) asked.delete("page");
  history.replaceState(null, "", asked.size ? "?" + asked : "/");
  load();
}

async function load() {
  try {
    show(await getJson("/api/v1/slides?" + asked));
    notice();
  } catch (problem) {
    notice(problem.message + " What you see may be out of date; trying again.");
  }
}

function show(answer) {
  const all = Object.values(answer.states).reduce((a, b) => a + b, 0);
  byId("count").textContent = answer.total === 1 ? "1 slide" : count(answer.total) + " slides";
  const rows = answer.slides.map(row);
  const same = rows.length === byId("rows").children.length && rows.every((one, i) => one === byId("rows").children[i]);
  if (!same) byId("rows").replaceChildren(...rows);
  byId("table").hidden = answer.total === 0;
  byId("empty").hidden = answer.total > 0;
  if (answer.total === 0) empty(asked.get("q") || asked.get("state"));
  chips(answer.states, all);
  heads();
  const pages = Math.max(1, Math.ceil(answer.total / answer.size));
  byId("pages").hidden = pages === 1;
  byId("page").textContent = answer.page + " of " + pages;
  byId("before").disabled = answer.page <= 1;
  byId("after").disabled = answer.page >= pages;
  byId("before").onclick = () => set({ page: answer.page - 1 });
  byId("after").onclick = () => set({ page: answer.page + 1 });
}

function empty(filtered) {
  byId("empty").replaceChildren(
    ...(filtered
      ? [element("strong", {}, "Nothing matches"), "No slide has that name and state."]
      : [element("strong", {}, "No slides yet"), "A slide appears here as soon as it is seen: give it to ",
         element("code", {}, "slidestream run"), ", or copy it into the watched folder."]),
  );
}

function chips(states, all) {
  const chosen = asked.get("state") ?? "";
  const focused = document.activeElement?.name === "state";
  const entries = [["", "All", all], ...Object.keys(STATES).map((state) => [state, STATES[state], states[state]])];
  byId("states").replaceChildren(
    byId("states").firstElementChild,
    ...entries
      .filter(([state, , n]) => n > 0 || state === "" || state === chosen)
      .map(([state, label, n]) => {
        const input = element("input", { type: "radio", name: "state", value: state, checked: state === chosen });
        input.addEventListener("change", () => set({ state }));
        return element("label", {}, input, element("span", {}, label + " " + count(n)));
      }),
  );
  if (focused) byId("states").querySelector(":checked")?.focus();
}

function heads() {
  const sort = asked.get("sort") ?? "time";
  const order = asked.get("order") ?? "desc";
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const key = head.dataset.sort;
    if (!head.firstElementChild) {
      const button = element("button", { type: "button" }, HEADS[key]);
      button.addEventListener("click", () => {
        const same = (asked.get("sort") ?? "time") === key;
        const turned = (asked.get("order") ?? "desc") === "asc" ? "desc" : "asc";
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
heads();
load();
follow();
