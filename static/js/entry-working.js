// The working of a row while it is typed, from the server's own function: nothing is computed here.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const PAUSE = 300;
  const WORDS = new Set(["obstacle", "support", "follow_up"]);
  const asked = new Map(); // key → the question under way

  const ask = async (row) => {
    asked.get(row.key)?.abort.abort();
    const question = { abort: new AbortController() };
    asked.set(row.key, question);
    const body = new FormData();
    row.write(body);
    try {
      const response = await page.post(page.form.dataset.try, body, { signal: question.abort.signal });
      if (!response.ok || response.redirected) return;
      const answer = (await response.json()).rows?.[row.key];
      if (!answer || answer.state === "conflict" || asked.get(row.key) !== question) return;
      const isInside = row.body.contains(document.activeElement);
      row.show(answer, { quiet: isInside });
    } catch { /* aborted, or no connection: saving tells about that */ }
  };

  const timers = new Map();
  page.tryOut = (row, field) => {
    if (WORDS.has(field)) return;
    clearTimeout(timers.get(row.key));
    timers.set(row.key, setTimeout(() => ask(row), PAUSE));
  };

  // What would come of values that are not on the page yet; null when the server cannot be asked.
  page.tryValues = async (proposals) => {
    const body = new FormData();
    proposals.forEach(({ row, values }) => row.write(body, { ...row.values, ...values }));
    try {
      const response = await page.post(page.form.dataset.try, body);
      return response.ok && !response.redirected ? (await response.json()).rows : null;
    } catch { return null; }
  };
})();
