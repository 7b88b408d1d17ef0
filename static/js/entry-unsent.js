// A sheet that takes nothing any more: what was typed here and never arrived can still be read and copied.
(() => {
  "use strict";
  const panel = document.getElementById("entry-unsent");
  if (!panel) return;
  const queue = window.entryPage.queueOf(panel.dataset.person, panel.dataset.task);
  const rows = queue.all();
  const line = (name, text) => {
    const row = document.createElement("tr");
    const head = row.appendChild(document.createElement("th"));
    head.scope = "row";
    head.textContent = name;
    row.appendChild(document.createElement("td")).textContent = text;
    return row;
  };
  const words = (values) => Object.entries(values)
    .filter(([field, value]) => value.trim() && field !== "choice").map(([, value]) => value).join(" · ");
  panel.querySelector("tbody").replaceChildren(...rows.map(([, entry]) => line(entry.name ?? "", words(entry.values))));
  panel.hidden = !rows.length;
  panel.querySelector("[data-forget]").addEventListener("click", () => {
    rows.forEach(([key]) => queue.drop(key));
    panel.hidden = true;
  });
})();
