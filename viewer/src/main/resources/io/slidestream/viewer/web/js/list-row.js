// One slide in the list.
import { element } from "./dom.js";
import { count, duration, mm2, percent, sentence, STATES, time } from "./format.js";
import { isMarked, isUnread, said } from "./worklist.js";

const shown = new Map();

/** The slide's row; one that is there is brought up to date, so that focus and pictures stay. */
export function row(slide, marks, pick) {
  const known = shown.get(slide.id);
  const text = JSON.stringify([slide, marks.get(slide.id)]);
  if (known?.text === text) return known.element;
  const made = known?.element ?? element("tr", {}, element("td", { className: "thumb" }, picker(slide, pick), picture(slide)),
    element("td", { className: "name" }, element("a", { href: "/slides/" + slide.id }, slide.name), element("span", { className: "star", ariaHidden: true }), element("span", { className: "sr said" }), " ", element("small", { className: "others" })));
  made.classList.toggle("unread", isUnread(slide, marks));
  made.querySelector(".star").textContent = isMarked(slide, marks) ? " ★" : "";
  made.querySelector(".said").textContent = said(slide, marks);
  made.querySelector(".others").textContent = others(slide);
  made.replaceChildren(made.children[0], made.children[1],
    element("td", { className: "how" }, ...how(slide)),
    figure(slide.tumourMm2 === undefined ? null : mm2(slide.tumourMm2), "tumour"),
    figure(slide.tumourShare === undefined ? null : percent(slide.tumourShare), "share"),
    figure(slide.unsureShare === undefined ? null : percent(slide.unsureShare), "unsure"),
    element("td", { className: "figure time" }, time(slide.seenAt)),
  );
  shown.set(slide.id, { text, element: made });
  return made;
}

/** As many columns as every width shows; the others have cells of their own, since to span hidden ones would take room from the names. */
const COLUMNS = 5;

/** A group's. */
export function heading(text) {
  return element("tr", { className: "group" }, element("th", { colSpan: COLUMNS, scope: "colgroup" }, text), element("td", { className: "share" }), element("td", { className: "unsure" }));
}

/** Other maps of the slide, in a word. */
export function others({ otherMaps }) {
  return otherMaps ? `+ ${count(otherMaps)} other map${otherMaps === 1 ? "" : "s"}` : "";
}

function picker(slide, pick) {
  const box = element("input", { type: "checkbox", ariaLabel: `Compare ${slide.name}` });
  box.addEventListener("change", () => pick(slide.id, box.checked));
  return box;
}

function picture(slide) {
  const frame = element("div");
  const image = element("img", { src: "/api/v1/slides/" + slide.id + "/thumbnail.jpeg", alt: "", loading: "lazy" });
  image.onerror = () => image.remove();
  frame.append(image);
  return frame;
}

function how(slide) {
  const state = element("span", { className: "state " + slide.state }, STATES[slide.state]);
  if (slide.state === "mapping") {
    const { expected, scored, rejected, tilesPerSecond, secondsLeft } = slide.progress;
    const rate = tilesPerSecond ? " · " + Math.round(tilesPerSecond) + " tiles/s" : "";
    const left = secondsLeft === undefined ? "" : " · " + duration(secondsLeft) + " left";
    return [state,
      element("progress", { max: expected, value: scored + rejected, ariaLabel: "Tiles classified" }),
      element("small", {}, count(scored + rejected) + " of " + count(expected) + rate + left)];
  }
  if (slide.message) return [state, element("small", {}, sentence(slide.message.split("; ")[0]))]; // what to do stands on its page
  const unread = slide.progress?.rejected;
  return unread ? [state, element("small", {}, count(unread) + (unread === 1 ? " tile" : " tiles") + " unread")] : [state];
}

function figure(text, more = "") {
  return element("td", { className: "figure " + more + (text === null ? " none" : "") }, text ?? "–");
}
