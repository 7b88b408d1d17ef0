// Copying cells one by one into another system: a button in each cell, arrow keys between them, Enter copies.
(() => {
  "use strict";
  const ICON = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="currentColor">'
    + '<path d="M4 2a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zm2-1a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h8'
    + 'a1 1 0 0 0 1-1V2a1 1 0 0 0-1-1zM2 5a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-1h1v1a2 2 0 0 1-2 2H2'
    + 'a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h1v1z"/></svg>';
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const say = (text) => { document.getElementById("live").textContent = text; };
  const textOf = (cell) => cell.querySelector(".rekey-text")?.textContent ?? "";

  // The clipboard is only given to secure pages; elsewhere the old command still works.
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const before = document.activeElement;
      const place = document.createElement("textarea");
      place.value = text;
      place.className = "visually-hidden";
      document.body.append(place);
      place.select();
      const done = document.execCommand("copy");
      place.remove();
      before?.focus();
      return done;
    }
  };

  const copy = async (text, told, marked) => {
    if (!(await copyText(text))) { say("Belum tersalin. Pilih isinya, lalu tekan Ctrl+C."); return; }
    marked.forEach((cell) => cell.classList.add("is-copied"));
    say(told);
  };

  const button = (label, content, look) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = look;
    made.setAttribute("aria-label", label);
    made.innerHTML = content;
    return made;
  };

  const prepare = (table) => {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td")]);
    const all = [];
    rows.forEach((cells, at) => cells.forEach((cell) => {
      if (!textOf(cell)) return;
      const made = button(`Salin ${cell.dataset.label}, baris ${at + 1}: ${textOf(cell)}`, ICON, "rekey-copy");
      made.tabIndex = all.length ? -1 : 0; // one stop for the whole table; arrow keys go on from there
      made.addEventListener("click", () => copy(textOf(cell), `Disalin: ${textOf(cell)}`, [cell]));
      cell.querySelector(".rekey-cell").append(made);
      all.push(made);
    }));
    table.querySelectorAll("thead th:not(.rekey-row)").forEach((head, place) => {
      const column = rows.map((cells) => cells[place]);
      const made = button(`Salin kolom ${head.textContent.trim()}`, "Salin kolom", "btn btn-secondary btn-sm rekey-column");
      made.addEventListener("click", () => copy(
        column.map(textOf).join("\n"), `Kolom disalin: ${column.length} baris.`, column,
      ));
      head.append(made);
    });

    const step = (from, [down, right]) => {
      let row = rows.findIndex((cells) => cells.includes(from));
      let place = rows[row].indexOf(from);
      for (;;) {
        row += down; place += right;
        const cell = rows[row]?.[place];
        if (!cell) return null;
        const found = cell.querySelector(".rekey-copy");
        if (found) return found;
      }
    };
    table.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (!move || !event.target.classList.contains("rekey-copy")) return;
      event.preventDefault();
      step(event.target.closest("td"), move)?.focus();
    });
    table.addEventListener("focusin", (event) => {
      if (!event.target.classList.contains("rekey-copy")) return;
      all.forEach((other) => { other.tabIndex = other === event.target ? 0 : -1; });
    });
  };

  document.querySelectorAll("[data-rekey]").forEach(prepare);
})();
