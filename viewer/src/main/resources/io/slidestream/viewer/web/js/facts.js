// What is known of a slide besides its map: its files, its model, its ledger.
import { getJson } from "./api.js";
import { byId, element } from "./dom.js";
import { bytes, count, duration, percent, recipe, recipeOf, time } from "./format.js";

export async function showFiles(slide) {
  byId("files-section").hidden = !slide.links.files;
  if (!slide.links.files) return;
  const { files } = await getJson(slide.links.files);
  byId("files").replaceChildren(...files.map((file) =>
    element("li", {}, element("a", { href: file.href, target: "_blank", rel: "noopener" }, file.name),
      element("span", {}, file.folder ? "folder" : bytes(file.bytes)))));
}

export function showFacts(slide, map) {
  const facts = [["Arrived", time(slide.seenAt)]];
  if (slide.endedAt) facts.push(["Done", `${time(slide.endedAt)}, after ${duration((Date.parse(slide.endedAt) - Date.parse(slide.seenAt)) / 1000)}`]);
  if (map) {
    const { widthPx, heightPx, mpp, vendor } = map.slide;
    facts.push(["Size", `${count(widthPx)} × ${count(heightPx)} px, ${((widthPx * mpp) / 1000).toFixed(1)} × ${((heightPx * mpp) / 1000).toFixed(1)} mm`]);
    facts.push(["Resolution", `${Number(mpp.toPrecision(4))} µm per pixel`], ["Scanner", vendor]);
    facts.push(["Model", recipeOf(map)]);
  }
  if (slide.progress) {
    const { expected, scored, rejected } = slide.progress;
    facts.push(["Ledger", `${count(expected)} tiles = ${count(scored)} scored + ${count(rejected)} unread`
      + (expected > scored + rejected ? ` + ${count(expected - scored - rejected)} to come` : "")]);
  }
  const regions = map?.summary?.tumorRegions;
  if (regions) {
    const at = `of ${regions.className} at ${percent(regions.threshold, 0)} or more`;
    facts.push(["Tumour regions", regions.count
      ? `${count(regions.count)} ${at}, ${regions.areaMm2.toFixed(2)} mm², the longest ${(regions.largestDiameterUm / 1000).toFixed(2)} mm`
      : `none ${at}`]);
  }
  if (map?.summary?.versions?.engines?.length) facts.push(["Engine", map.summary.versions.engines.join(", ")]);
  for (const note of map?.summary?.notes ?? []) facts.push(["Note", note]);
  for (const other of map ? slide.others : []) {
    facts.push(["Other map", element("span", {},
      element("a", { href: other.page }, `by ${recipe({ ...other, name: other.model, id: other.modelId })}, ${time(other.seenAt)}`), " · ",
      element("a", { href: other.compare, ariaLabel: `Compare with the map by ${other.model}` }, "Compare"))]);
  }
  facts.push(["Map id", slide.id]);
  byId("facts").replaceChildren(...facts.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]));
}
