// Everything by keyboard. What stands here is also the help.
import { byId, element } from "./dom.js";

export function bindKeys(does) {
  const keys = [
    [["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], "← → ↑ ↓", "Move", (key, event) => move(does.stage, key, event)],
    [["+", "="], "+", "Zoom in", () => does.stage.zoom(1.6)],
    [["-", "_"], "−", "Zoom out", () => does.stage.zoom(1 / 1.6)],
    [["0", "Home"], "0", "Whole slide", () => does.stage.whole()],
    [["1", "2", "3", "4"], "1 – 4", "Tumour, classes, uncertainty, no map", (key) => does.layer(Number(key) - 1)],
    [["[", "]"], "[ ]", "Less or more opacity", (key) => does.opacity(key === "]" ? 0.1 : -0.1)],
    [[",", "."], ", .", "Lower or higher threshold", (key) => does.threshold(key === "." ? 0.05 : -0.05)],
    [["m"], "m", "Map on and off", () => does.toggle()],
    [["c"], "c", "Read the tile in the middle", () => does.cross()],
    [["l"], "l", "Copy a link to this view", () => does.share()],
    [["?"], "?", "This help", () => does.help()],
  ];
  byId("keys").replaceChildren(...keys.map(([, shown, what]) =>
    element("tr", {}, element("td", {}, ...shown.split(" ").filter((k) => k !== "–").map((k) => element("kbd", {}, k)).flatMap((k) => [k, " "])),
      element("td", {}, what))));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help-panel").open) return;
    if (event.target.closest("input, select, textarea") || (event.target.closest(".panel") && event.key.startsWith("Arrow"))) return;
    const found = keys.find(([names]) => names.includes(event.key));
    if (found) {
      event.preventDefault();
      found[3](event.key, event);
    }
  });
}

function move(stage, key, event) {
  const far = event.shiftKey ? 400 : 120;
  stage.pan((key === "ArrowRight") * far - (key === "ArrowLeft") * far, (key === "ArrowDown") * far - (key === "ArrowUp") * far);
}
