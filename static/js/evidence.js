// Evidence of a row, added without saving the page: chosen, dropped or photographed files, links, earlier proofs.
(() => {
  "use strict";
  const MOST_BYTES = 10 * 1024 * 1024;
  const waiting = new WeakMap(); // box → files that did not arrive
  let busy = 0;
  document.documentElement.classList.add("evidence-ready");

  const boxOf = (target) => target.closest?.("[data-evidence]")
    ?? target.closest?.("[data-row]")?.querySelector("[data-evidence]") ?? null;
  const prefix = (box) => `evidence-${box.dataset.evidence}`;
  const token = () => document.querySelector("form [name=csrfmiddlewaretoken]").value;

  const tell = (box, words, tone = "") => {
    const place = box.querySelector(".evidence-state");
    place.textContent = words;
    place.dataset.tone = tone;
  };
  const complain = (box, sentences) => {
    const place = box.querySelector("[data-swap=upload-errors]");
    for (const sentence of sentences) {
      const line = place.appendChild(document.createElement("p"));
      line.className = "invalid-feedback d-block mb-0";
      line.textContent = sentence;
    }
  };

  // --- one request -----------------------------------------------------------------------------------------

  const post = (box, body, progress) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", box.dataset.url);
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(Math.floor((100 * event.loaded) / event.total));
    });
    request.addEventListener("loadend", () => resolve({
      status: request.status,
      isPage: new URL(request.responseURL || box.dataset.url, location.href).pathname !== box.dataset.url,
      text: request.responseText,
    }));
    busy += 1;
    request.send(body);
  }).finally(() => { busy -= 1; });

  // Why nothing was taken; "" when the answer is the row's part of the page.
  const refusal = ({ status, isPage }) => {
    if (status === 0) return "Koneksi terputus. Bukti belum terkirim.";
    if (isPage) return "Anda sudah keluar. Masuk kembali di tab lain, lalu kirim lagi.";
    if (status === 409 || status === 404) return "Isian ini sudah ditutup, bukti tidak ditambahkan. Muat ulang halaman.";
    if (status === 403) return "Bukti tidak dapat ditambahkan pada baris ini. Muat ulang halaman, lalu coba lagi.";
    if (status === 413) return "Berkas terlalu besar untuk dikirim. Kecilkan lalu unggah kembali.";
    return status === 200 || status === 422 ? "" : `Bukti belum terkirim (kode ${status}). Coba lagi sebentar lagi.`;
  };

  // Put the answer in place, part by part: what is being typed beside it stays.
  const show = (box, text, parts) => {
    const answer = new DOMParser().parseFromString(text, "text/html").querySelector("[data-evidence]");
    for (const name of parts) {
      const [old, fresh] = [box, answer].map((one) => one.querySelector(`[data-swap="${name}"]`));
      const hadFocus = old.contains(document.activeElement);
      old.replaceChildren(...fresh.childNodes);
      if (hadFocus) box.querySelector("input[type=file]").focus();
    }
    box.dataset.count = answer.dataset.count;
    const count = box.closest("[data-row]")?.querySelector("[data-evidence-count]");
    if (count) count.textContent = Number(box.dataset.count) ? `(${box.dataset.count})` : "";
    const page = window.entryPage, row = page?.rows?.get(box.dataset.evidence);
    if (row) page.tryOut?.(row, "evidence"); // a warning that nothing proves the row may be over
    return answer;
  };

  // --- files -----------------------------------------------------------------------------------------------

  const unfold = (box) => {
    const more = box.closest("details") ?? box.closest("[data-row]")?.querySelector("details.entry-more");
    if (more) more.open = true;
  };

  // One by one, so that each has its word and a bad one stops no other.
  const send = async (box, files) => {
    unfold(box);
    box.querySelector("[data-again]").hidden = true;
    box.querySelector("[data-swap=upload-errors]").replaceChildren();
    const added = [];
    for (const [number, file] of files.entries()) {
      if (file.size > MOST_BYTES) {
        complain(box, [`“${file.name}”: Berkas lebih besar dari 10 MB. Kecilkan lalu unggah kembali.`]);
        continue;
      }
      tell(box, `Mengunggah “${file.name}”…`, "busy");
      const body = new FormData();
      body.append(`${prefix(box)}-upload`, file, file.name);
      const answer = await post(box, body, (percent) => tell(box, `Mengunggah “${file.name}”… ${percent} %`, "busy"));
      const why = refusal(answer);
      if (why) { keep(box, files.slice(number), why); return; }
      const said = show(box, answer.text, ["list", "earlier"]);
      if (answer.status === 200) added.push(`“${file.name}”`);
      else complain(box, [...said.querySelectorAll("[data-swap=upload-errors] p")].map((line) => line.textContent.trim()));
    }
    tell(box, added.length ? `${added.join(", ")} ditambahkan.` : "Tidak ada berkas yang ditambahkan.", added.length ? "good" : "bad");
  };

  const keep = (box, files, why) => {
    waiting.set(box, files);
    box.querySelector("[data-again]").hidden = false;
    tell(box, why, "bad");
  };

  document.addEventListener("change", (event) => {
    const input = event.target;
    const box = input.type === "file" && input.closest("[data-evidence]");
    if (!box || !input.files.length) return;
    const files = [...input.files];
    input.value = ""; // sent here, and not a second time with the page
    send(box, files);
  });

  // --- links and earlier evidence --------------------------------------------------------------------------

  const add = async (box, name) => {
    const inputs = name === "link" ? [...box.querySelectorAll(".evidence-link input")]
      : [...box.querySelectorAll(".evidence-earlier input:checked")];
    if (!inputs.some((input) => input.value.trim())) {
      tell(box, name === "link" ? "Tempelkan alamat tautannya terlebih dahulu." : "Pilih dahulu bukti yang dipakai.", "bad");
      (name === "link" ? inputs[0] : box.querySelector(".evidence-earlier input")).focus();
      return;
    }
    const body = new FormData();
    inputs.forEach((input) => body.append(input.name, input.value));
    tell(box, "Menyimpan…", "busy");
    const answer = await post(box, body, () => {});
    const why = refusal(answer);
    if (why) { tell(box, why, "bad"); return; }
    show(box, answer.text, ["list", "earlier", ...(name === "link" ? ["link-errors"] : [])]);
    if (name === "link") {
      inputs.forEach((input) => {
        if (answer.status === 200) input.value = "";
        input.classList.toggle("is-invalid", answer.status !== 200 && input === inputs[0]);
      });
    }
    tell(box, answer.status === 200 ? "Bukti ditambahkan." : "Bukti belum ditambahkan.", answer.status === 200 ? "good" : "bad");
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-again]");
    const box = button?.closest("[data-evidence]");
    if (!box) return;
    event.preventDefault();
    if (button.dataset.add) add(box, button.dataset.add);
    else send(box, waiting.get(box) ?? []);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.(".evidence-link input")) return;
    event.preventDefault();
    add(event.target.closest("[data-evidence]"), "link");
  });

  // --- drag and drop ---------------------------------------------------------------------------------------

  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (box) => {
    document.querySelectorAll(".is-drop").forEach((one) => one.classList.remove("is-drop"));
    (box?.closest("[data-row]") ?? box)?.classList.add("is-drop");
  };
  // Also beside the rows: a browser that opens the file would leave the page and what is typed in it.
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const box = boxOf(event.target);
    event.dataTransfer.dropEffect = box ? "copy" : "none";
    mark(box);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(null);
    const box = boxOf(event.target);
    if (box) send(box, [...event.dataTransfer.files]);
  });

  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
