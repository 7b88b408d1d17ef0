// Dragging a part to another place: fills in the form that the buttons of its row use.
(() => {
  "use strict";
  let dragged = null;
  const rowOf = (target) => target.closest?.("[data-drag] > li");
  const rows = (list) => [...list.children].filter((row) => row.querySelector("form [name=pk]"));

  const prepare = () => document.querySelectorAll("[data-drag]").forEach((list) => {
    rows(list).forEach((row) => { if (row.querySelector(".editor-buttons")) row.draggable = true; });
  });
  const clean = () => document.querySelectorAll(".is-target, .is-target-below").forEach((row) => {
    row.classList.remove("is-target", "is-target-below");
  });

  document.addEventListener("dragstart", (event) => {
    const row = rowOf(event.target);
    if (!row?.draggable || event.target !== row) return;
    dragged = row;
    row.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.id); // Firefox drags nothing without data
  });
  document.addEventListener("dragover", (event) => {
    const row = rowOf(event.target);
    if (!dragged || !row || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    clean();
    const list = rows(row.parentElement);
    row.classList.add(list.indexOf(row) > list.indexOf(dragged) ? "is-target-below" : "is-target");
  });
  document.addEventListener("drop", (event) => {
    const row = rowOf(event.target);
    if (!dragged || !row || row === dragged || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const form = dragged.querySelector(".editor-buttons form");
    const to = document.createElement("input");
    to.type = "hidden";
    to.name = "to";
    to.value = String(rows(row.parentElement).indexOf(row));
    form.append(to);
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clean();
  });

  document.addEventListener("htmx:afterSwap", prepare); // the rows are new after each move
  prepare();
})();
