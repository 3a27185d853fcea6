// Makes elements; text is always text, never markup.
export const byId = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function notice(text) {
  const bar = byId("notice");
  bar.textContent = text ?? "";
  bar.hidden = !text;
}
