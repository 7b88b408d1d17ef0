// Comforts over plain pages: each journey also works when this file does not load.
(() => {
  "use strict";
  const live = () => document.getElementById("live");
  const say = (text) => { const place = live(); if (place) place.textContent = text; };

  // A second click while the first request is under way must not send the form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented) return;
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    // A download keeps the page: let the form be used again.
    window.setTimeout(() => { delete form.dataset.sent; event.submitter?.removeAttribute("aria-busy"); }, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    document.querySelectorAll("[aria-busy=true]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  // Menus made of <details> close on Escape and on a click elsewhere.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
  });

  // Buttons that need this file are hidden in the page and shown here.
  document.querySelectorAll("[data-needs-js]").forEach((part) => { part.hidden = false; });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const asides = source.querySelectorAll(".no-print");
    asides.forEach((part) => { part.hidden = true; });
    const words = [button.dataset.copyTitle, source.value ?? source.innerText].filter(Boolean).join("\n");
    asides.forEach((part) => { part.hidden = false; });
    try {
      await navigator.clipboard.writeText(words);
      say("Teks sudah disalin.");
    } catch {
      window.getSelection().selectAllChildren(source);
      say("Teks sudah dipilih. Tekan Ctrl+C untuk menyalin.");
    }
  });

  // Density of tables is a wish of this browser, nothing the server needs to know.
  const compact = "kinerja-compact";
  const dense = (on) => {
    document.body.classList.toggle("density-compact", on);
    document.querySelectorAll("[data-density]").forEach((b) => b.setAttribute("aria-pressed", String(on)));
  };
  const remembered = () => { try { return localStorage.getItem(compact) === "1"; } catch { return false; } };
  dense(remembered());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-density]")) return;
    const on = !document.body.classList.contains("density-compact");
    dense(on);
    try { localStorage.setItem(compact, on ? "1" : "0"); } catch { /* private window: forget it */ }
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  // What scrolls inside its own frame must be reachable by keyboard.
  const frames = () => document.querySelectorAll(".table-frame, .paper").forEach((frame) => {
    if (frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight) return;
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    if (frame.hasAttribute("aria-label")) return;
    frame.setAttribute("aria-label", frame.querySelector("caption, h2, h3")?.textContent.trim() || "Tabel");
  });
  frames();
  window.addEventListener("resize", frames);

  // htmx: say in words what went wrong, and put the reader where the answer is.
  document.addEventListener("htmx:sendError", () => say("Koneksi terputus. Perubahan terakhir belum terkirim."));
  document.addEventListener("htmx:responseError", (event) => {
    say(`Permintaan tidak dapat diproses (kode ${event.detail.xhr.status}). Muat ulang halaman, lalu coba lagi.`);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    event.detail.elt.querySelector?.(".error-summary")?.focus();
    dense(remembered());
    frames();
  });
})();
