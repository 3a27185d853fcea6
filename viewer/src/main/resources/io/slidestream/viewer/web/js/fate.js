// What became of a slide that has no map, and what can be done about it.
import { post } from "./api.js";
import { asked, byId, element, notice, passing } from "./dom.js";
import { count, duration, sentence } from "./format.js";

const TITLES = {
  waiting: "Waiting", rejected: "This slide has no map", cancelled: "The map was called off", lost: "The results are gone",
};
const LOST = "The map was made, but its files are no longer where they were written. Map the slide again to have it back.";
const RESOLUTION = ["no-mpp", "too-coarse", "too-many-tiles"]; // reasons that another resolution may cure
const USUAL_MPP = [[0.5, "20×: 0.5"], [0.25, "40×: 0.25"]];
const NO_MPP = "The slide does not say its microns per pixel. Give them here; a scan at 20× has 0.5 as a rule, one at 40× 0.25.";
const WAITING = "Its tissue is being found; the tiles come next.";

export function showFate(slide, again) {
  const box = byId("fate");
  box.hidden = !(slide.state in TITLES);
  if (box.hidden) return;
  box.classList.toggle("calm", slide.state === "waiting" || slide.state === "cancelled");
  const text = slide.reason === "no-mpp" && slide.actions.includes("resubmit") ? NO_MPP : sentence(slide.message) ?? (slide.state === "lost" ? LOST : WAITING);
  box.replaceChildren(element("h2", {}, TITLES[slide.state]), element("p", {}, text));
  if (slide.newer) {
    box.append(element("p", {}, slide.state === "cancelled" ? "Another map of this slide stays: " : "There is a newer map of this slide: ", element("a", { href: "/slides/" + slide.newer }, "show it"), "."));
  } else if (slide.actions.includes("resubmit") && RESOLUTION.includes(slide.reason)) {
    box.append(resubmission(slide, again));
  }
}

function resubmission(slide, again) {
  const field = element("input", { type: "number", id: "mpp", min: 0.05, max: 5, step: "any", value: 0.5, required: true });
  const form = element("form", {}, element("label", { htmlFor: "mpp" }, "Microns per pixel"), field,
    ...USUAL_MPP.map(([mpp, label]) => {
      const usual = element("button", { type: "button" }, label);
      usual.addEventListener("click", () => (field.value = mpp));
      return usual;
    }),
    element("button", { className: "main" }, "Map with it"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(slide, "resubmit", { mpp: Number(field.value) }, again);
  });
  return form;
}

const ACTIONS = {
  cancel: ["Cancel", "Stop mapping this slide? What was done so far is lost.", "Stop mapping"],
  retry: ["Map again", "Map this slide again? Its map and files are not there until the new ones are done.", "Map again"],
};

/** The buttons in the header; one that stays is not made anew, so that it keeps focus and a press that has begun. */
export function showActions(slide, again) {
  const wanted = slide.newer ? [] : slide.actions.filter((name) => name in ACTIONS);
  const bar = byId("actions");
  for (const button of [...bar.children]) if (!wanted.includes(button.dataset.action)) button.remove();
  for (const name of wanted) {
    let button = bar.querySelector(`[data-action="${name}"]`);
    if (!button) {
      button = element("button", { type: "button" }, ACTIONS[name][0]);
      button.dataset.action = name;
      bar.append(button);
    }
    button.onclick = async () => {
      const [, question, yes] = ACTIONS[name];
      if (slide.state === "rejected" || (await asked(question, yes))) await act(slide, name, {}, again);
    };
  }
}

async function act(slide, name, body, again) {
  try {
    const answer = await (await post(`${slide.links.self}/${name}`, body)).json();
    passing(answer.message + ".");
    again();
  } catch (problem) {
    if (problem.tiles && !body.confirmed) {
      if (await asked(question(slide, problem), "Map it")) await act(slide, name, { ...body, confirmed: true }, again);
    } else {
      notice(problem.message);
    }
  }
}

function question(slide, { tiles, seconds }) {
  const time = seconds === undefined ? "How long they take is not known yet." : `They take about ${duration(seconds)}.`;
  return `${slide.name} would make about ${count(tiles)} tiles, more than usual. ${time} Map it?`;
}
