import { byId } from "./dom.js";

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await fetch("/api/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: byId("token").value }),
    }).then(async (answer) => {
      if (!answer.ok) throw new Error((await answer.json()).detail);
    });
    location.href = "/";
  } catch (wrong) {
    byId("wrong").textContent = wrong.message;
    byId("wrong").hidden = false;
    byId("token").select();
  }
});
