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

let ending = 0;

/** Says something over the page, which does not move for it. */
export function notice(text) {
  clearTimeout(ending);
  const bar = byId("notice");
  bar.textContent = text ?? "";
  bar.hidden = !text;
}

/** The same, and takes it back after a while. */
export function passing(text) {
  notice(text);
  ending = setTimeout(() => notice(), 4000);
}

/** Asks a question that is answered by a button; Escape is a no. */
export function asked(question, yes) {
  const sure = element("button", { className: "main", value: "yes" }, yes);
  const dialog = element("dialog", { className: "ask", ariaLabel: yes }, element("p", {}, question),
    element("form", { method: "dialog", className: "buttons" }, element("button", { value: "no" }, "No"), sure));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => {
    dialog.remove();
    answer(dialog.returnValue === "yes");
  }));
}
