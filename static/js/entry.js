// The entry page: its parts put together. Without this file the page is a plain form.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const form = document.querySelector("form.entry");
  if (!form?.dataset.save || !form.querySelector("[data-row]")) return;
  const table = form.querySelector(".entry-table");
  page.form = form;
  page.rows = page.rowsOf(form);
  page.queue = page.queueOf(form.dataset.person, form.dataset.task);

  const rowAt = (element) => page.rows.get(element.closest?.("[data-row]")?.dataset.row);

  const changed = (event) => {
    const row = rowAt(event.target);
    if (!row || event.target.type === "file" || !event.target.name?.startsWith(`${row.key}-`)) return;
    page.touch(row);
    page.tryOut(row, event.target.name.slice(row.key.length + 1));
  };
  table.addEventListener("input", changed);

  // A fold shows the row below it.
  const fold = (more) => more.closest("[data-row]")?.classList.toggle("is-folded", !more.open);
  table.querySelectorAll(".entry-more").forEach(fold);
  table.addEventListener("toggle", (event) => {
    if (event.target.matches(".entry-more")) fold(event.target);
  }, true);
  document.getElementById("entry-plain").disabled = true;

  // Complaints and warnings come when the row is left, not while it is typed.
  table.addEventListener("focusout", (event) => {
    const row = rowAt(event.target);
    if (row && rowAt(event.relatedTarget ?? document.body) !== row) row.tell();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    page.flushAll().then((isDone) => { if (isDone) page.say("Semua isian tersimpan."); });
  });

  // The buttons of the form wait for what is under way, so that no row meets its own newer version.
  let isReady = false;
  form.addEventListener("submit", async (event) => {
    if (isReady || page.isIdle()) return;
    event.preventDefault();
    const button = event.submitter;
    const isDone = await page.flushAll();
    await new Promise((resolve) => { window.setTimeout(resolve); }); // not from inside of the event itself
    const conflict = form.querySelector(".entry-conflict:not([hidden])");
    if (conflict) {
      page.say("Pilih dahulu isian mana yang dipakai.");
      conflict.querySelector("button").focus();
    } else if (isDone) {
      isReady = true;
      form.requestSubmit(button);
      window.setTimeout(() => { isReady = false; }, 0);
    } else {
      page.say("Belum dapat dilanjutkan: masih ada isian yang belum terkirim.");
    }
  });

  // What the summary of errors leads to may lie folded.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const row = target && rowAt(target);
    if (!row) return;
    if (target.closest(".row-words")) row.open();
    target.focus();
  };
  window.addEventListener("hashchange", unfold);

  // The list of what a row held before, over the page; the link leads to a page of its own.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "entry-history-body") document.getElementById("entry-history").showModal();
  });

  page.startSaving();
  page.startGrid(table);
  page.startPaste(table);
  page.rows.forEach((row) => { if (row.isTyped) page.touch(row); }); // typed before this file was here
  page.restore();
  unfold();
})();
