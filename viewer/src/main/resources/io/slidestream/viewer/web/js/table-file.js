// What is listed as CSV. A text that begins like a formula gets an apostrophe, as in cohort.csv.
import { element } from "./dom.js";
import { isMarked, isRead } from "./worklist.js";

const COLUMNS = {
  slide: (s) => s.name, case: (s) => s.case, state: (s) => s.state, reason: (s) => s.reason, arrived: (s) => s.seenAt, done: (s) => s.endedAt,
  tiles_expected: (s) => s.progress?.expected, tiles_scored: (s) => s.progress?.scored, tiles_unread: (s) => s.progress?.rejected,
  tissue_mm2: (s) => s.scoredMm2, tumor_class_mm2: (s) => s.tumourMm2, tumor_class_share: (s) => s.tumourShare, unsure_share: (s) => s.unsureShare,
  looked_at: isRead, marked: isMarked,
  link: (s) => `${location.origin}/slides/${s.id}`,
};

export function csv(slides, marks) {
  const rows = slides.map((slide) => Object.values(COLUMNS).map((value) => field(value(slide, marks) ?? "")).join(","));
  return [Object.keys(COLUMNS).join(","), ...rows].join("\n") + "\n";
}

function field(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function table(slides, marks) {
  const link = element("a", { download: "slides.csv", href: URL.createObjectURL(new Blob([csv(slides, marks)], { type: "text/csv" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
