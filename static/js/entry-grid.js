// Keys as in a spreadsheet: one tab stop into the table, arrows, Enter, Home and End, a block to copy.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const INSIDE = "input:not([type=hidden]), select, a[href], summary, button";
  const wide = window.matchMedia("(min-width: 576px)"); // cards are worked through with Tab
  let lines = [], current = null, anchor = null;
  const spots = new Map(); // element → { line, column }

  const isText = (element) => element.tagName === "INPUT";
  const isCell = (element) => isText(element) || element.tagName === "SELECT";

  // A row of the matrix for each line of inputs: two figures of a ratio stand below each other in one cell.
  const lay = (table) => {
    lines = [];
    for (const part of table.querySelectorAll("tr.entry-line")) {
      const cells = [...part.querySelectorAll("td[data-col]")]
        .map((cell) => [Number(cell.dataset.col), [...cell.querySelectorAll(INSIDE)]]);
      const depth = Math.max(0, ...cells.map(([, elements]) => elements.length));
      for (let number = 0; number < depth; number += 1) {
        const line = new Map(cells.filter(([, found]) => found[number]).map(([col, found]) => [col, found[number]]));
        line.forEach((element, column) => spots.set(element, { line: lines.length, column }));
        lines.push(line);
      }
    }
  };

  const rove = (element) => {
    if (current && current !== element) current.tabIndex = -1;
    current = element;
    element.tabIndex = 0;
  };

  const go = (element) => {
    if (!element) return false;
    element.focus();
    if (isText(element)) element.select();
    return true;
  };

  const below = ({ line, column }, step) => {
    for (let number = line + step; lines[number]; number += step) {
      if (lines[number].has(column)) return lines[number].get(column);
    }
    return null;
  };
  const beside = ({ line, column }, step) => {
    const columns = [...lines[line].keys()].sort((one, other) => (one - other) * step);
    return lines[line].get(columns.find((other) => (other - column) * step > 0));
  };
  const edge = (line, isLast) => {
    const columns = [...line.keys()].sort((one, other) => one - other);
    return line.get(isLast ? columns.at(-1) : columns[0]);
  };

  // --- a block of cells ----------------------------------------------------------------------------------

  const block = () => {
    if (!anchor || !current || anchor === current) return [];
    const [from, to] = [spots.get(anchor), spots.get(current)];
    const top = Math.min(from.line, to.line), left = Math.min(from.column, to.column);
    const right = Math.max(from.column, to.column);
    return lines.slice(top, Math.max(from.line, to.line) + 1).map((line) =>
      [...line].filter(([column, element]) => column >= left && column <= right && isCell(element))
        .map(([, element]) => element));
  };
  const mark = () => {
    const chosen = new Set(block().flat());
    document.querySelectorAll(".entry-table .is-chosen").forEach((element) => {
      if (!chosen.has(element)) { element.classList.remove("is-chosen"); element.closest("td").ariaSelected = null; }
    });
    chosen.forEach((element) => { element.classList.add("is-chosen"); element.closest("td").ariaSelected = "true"; });
  };
  const extend = (element, target) => {
    if (!target || !isCell(target)) return;
    const start = anchor ?? element;
    go(target);
    anchor = start;
    mark();
  };

  const shown = (element) =>
    element.tagName === "SELECT" ? element.selectedOptions[0]?.text ?? "" : element.value;
  const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const asText = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");

  page.copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      page.say("Sudah disalin. Tempel di Excel atau Sheets.");
    } catch {
      page.say("Peramban tidak mengizinkan menyalin. Pilih sel, lalu tekan Ctrl+C.");
    }
  };

  const wholeTable = (table) => {
    const read = (cell) => {
      const inputs = [...cell.querySelectorAll("input:not([type=hidden]), select")];
      if (inputs.length) return inputs.map(shown).join(" / ");
      const figure = cell.querySelector(".entry-achievement");
      return (figure ?? cell).innerText.replace(/\s+/g, " ").trim();
    };
    const heads = [...table.tHead.rows[0].cells].slice(0, 7).map((cell) => cell.innerText.trim());
    const rows = [...table.querySelectorAll("tr.entry-line, tr.row-group")].map((row) => [...row.cells].slice(0, 7).map(read));
    return asText([heads, ...rows]);
  };

  // --- keys ----------------------------------------------------------------------------------------------

  const atEdge = (element, isEnd) => {
    if (!isText(element)) return true;
    const { selectionStart: from, selectionEnd: to, value } = element;
    if (from === 0 && to === value.length) return true; // all of it chosen: the cell, not the text
    return from === to && (isEnd ? to === value.length : from === 0);
  };

  const keys = {
    ArrowDown: (spot) => below(spot, 1),
    ArrowUp: (spot) => below(spot, -1),
    ArrowRight: (spot, element) => atEdge(element, true) && beside(spot, 1),
    ArrowLeft: (spot, element) => atEdge(element, false) && beside(spot, -1),
    Home: (spot, element, { ctrlKey }) => (ctrlKey ? edge(lines[0], false)
      : atEdge(element, false) && edge(lines[spot.line], false)),
    End: (spot, element, { ctrlKey }) => (ctrlKey ? edge(lines.at(-1), true)
      : atEdge(element, true) && edge(lines[spot.line], true)),
  };

  const pressed = (event) => {
    const element = event.target, spot = spots.get(element);
    if (event.key === "Escape" && !spot) {
      const row = element.closest("[data-row]");
      const first = row?.querySelector("[data-col='0'] :is(input:not([type=hidden]), select)");
      if (go(first)) event.preventDefault();
      return;
    }
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (!spot) {
      if (event.key === "Enter" && isText(element)) event.preventDefault(); // a reason does not send the page
      return;
    }
    if (event.key === "F2" && isText(element)) element.setSelectionRange(element.value.length, element.value.length);
    if (event.key === "Enter" && isCell(element)) {
      event.preventDefault();
      go(below(spot, event.shiftKey ? -1 : 1));
      return;
    }
    const find = keys[event.key];
    if (!find || (event.ctrlKey && event.key.startsWith("Arrow"))) return;
    const isBlock = event.shiftKey && event.key.startsWith("Arrow");
    if (event.shiftKey && !isBlock) return;
    const target = find(spot, element, event);
    const isVertical = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (!target && !isVertical) return;
    event.preventDefault(); // a closed list must not change by an arrow either
    if (isBlock) extend(element, target); else if (target !== element) go(target);
  };

  const copied = (event) => {
    const chosen = block();
    if (!chosen.length || !spots.has(event.target)) return;
    event.clipboardData.setData("text/plain", asText(chosen.map((row) => row.map(shown))));
    event.preventDefault();
    page.say(`${chosen.flat().length} sel disalin.`);
  };

  const arm = (table) => {
    const isGrid = wide.matches;
    if (isGrid) table.setAttribute("role", "grid"); else table.removeAttribute("role");
    spots.forEach((_, element) => { if (isGrid) element.tabIndex = -1; else element.removeAttribute("tabindex"); });
    if (isGrid) rove(current ?? edge(lines[0], false));
  };

  page.cellAt = (element, down, right) => {
    const spot = spots.get(element);
    const line = spot && lines[spot.line + down];
    const cell = line?.get(spot.column + right);
    return cell && isCell(cell) ? cell : null;
  };

  page.startGrid = (table) => {
    lay(table);
    if (!lines.length) return;
    arm(table);
    wide.addEventListener("change", () => arm(table));
    table.addEventListener("focusin", (event) => {
      if (!spots.has(event.target)) return;
      anchor = null;
      if (wide.matches) rove(event.target);
      mark();
    });
    table.addEventListener("keydown", (event) => { if (wide.matches) pressed(event); });
    table.addEventListener("copy", copied);
    document.querySelector("[data-copy-table]").addEventListener("click", () => page.copyText(wholeTable(table)));
  };
})();
