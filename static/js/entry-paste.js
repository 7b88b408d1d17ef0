// A block from Excel or Sheets: shown before it is taken, each cell judged by the server, undone in one step.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const dialog = document.getElementById("entry-paste");
  const toast = document.getElementById("entry-undo");
  const OFFERED = 10_000;
  let undoable = [], timer = 0;

  // Rows of cells; a cell in quotation marks may hold tabs and line breaks.
  page.parseBlock = (text) => {
    const rows = [[]];
    let cell = "", isQuoted = false;
    const end = () => { rows.at(-1).push(cell.trim()); cell = ""; };
    const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < whole.length; at += 1) {
      const sign = whole[at];
      if (isQuoted) {
        if (sign !== '"') cell += sign;
        else if (whole[at + 1] === '"') { cell += '"'; at += 1; } else isQuoted = false;
      } else if (sign === '"' && !cell) isQuoted = true;
      else if (sign === "\t") end();
      else if (sign === "\n") { end(); rows.push([]); } else cell += sign;
    }
    end();
    return rows;
  };

  const placeOf = (element) => {
    const row = page.rows.get(element.closest("[data-row]").dataset.row);
    return { row, field: element.name.slice(row.key.length + 1) };
  };

  // A list takes the word that it shows or the code behind it, in any letter case.
  const valueFor = (element, text) => {
    if (element.tagName !== "SELECT") return text;
    const wanted = text.toLowerCase();
    const options = [...element.options];
    const found = options.find((one) => one.text.toLowerCase() === wanted || one.value.toLowerCase() === wanted);
    return found ? found.value : null;
  };

  const plan = (start, rows) => {
    const cells = [];
    let outside = 0;
    rows.forEach((texts, down) => texts.forEach((text, right) => {
      const element = page.cellAt(start, down, right);
      if (!element) { if (text) outside += 1; return; }
      const value = valueFor(element, text);
      const problem = value === null ? `“${text}” tidak ada dalam pilihan.` : "";
      cells.push({ element, ...placeOf(element), text, value: value ?? text, problem });
    }));
    return { cells, outside };
  };

  const judge = async (cells) => {
    const proposals = new Map();
    cells.filter((cell) => !cell.problem).forEach(({ row, field, value }) => {
      if (!proposals.has(row.key)) proposals.set(row.key, { row, values: {} });
      proposals.get(row.key).values[field] = value;
    });
    const answers = await page.tryValues([...proposals.values()]);
    for (const cell of cells) {
      const answer = answers?.[cell.row.key];
      const errors = answer?.errors ?? {};
      cell.problem ||= (errors[cell.field] ?? []).join(" ");
      cell.reading = answer?.shown?.[cell.field] ?? "";
      cell.warning = (answer?.warnings ?? []).map((one) => one.sentence).join(" ");
    }
    return Boolean(answers);
  };

  const verdict = ({ problem, reading, warning, text }) => {
    if (problem) return `Galat: ${problem}`;
    const parts = [text ? (reading && reading !== text ? `Dibaca ${reading}.` : "Baik.") : "Dikosongkan.", warning];
    return parts.filter(Boolean).join(" ");
  };

  const shown = (element) => (element.tagName === "SELECT" ? element.selectedOptions[0]?.text : element.value) || "–";

  const preview = (cells, outside, isJudged) => {
    const good = cells.filter((cell) => !cell.problem), bad = cells.length - good.length;
    dialog.querySelector("tbody").replaceChildren(...cells.map((cell) => {
      const line = page.tableRow(
        [`${cell.row.name} · ${cell.row.label(cell.field)}`, shown(cell.element), cell.text || "–", verdict(cell)],
        ["", "num", "num", ""],
      );
      line.cells[0].textContent = cell.row.label(cell.field);
      if (cell.problem) line.className = "is-bad";
      return line;
    }));
    const said = [
      `${good.length} sel akan diisi.`,
      bad ? `${bad} sel bergalat tidak diisi.` : "",
      outside ? `${outside} sel di luar tabel diabaikan.` : "",
      isJudged ? "" : "Isinya belum dapat diperiksa karena koneksi terputus.",
    ];
    dialog.querySelector("[data-summary]").textContent = said.filter(Boolean).join(" ");
    const button = dialog.querySelector("[value=apply]");
    button.disabled = !good.length;
    button.textContent = `Terapkan ${good.length} sel`;
    return good;
  };

  const fill = (changes) => {
    const rows = new Set();
    changes.forEach(({ element, row, value }) => { element.value = value; rows.add(row); });
    rows.forEach((row) => page.touch(row));
  };

  const apply = (cells, start) => {
    undoable = cells.map(({ element, row }) => ({ element, row, value: element.value }));
    fill(cells);
    start.focus();
    toast.querySelector("[data-sentence]").textContent = `${cells.length} sel ditempel.`;
    toast.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => { toast.hidden = true; }, OFFERED);
  };

  const undo = () => {
    const before = undoable;
    undoable = [];
    toast.hidden = true;
    fill(before);
    before[0]?.element.focus();
    page.say(`${before.length} sel dikembalikan seperti sebelum ditempel.`);
  };

  const pasted = async (event) => {
    const start = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const rows = page.parseBlock(text);
    const isBlock = rows.length > 1 || rows[0].length > 1;
    if (!page.cellAt(start, 0, 0) || (!isBlock && start.tagName !== "SELECT")) return;
    event.preventDefault();
    const { cells, outside } = plan(start, rows);
    const good = preview(cells, outside, await judge(cells));
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "apply") apply(good, start); else start.focus();
    }, { once: true });
  };

  page.startPaste = (table) => {
    table.addEventListener("paste", pasted);
    toast.querySelector("button").addEventListener("click", undo);
    table.addEventListener("keydown", (event) => {
      if (!undoable.length || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      event.preventDefault();
      undo();
    });
    // Typing on means that the block is wanted.
    table.addEventListener("input", () => { undoable = []; toast.hidden = true; });
  };
})();
