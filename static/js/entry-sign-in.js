// Signing in again without leaving the page, after the session has ended.
(() => {
  "use strict";
  const page = (window.entryPage ??= {});
  const dialog = document.getElementById("entry-sign-in");
  const complaint = dialog.querySelector("[data-error]");
  const reader = new DOMParser();
  let asking = null;

  const fetched = async (address, options = {}) => {
    const response = await fetch(address, { credentials: "same-origin", ...options });
    return { response, html: reader.parseFromString(await response.text(), "text/html") };
  };
  const tokenIn = (html) => html.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const button = (html) => html.querySelector(`button[name=person][value="${page.form.dataset.person}"]`);

  page.takeToken = (token) => {
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };

  // A new session brings a new token; another person's session must not send this person's entries.
  const adopt = (html) => {
    const form = html.querySelector("form.entry");
    if (!form || form.dataset.person !== page.form.dataset.person) return false;
    page.takeToken(tokenIn(form));
    return true;
  };

  const enter = async () => {
    const door = await fetched(page.form.dataset.signIn);
    if (door.response.redirected) return fetched(location.pathname); // signed in again in another tab
    const body = new URLSearchParams({ csrfmiddlewaretoken: tokenIn(door.html), next: location.pathname });
    if (button(door.html)) {
      body.set("person", page.form.dataset.person);
      return fetched(page.form.dataset.demoSignIn, { method: "POST", body });
    }
    body.set("username", dialog.querySelector("#entry-user").value);
    body.set("password", dialog.querySelector("#entry-password").value);
    return fetched(page.form.dataset.signIn, { method: "POST", body });
  };

  const refusal = ({ response, html }) => {
    if (html.querySelector("form.entry")) {
      return "Anda masuk sebagai orang lain. Masuklah dengan akun yang mengisi lembar ini.";
    }
    const said = [...html.querySelectorAll(".error-summary li")].map((line) => line.textContent.trim());
    return said.join(" ") || `Belum dapat masuk (kode ${response.status}). Coba sekali lagi.`;
  };

  const attempt = async () => {
    complaint.textContent = "";
    try {
      const answer = await enter();
      if (adopt(answer.html)) { dialog.close("in"); return; }
      complaint.textContent = refusal(answer);
    } catch {
      complaint.textContent = "Koneksi terputus. Coba sekali lagi setelah tersambung.";
    }
  };

  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value === "later") return;
    event.preventDefault();
    attempt();
  });

  // Resolves to true once the same person is signed in again, to false when they put it off.
  page.signInAgain = () => {
    asking ??= new Promise((resolve) => {
      dialog.returnValue = "";
      complaint.textContent = "";
      fetched(page.form.dataset.signIn).then(({ html }) => {
        const isDemo = Boolean(button(html));
        dialog.querySelector("[data-with-password]").hidden = isDemo;
        dialog.querySelector("[value=in]").textContent =
          isDemo ? `Masuk sebagai ${page.form.dataset.personName}` : "Masuk";
      }).catch(() => {});
      dialog.showModal();
      dialog.querySelector("#entry-password").focus();
      dialog.addEventListener("close", () => {
        dialog.querySelector("#entry-password").value = "";
        asking = null;
        resolve(dialog.returnValue === "in");
      }, { once: true });
    });
    return asking;
  };
})();
