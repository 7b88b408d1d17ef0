// The rows of the entry page: their inputs, what the server says of them, and their state in a word.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const parts = document.getElementById("entry-parts");
  const part = (name) => parts.querySelector(`[data-part="${name}"]`).content.cloneNode(true);
  const plain = (text) => String(text ?? "").replace(/\r\n?/g, "\n").trim();

  page.chip = (state) => parts.querySelector(`[data-state="${state}"]`).content.cloneNode(true);
  page.isSame = (one, other) => plain(one) === plain(other);
  page.say = (text) => { document.getElementById("live").textContent = text; };
  page.banner = (name, on, why = "") => {
    const banner = document.querySelector(`[data-banner="${name}"]`);
    if (banner.hidden !== on) { if (on && why) banner.querySelector("[data-why]").textContent = why; return; }
    banner.hidden = !on;
    if (on && why) banner.querySelector("[data-why]").textContent = why;
    if (on) page.say(banner.querySelector("p").innerText);
  };

  const headings = (control) => control.labels?.[0]?.innerText.trim() || control.name;
  const worded = (control, value) => {
    const option = control?.options && [...control.options].find((one) => one.value === value);
    return option ? option.text : value;
  };

  class Row {
    constructor(body) {
      this.body = body;
      this.key = body.dataset.row;
      this.name = body.dataset.name;
      this.answer = null; // what the server said last
    }

    // Every input but the version and the files, by the name of its field.
    get controls() {
      const found = this.body.querySelectorAll(`[name^="${this.key}-"]:not([type=file])`);
      const named = [...found].map((control) => [control.name.slice(this.key.length + 1), control]);
      return new Map(named.filter(([field]) => field !== "edition"));
    }

    get versionInput() { return this.body.querySelector(`[name="${this.key}-edition"]`); }
    get edition() { return this.versionInput.value; }
    set edition(edition) { if (edition !== undefined) this.versionInput.value = edition; }

    get values() {
      return Object.fromEntries([...this.controls].map(([field, control]) => [field, control.value]));
    }

    // Whether something differs from what the page came with.
    get isTyped() {
      return [...this.controls.values()].some((control) => (control.options
        ? [...control.options].some((one) => one.defaultSelected && !one.selected)
        : control.value !== control.defaultValue));
    }

    put(values) {
      const controls = this.controls;
      for (const [field, value] of Object.entries(values)) {
        const control = controls.get(field);
        if (control && control.value !== value) control.value = value;
      }
    }

    holds(values) {
      const own = this.values;
      return Object.entries(values).every(([field, value]) => page.isSame(own[field], value));
    }

    write(body, values = this.values) {
      for (const [field, value] of Object.entries(values)) body.append(`${this.key}-${field}`, value);
      body.append(`${this.key}-edition`, this.edition);
    }

    label(field) {
      const control = this.controls.get(field);
      return control ? headings(control) : this.name;
    }

    set state(state) {
      if (this.body.dataset.state === state) return;
      this.body.dataset.state = state;
      this.body.querySelector(".entry-state").replaceChildren(page.chip(state));
    }

    get state() { return this.body.dataset.state ?? ""; }

    // The figures that the server made of what is typed; complaints wait until the row is left.
    show(answer, { quiet = false } = {}) {
      this.answer = answer;
      this.#figures(answer);
      if (!quiet) this.tell();
    }

    tell() {
      if (!this.answer) return;
      if (this.answer.needs_words && !this.isAsked) this.open(); // once: whoever folds it again may
      this.isAsked = this.answer.needs_words;
      this.#errors(this.answer.errors ?? {});
      this.#warnings(this.answer.warnings ?? []);
      this.#settle();
    }

    open() {
      const more = this.body.querySelector(".entry-more");
      if (!more) return;
      more.open = true;
      this.body.classList.remove("is-folded");
    }

    #figures(answer) {
      const set = (name, text) => {
        const place = this.body.querySelector(`.${name}`);
        if (place && text !== undefined) place.textContent = text ?? "";
      };
      const share = answer.share ?? answer.achievement;
      if (share !== undefined) set("entry-achievement", share || "–");
      set("entry-rating", answer.rating);
      const total = answer.total && answer.total !== "–" ? `${answer.total} dari pagu` : "";
      set("entry-working", answer.total === undefined ? answer.working : total);
      const controls = this.controls;
      this.body.querySelectorAll("[data-echo]").forEach((echo) => {
        const read = answer.shown?.[echo.dataset.echo];
        const typed = controls.get(echo.dataset.echo)?.value ?? "";
        const text = read && typed.trim() && !page.isSame(read, typed) ? `dibaca ${read}` : "";
        if (echo.textContent !== text) echo.textContent = text;
      });
    }

    #errors(errors) {
      const box = this.body.querySelector(".entry-errors");
      const said = [];
      for (const [field, control] of this.controls) {
        const sentences = errors[field] ?? [];
        const id = `${control.id}_error`;
        control.classList.toggle("is-invalid", sentences.length > 0);
        if (sentences.length) {
          control.setAttribute("aria-invalid", "true");
          control.setAttribute("aria-describedby", id);
        } else {
          control.removeAttribute("aria-invalid");
          if (control.getAttribute("aria-describedby") === id) control.removeAttribute("aria-describedby");
        }
        said.push(...sentences.map((sentence) => [id, sentence]));
      }
      said.push(...(errors.__all__ ?? []).map((sentence) => ["", sentence]));
      box.replaceChildren(...said.map(([id, sentence]) => {
        const line = document.createElement("p");
        line.className = "invalid-feedback d-block";
        if (id) line.id = id;
        line.textContent = sentence;
        return line;
      }));
    }

    // A reason that is being typed stays where it is.
    #warnings(warnings) {
      const box = this.body.querySelector(".entry-warnings");
      const standing = new Map([...box.children].map((line) => [line.dataset.rule, line]));
      for (const { rule, sentence, reason, field } of warnings) {
        let line = standing.get(rule);
        standing.delete(rule);
        if (!line) {
          box.append(part("warning"));
          line = box.lastElementChild;
          line.dataset.rule = rule;
          const input = line.querySelector("input");
          input.name = field;
          input.id = `id_${field}`;
          input.value = reason ?? "";
        }
        const place = line.querySelector("[data-sentence]");
        if (place.textContent !== sentence) place.textContent = sentence;
      }
      standing.forEach((line) => { if (!line.contains(document.activeElement)) line.remove(); });
    }

    // Both values side by side, and a choice; `decide` gets "mine" or "theirs".
    ask(conflict, decide) {
      const box = this.body.querySelector(".entry-conflict");
      box.replaceChildren(part("conflict"));
      box.querySelector("[data-sentence]").textContent =
        `Baris ini sudah diubah di tempat lain oleh ${conflict.who || "orang lain"}` +
        `${conflict.at ? ` pukul ${conflict.at}` : ""}. Pilih isian yang dipakai.`;
      const controls = this.controls;
      const own = this.values;
      box.querySelector("tbody").replaceChildren(...Object.entries(conflict.theirs ?? {})
        .filter(([field, value]) => controls.has(field) && !page.isSame(own[field], value))
        .map(([field, value]) => page.tableRow([
          this.label(field), worded(controls.get(field), own[field]) || "(kosong)",
          worded(controls.get(field), value) || "(kosong)",
        ])));
      box.onclick = (event) => {
        const choice = event.target.closest("[data-take]")?.dataset.take;
        if (!choice) return;
        box.hidden = true;
        box.replaceChildren();
        this.#settle();
        decide(choice);
      };
      box.hidden = false;
      this.#settle();
      page.say(box.querySelector("[data-sentence]").textContent);
    }

    #settle() {
      const flags = this.body.querySelector(".row-flags");
      flags.hidden = !flags.querySelector(
        ".row-note, .entry-errors > *, .entry-warnings > *, .entry-conflict:not([hidden])"
      );
    }
  }

  page.tableRow = (cells, classes = []) => {
    const row = document.createElement("tr");
    cells.forEach((text, number) => {
      const cell = row.appendChild(document.createElement(number ? "td" : "th"));
      if (!number) cell.scope = "row";
      if (classes[number]) cell.className = classes[number];
      cell.textContent = text;
    });
    return row;
  };

  page.rowsOf = (form) => {
    const rows = [...form.querySelectorAll("[data-row]")].map((body) => new Row(body));
    return new Map(rows.map((row) => [row.key, row]));
  };
})();
