// The files of a finished map, written again with other settings: from its scores, in seconds, without the network.
import { post } from "./api.js";
import { byId, element, notice, passing } from "./dom.js";

const SMOOTHEST = 5;

/** @param done is called when the files are others */
export function offerRendering(slide, map, view, done) {
  byId("render").hidden = slide.state !== "mapped" || !map?.summary;
  byId("render").onclick = () => ask(slide, map, view, done);
}

function ask(slide, map, view, done) {
  const { tumorRegions, unsure, smoothingCells = 0 } = map.summary;
  const tumour = element("select", { id: "render-class" }, ...(tumorRegions ? [] : [element("option", { value: "" }, "none")]),
    ...map.classes.map(({ name, tissue }) => element("option", { value: name }, tissue ? `${name} ${tissue}` : name)));
  tumour.value = tumorRegions?.className ?? "";
  const share = (id, value, min) => element("input", { type: "number", id, min, max: 100, step: "any", required: true, value: Number((value * 100).toFixed(2)) });
  const threshold = share("render-threshold", view.thresholds.tumour, 1);
  const below = share("render-unsure", unsure?.below ?? view.unsureBelow, 0);
  const smooth = element("input", { type: "number", id: "render-smooth", min: 0, max: SMOOTHEST, step: 1, required: true, value: smoothingCells });
  const formats = element("input", { type: "checkbox", id: "render-all" });
  const go = element("button", { className: "main" }, "Write");
  const no = element("button", { type: "button" }, "Cancel");
  const rows = [["Tumour class", tumour], ["Its regions from", threshold, "%"], ["Unsure below", below, "%"], ["Pictures smoothed over", smooth, "cells"]];
  const form = element("form", { method: "dialog" },
    element("p", {}, "Report, pictures and tables are written again from the scores that are there. Nothing is classified anew."),
    element("div", { className: "settings" }, ...rows.flatMap(([text, field, unit]) => [element("label", { htmlFor: field.id }, text), element("span", {}, field, unit ? ` ${unit}` : "")])),
    element("div", { className: "switches" }, element("label", {}, formats, " In all formats, DICOM and OME too")),
    element("p", { className: "wrong", role: "alert", hidden: true }),
    element("div", { className: "buttons" }, no, go));
  const dialog = element("dialog", { className: "ask", ariaLabel: "Write the files again" }, element("h2", {}, "Write the files again"), form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = form.querySelector(".wrong");
    go.disabled = no.disabled = true;
    go.textContent = "Writing …";
    try {
      const answer = await (await post(`${slide.links.self}/render`, {
        ...(tumour.value ? { tumorClass: tumour.value } : {}),
        tumorThreshold: Number(threshold.value) / 100, unsureBelow: Number(below.value) / 100, smoothingCells: Number(smooth.value),
        ...(formats.checked ? { formats: ["all"] } : {}),
      })).json();
      dialog.close();
      await done();
      passing(answer.differences.length ? `Written again: ${answer.differences.join(", ")}.` : "Written again, as it was.");
    } catch (problem) {
      wrong.hidden = false;
      wrong.textContent = problem.message;
      if (!dialog.open) notice(problem.message);
    } finally {
      go.disabled = no.disabled = false;
      go.textContent = "Write";
    }
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
