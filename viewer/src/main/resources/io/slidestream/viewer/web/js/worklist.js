// The order in which slides are read: unread first, urgent first, then by a number; and which belong together.

/** @param by case or folder; empty or null for none */
export function groupOf(slide, by) {
  if (by === "case") return slide.case ?? "";
  if (by === "folder") return slide.name.includes("/") ? slide.name.slice(0, slide.name.lastIndexOf("/")) : "";
  return "";
}

export const isUrgent = (slide) => /(^|\/)urgent\//.test(slide.name);
export const isRead = (slide, marks) => (marks.get(slide.id) ?? []).includes("looked-at");
export const isMarked = (slide, marks) => (marks.get(slide.id) ?? []).includes("marked");
export const isUnread = (slide, marks) => slide.state === "mapped" && !isRead(slide, marks);

/** What bold type and a star say, for who does not see them. */
export const said = (slide, marks) =>
  (isUnread(slide, marks) ? ", not looked at" : "") + (isMarked(slide, marks) ? ", marked" : "");

const NUMBERS = {
  work: (slide) => slide.tumourMm2,
  "work-unsure": (slide) => slide.unsureShare,
  "work-quality": (slide) => (slide.progress?.rejected ?? 0) / (slide.progress?.expected || 1),
};

/** Slides come in the server's order, which stays where nothing else decides. */
export function arranged(slides, marks, sort, by) {
  const place = new Map(slides.map((slide, i) => [slide.id, i]));
  const number = NUMBERS[sort];
  const order = (a, b) =>
    (number ? isRead(a, marks) - isRead(b, marks) || isUrgent(b) - isUrgent(a) || (number(b) ?? -1) - (number(a) ?? -1) : 0)
    || place.get(a.id) - place.get(b.id);
  const sorted = [...slides].sort(order);
  if (!by) return sorted;
  const groups = new Map(); // a group stands where its first slide stands; what is in none comes last
  for (const slide of sorted) {
    const group = groupOf(slide, by);
    groups.set(group, [...(groups.get(group) ?? []), slide]);
  }
  return [...groups].sort(([a], [b]) => (a === "") - (b === "")).flatMap(([, members]) => members);
}
