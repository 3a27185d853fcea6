// How the slide itself is shown: brightness, contrast, gamma, white balance, turn. The map's colours stay what they are.
import { byId } from "./dom.js";

const SLIDERS = ["brightness", "contrast", "gamma"];
const USUAL = { brightness: 1, contrast: 1, gamma: 1, white: [1, 1, 1] };
const MOST_GAIN = 2.5;

export class Picture {
  /** @param turned is called when the slide was turned */
  constructor(stage, drawing, turned) {
    Object.assign(this, { stage, drawing, turned });
    this.now = { ...USUAL, ...JSON.parse(sessionStorage.getItem("picture") ?? "{}") };
    for (const name of SLIDERS) {
      byId(name).addEventListener("input", () => this.set({ [name]: Number(byId(name).value) }));
    }
    byId("white").addEventListener("click", () => drawing.begin("point", ([point]) => this.balance(point)));
    byId("picture-reset").addEventListener("click", () => {
      this.set(USUAL);
      this.turnTo(0);
    });
    byId("turn").addEventListener("input", () => this.turnTo(Number(byId("turn").value)));
    this.set({});
  }

  set(changes) {
    Object.assign(this.now, changes);
    sessionStorage.setItem("picture", JSON.stringify(this.now));
    for (const name of SLIDERS) {
      byId(name).value = this.now[name];
      byId(name + "-value").textContent = name === "gamma" ? this.now.gamma.toFixed(2) : Math.round(this.now[name] * 100) + " %";
    }
    for (const channel of ["r", "g", "b"]) byId("gamma-" + channel).setAttribute("exponent", 1 / this.now.gamma);
    ["r", "g", "b"].forEach((channel, i) => byId("white-" + channel).setAttribute("slope", this.now.white[i]));
    this.stage.picture.style.filter = this.filter();
  }

  filter() {
    const { brightness, contrast, gamma, white } = this.now;
    const parts = [];
    if (white.some((gain) => gain !== 1)) parts.push("url(#white-balance)");
    if (brightness !== 1) parts.push(`brightness(${brightness})`);
    if (gamma !== 1) parts.push("url(#gamma-curve)");
    if (contrast !== 1) parts.push(`contrast(${contrast})`);
    return parts.join(" ") || "none";
  }

  /** What is at the place becomes white. */
  balance(point) {
    const canvas = this.stage.picture;
    const place = this.stage.place();
    const ratio = canvas.width / canvas.clientWidth;
    const [cos, sin] = [Math.cos(place.turn) * place.scale, Math.sin(place.turn) * place.scale];
    const x = Math.round((place.x + point.x * cos - point.y * sin) * ratio);
    const y = Math.round((place.y + point.x * sin + point.y * cos) * ratio);
    const { data } = canvas.getContext("2d").getImageData(x - 2, y - 2, 5, 5);
    const sums = [0, 1, 2].map((channel) => data.reduce((sum, value, i) => sum + (i % 4 === channel ? value : 0), 0));
    this.set({ white: sums.map((sum) => Number(Math.min(MOST_GAIN, (255 * 25) / Math.max(1, sum)).toFixed(3))) });
  }

  turnTo(degrees) {
    this.stage.turnTo(degrees);
    const turn = Math.round(this.stage.turn());
    byId("turn").value = turn > 180 ? turn - 360 : turn;
    byId("turn-value").textContent = byId("turn").value + "°";
    this.turned();
  }
}
