// Who sits here: a name that each person gives once, until the house signs people in.
import { element } from "./dom.js";

export const known = () => localStorage.getItem("who") ?? "";

/** The name; asks for it where it is not known. Null if none is given. */
export const who = async () => known() || askWho();

export function askWho() {
  const field = element("input", { id: "who", value: known(), required: true, maxLength: 80, autocomplete: "name" });
  const form = element("form", { method: "dialog" }, element("p", {}, "Your name stands beside what you mark and correct."),
    element("label", { htmlFor: "who" }, "Name"), field,
    element("div", { className: "buttons" }, element("button", { value: "no", formNoValidate: true, type: "button" }, "Cancel"),
      element("button", { className: "main", value: "yes" }, "Keep")));
  const dialog = element("dialog", { className: "ask", ariaLabel: "Your name" }, form);
  form.querySelector("button[value=no]").addEventListener("click", () => dialog.close("no"));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => {
    dialog.remove();
    const name = field.value.trim();
    if (dialog.returnValue !== "yes" || !name) return answer(null);
    localStorage.setItem("who", name);
    answer(name);
  }));
}
