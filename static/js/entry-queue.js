// What was typed and is not yet acknowledged, kept in this browser until it is.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const ROOT = "kinerja-isian:";
  const KEPT_DAYS = 60;
  const LARGEST = 40_000; // characters of one row; words have at most 4,000 each

  const store = () => { try { return window.localStorage; } catch { return null; } };

  const read = (text) => { try { return JSON.parse(text); } catch { return null; } };

  // Left behind by somebody who never came back.
  const prune = (kept, now) => {
    for (const name of Object.keys(kept)) {
      if (!name.startsWith(ROOT)) continue;
      const at = read(kept.getItem(name))?.at ?? 0;
      if (now - at > KEPT_DAYS * 86_400_000) kept.removeItem(name);
    }
  };

  page.queueOf = (person, task) => {
    const prefix = `${ROOT}${person}:${task}:`;
    const kept = store();
    try { if (kept) prune(kept, Date.now()); } catch { /* nothing to tidy up */ }
    return {
      // Whether the row is safe in this browser; a private window or a full store says no.
      put(key, entry) {
        const text = JSON.stringify({ ...entry, at: Date.now() });
        if (!kept || text.length > LARGEST) return false;
        try { kept.setItem(prefix + key, text); return true; } catch { return false; }
      },
      // Another tab may have written the row meanwhile: only what this tab wrote goes away.
      drop(key, id) {
        try {
          const entry = read(kept?.getItem(prefix + key));
          if (entry && (!id || entry.id === id)) kept.removeItem(prefix + key);
        } catch { /* nothing was kept */ }
      },
      all() {
        try {
          const names = Object.keys(kept ?? {}).filter((name) => name.startsWith(prefix));
          return names.map((name) => [name.slice(prefix.length), read(kept.getItem(name))])
            .filter(([, entry]) => entry && typeof entry.values === "object" && entry.values);
        } catch { return []; }
      },
    };
  };
})();
