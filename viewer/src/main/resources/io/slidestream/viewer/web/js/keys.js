// Everything by keyboard. What stands here is also the help.
import { byId, element } from "./dom.js";

/** Controls that need a key for themselves keep it; all others leave the keys to the page. */
const TYPES_TEXT = "textarea, select, input:not([type=range], [type=checkbox], [type=radio])";
const USES_ARROWS = "input[type=range], input[type=radio]";

export function bindKeys(does) {
  const keys = [
    [["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], ["←", "→", "↑", "↓"], "Move; with Shift farther", (key, event) => move(does.stage, key, event)],
    [["+", "="], ["+"], "Zoom in", () => does.stage.zoom(1.6)],
    [["-", "_"], ["−"], "Zoom out", () => does.stage.zoom(1 / 1.6)],
    [["0", "Home"], ["0"], "Whole slide", () => does.stage.whole()],
    [["n"], ["n"], "Next region", () => does.region(1)],
    [["p"], ["p"], "Previous region", () => does.region(-1)],
    [["j", "PageDown"], ["j"], "Next slide of the list", () => does.slide("next")],
    [["k", "PageUp"], ["k"], "Previous slide of the list", () => does.slide("previous")],
    [["1", "2", "3", "4", "5"], ["1", "2", "3", "4", "5"], "Tumour, classes, uncertainty, no map, unfamiliar (where the model tells)", (key) => does.layer(Number(key) - 1)],
    [["o"], ["o"], "Outlines, filled, contours", () => does.style()],
    [["h"], ["h"], "Hold to hide the map", (_, event) => event.repeat || does.hide(true)],
    [["m"], ["m"], "Map on and off", () => does.toggle()],
    [["[", "]"], ["[", "]"], "Less or more opacity", (key) => does.opacity(key === "]" ? 0.1 : -0.1)],
    [[",", "."], [",", "."], "Lower or higher threshold", (key) => does.threshold(key === "." ? 0.05 : -0.05)],
    [["c"], ["c"], "A cross in the middle; read the tile below it", () => does.cross()],
    [["d"], ["d"], "Measure a distance", () => does.measure("line")],
    [["a"], ["a"], "Measure an area", () => does.measure("outline")],
    [["r", "R"], ["r"], "Turn by a quarter; with Shift back", (key) => does.turn(key === "R" ? -90 : 90)],
    [["s"], ["s"], "Save the view as a picture", () => does.snapshot()],
    [["v"], ["v"], "Mark the slide as looked at", () => does.seen()],
    [["e"], ["e"], "Correct a region", () => does.correct()],
    [["l"], ["l"], "Copy a link to this view", () => does.share()],
    [["?"], ["?"], "This help", () => does.help()],
  ];
  byId("keys").replaceChildren(...keys.map(([, shown, what]) =>
    element("tr", {}, element("td", {}, ...shown.flatMap((key) => [element("kbd", {}, key), " "])), element("td", {}, what))));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const { target, key } = event;
    if (target.closest(TYPES_TEXT)) return;
    if (key.startsWith("Arrow") && (target.closest(USES_ARROWS) || target.closest(".panel"))) return;
    if (["Home", "PageUp", "PageDown"].includes(key) && (target.closest("input[type=range]") || target.closest(".panel"))) return;
    if (does.drawing(key, event)) return event.preventDefault();
    const found = keys.find(([names]) => names.includes(key));
    if (found) {
      event.preventDefault();
      found[3](key, event);
    }
  });
  document.addEventListener("keyup", (event) => event.key === "h" && does.hide(false));
  addEventListener("blur", () => does.hide(false));
}

/** Moves the slide where the key is one for that, and tells whether it is. */
export function moved(stage, event) {
  const { key } = event;
  const zoom = { "+": 1.6, "=": 1.6, "-": 1 / 1.6, _: 1 / 1.6 }[key];
  if (zoom) stage.zoom(zoom);
  else if (key === "0" || key === "Home") stage.whole();
  else if (key.startsWith("Arrow")) move(stage, key, event);
  else return false;
  return true;
}

function move(stage, key, event) {
  const far = event.shiftKey ? 400 : 120;
  stage.pan((key === "ArrowRight") * far - (key === "ArrowLeft") * far, (key === "ArrowDown") * far - (key === "ArrowUp") * far);
}
