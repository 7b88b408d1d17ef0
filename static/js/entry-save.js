// Saving by itself: batches, retries, conflicts, and the words about it at the foot of the page.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const QUIET = 2_000, LONGEST = 10_000; // after the last key; while somebody never stops typing
  const REFILL = 10_000, BURST = 3; // in the long run one request in ten seconds for each person
  const PATIENCE = 20_000, RETRIES = [2_000, 4_000, 8_000, 15_000, 30_000];

  const works = new Map(); // key → what is to be sent of a row
  const budget = { left: BURST, at: Date.now() };
  let timer = 0, sending = null, failures = 0, retryAt = 0, lastKey = 0, firstKey = 0;
  let halted = ""; // "closed" or "sign-in": nothing is sent until that is over
  let savedAt = "";

  const workOf = (row) => {
    if (!works.has(row.key)) {
      works.set(row.key, { id: crypto.randomUUID?.() ?? String(Math.random()), version: 0, unsure: [] });
    }
    return works.get(row.key);
  };
  const waiting = () => [...page.rows.values()].filter((row) => works.get(row.key)?.isDirty);
  const sendable = () => waiting().filter((row) => !works.get(row.key).conflict);
  page.isIdle = () => !sending && !waiting().length;

  const keep = (row, work) => {
    const entry = { id: work.id, values: row.values, edition: row.edition, unsure: work.unsure, name: row.name };
    if (!page.queue.put(row.key, entry)) page.banner("unkept", true);
  };

  // --- when --------------------------------------------------------------------------------------------

  // Somebody typed, chose or pasted: kept here at once, sent soon.
  page.touch = (row) => {
    const work = workOf(row), now = Date.now();
    work.version += 1;
    work.isDirty = true;
    keep(row, work);
    row.state = halted === "closed" ? "unsent" : work.conflict ? "conflict" : "pending";
    lastKey = now;
    firstKey ||= now;
    schedule();
    summarise();
  };

  const nextTurn = (now) => {
    budget.left = Math.min(BURST, budget.left + (now - budget.at) / REFILL);
    budget.at = now;
    return budget.left >= 1 ? now : now + (1 - budget.left) * REFILL;
  };

  const schedule = () => {
    clearTimeout(timer);
    if (sending || halted || !sendable().length) return;
    const now = Date.now();
    const due = Math.max(Math.min(lastKey + QUIET, firstKey + LONGEST), nextTurn(now), retryAt);
    timer = setTimeout(flush, Math.max(0, due - now));
  };

  // Send what waits, now; resolves when the answer was dealt with.
  const flush = async ({ leaving = false } = {}) => {
    clearTimeout(timer);
    if (sending) { await sending; return; }
    const rows = sendable();
    if (!rows.length || halted) return;
    budget.left -= 1;
    firstKey = 0;
    sending = send(rows, leaving).finally(() => { sending = null; });
    await sending;
    schedule();
    summarise();
  };

  // Everything that can be sent is sent; false when something could not be.
  page.flushAll = async () => {
    for (let round = 0; round < 4 && (sending || sendable().length) && !halted; round += 1) {
      retryAt = 0;
      await flush();
      if (failures) break;
    }
    return !waiting().length;
  };

  // --- the request -------------------------------------------------------------------------------------

  page.post = (address, body, options = {}) => fetch(address, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": page.form.querySelector("[name=csrfmiddlewaretoken]").value },
    ...options,
  });

  const send = async (rows, leaving) => {
    const body = new FormData(), sent = new Map();
    for (const row of rows) {
      const work = works.get(row.key), values = row.values;
      sent.set(row.key, { version: work.version, values });
      row.write(body, values);
      // Should the answer get lost, this is how the row may look on the server already.
      if (!work.unsure.some((one) => JSON.stringify(one) === JSON.stringify(values))) {
        work.unsure = [...work.unsure.slice(-4), values];
        keep(row, work);
      }
      row.state = "saving";
    }
    summarise("saving");
    let response;
    try {
      response = await page.post(page.form.dataset.save, body, {
        keepalive: leaving, signal: AbortSignal.timeout?.(PATIENCE),
      });
    } catch {
      return fail(rows, "offline");
    }
    return answered(response, rows, sent);
  };

  const answered = async (response, rows, sent) => {
    if (response.status === 401 || (response.redirected && response.url.includes(page.form.dataset.signIn))) {
      return signedOut(rows);
    }
    if (response.status >= 500 || response.status === 429) return fail(rows, "server");
    let said = null;
    try { said = await response.json(); } catch { /* a page instead of an answer */ }
    if (response.status === 403 && said?.csrf && !rows.renewed) {
      page.takeToken(said.token); // renewed in another tab
      rows.renewed = true;
      return send(rows, false);
    }
    if (response.status === 409) return close(rows, said?.closed ?? []);
    if (!response.ok || !said?.rows) return refuse(rows, response.status);
    connected();
    savedAt = said.saved_at ?? savedAt;
    count(said);
    for (const row of rows) settle(row, sent.get(row.key), said.rows[row.key]);
  };

  const settle = (row, sent, answer) => {
    const work = works.get(row.key);
    if (!answer) { row.state = "pending"; return; }
    if (answer.state === "conflict") { collide(row, work, answer.conflict); return; }
    row.edition = answer.edition;
    work.unsure = [];
    const isLatest = work.version === sent.version;
    if (isLatest) work.isDirty = false;
    if (!isLatest) keep(row, work);
    else if (answer.state !== "error") page.queue.drop(row.key, work.id);
    row.state = isLatest ? (answer.state === "error" ? "error" : "saved") : "pending";
    if (isLatest) row.show(answer);
  };

  // --- when it does not go well ------------------------------------------------------------------------

  const fail = (rows, why) => {
    rows.forEach((row) => { row.state = "pending"; });
    retryAt = Date.now() + RETRIES[Math.min(failures, RETRIES.length - 1)];
    failures += 1;
    page.banner("offline", why === "offline");
    page.banner("server", why === "server");
    summarise();
  };

  const connected = () => {
    if (failures) page.say("Koneksi kembali. Isian terkirim.");
    failures = 0;
    retryAt = 0;
    ["offline", "server", "refused"].forEach((name) => page.banner(name, false));
  };

  const refuse = (rows, code) => {
    rows.forEach((row) => {
      row.state = "unsent";
      works.get(row.key).isDirty = false;
    });
    const why = code === 403 ? "Isian ini bukan milik Anda atau barisnya tidak dibuka."
      : `Permintaan tidak dapat diproses (kode ${code}). Muat ulang halaman, lalu coba lagi.`;
    page.banner("refused", true, why);
  };

  const close = (rows, sentences) => {
    halted = "closed";
    waiting().forEach((row) => { row.state = "unsent"; });
    page.rows.forEach((row) => row.controls.forEach((control) => {
      if (control.tagName === "SELECT") control.disabled = true; else control.readOnly = true;
    }));
    page.form.querySelectorAll(".entry-bar button").forEach((button) => { button.disabled = true; });
    page.banner("closed", true, sentences.join(" "));
    summarise();
  };

  const signedOut = async (rows) => {
    rows.forEach((row) => { row.state = "pending"; });
    halted = "sign-in";
    page.banner("sign-in", true);
    summarise();
    askForSignIn();
  };

  const askForSignIn = async () => {
    if (!await page.signInAgain()) return;
    halted = "";
    page.banner("sign-in", false);
    retryAt = 0;
    flush();
  };

  // Somebody else changed the row, unless what stands there is our own, whose answer got lost.
  const collide = (row, work, conflict) => {
    const theirs = Object.entries(conflict.theirs ?? {});
    const isOurs = work.unsure.some((values) =>
      theirs.every(([field, value]) => page.isSame(values[field], value)));
    if (isOurs && work.version > 0 && row.edition !== String(conflict.edition) && work.retried !== conflict.edition) {
      work.retried = conflict.edition;
      row.edition = conflict.edition;
      work.unsure = [];
      keep(row, work);
      row.state = "pending";
      lastKey = 0;
      return;
    }
    work.conflict = conflict;
    work.unsure = [];
    row.state = "conflict";
    row.ask(conflict, (choice) => {
      work.conflict = null;
      row.edition = conflict.edition;
      if (choice === "theirs") row.put(conflict.theirs ?? {});
      page.touch(row);
      flush();
    });
  };

  // --- words at the foot of the page -------------------------------------------------------------------

  const count = ({ filled, total }) => {
    if (total === undefined) return;
    document.getElementById("entry-filled").textContent = `${filled} dari ${total} baris lengkap`;
  };

  const summarise = (state) => {
    const place = document.getElementById("entry-saved");
    const open = waiting();
    const isAsked = open.some((row) => works.get(row.key).conflict);
    const waits = halted === "closed" ? "unsent" : isAsked ? "conflict" : "pending";
    const now = state ?? (open.length ? waits : "saved");
    if (now === "saved" && !savedAt) return;
    const words = { saved: `Tersimpan ${savedAt}`, pending: `Belum terkirim: ${open.length} baris` }[now];
    if (place.dataset.state === now && place.textContent.trim() === words) return;
    place.dataset.state = now;
    place.replaceChildren(page.chip(now));
    if (words) place.querySelector(".save-state").lastChild.textContent = words;
  };

  // --- what came before, and what comes after ------------------------------------------------------------

  // Typed on an earlier visit and never acknowledged: put back, and sent again.
  page.restore = () => {
    let isAny = false;
    for (const [key, entry] of page.queue.all()) {
      const row = page.rows.get(key);
      if (!row || works.get(key)?.isDirty) continue;
      if (row.holds(entry.values)) { page.queue.drop(key); continue; }
      row.put(entry.values);
      row.edition = entry.edition;
      const work = workOf(row);
      work.unsure = entry.unsure ?? [];
      page.touch(row);
      isAny = true;
    }
    if (!isAny) return;
    page.banner("restored", true);
    flush();
  };

  page.startSaving = () => {
    document.querySelector("[data-sign-in-again]").addEventListener("click", askForSignIn);
    window.addEventListener("online", () => { if (sendable().length) { retryAt = 0; flush(); } else connected(); });
    window.addEventListener("offline", () => page.banner("offline", true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") flush({ leaving: true });
    });
    window.addEventListener("beforeunload", (event) => {
      const isUnkept = !document.querySelector("[data-banner=unkept]").hidden;
      if (isUnkept && waiting().length) event.preventDefault();
    });
    document.querySelector("[data-copy-unsent]").addEventListener("click", () => page.copyText(
      waiting().flatMap((row) => [...row.controls].filter(([, control]) => control.value.trim())
        .map(([field, control]) => `${row.name}\t${row.label(field)}\t${control.value}`)).join("\n"),
    ));
    if (navigator.onLine === false) page.banner("offline", true);
  };
  page.saveNow = flush;
})();
