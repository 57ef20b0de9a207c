// Small behaviours of every page. No inline script anywhere: elements say what they want by data-*.
(() => {
  "use strict";

  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const search = document.querySelector("[data-global-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });

    const toggle = event.target.closest("[data-toggle-nav]");
    if (toggle) {
      const open = document.getElementById("side").classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(open));
    }

    if (event.target.closest("[data-print]")) window.print();

    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const source = document.getElementById(copy.dataset.copy);
      const tell = () => { copy.textContent = copy.dataset.copied; };
      source.select();
      if (navigator.clipboard) navigator.clipboard.writeText(source.value).then(tell, () => {});
      else if (document.execCommand("copy")) tell();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  // An empty filter does not belong in the address: it would make two addresses of one list.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-tidy]")) return;
    for (const field of event.target.elements) {
      if (field.name && field.value === "" && !field.disabled) {
        field.disabled = true;
        window.setTimeout(() => { field.disabled = false; }, 0);
      }
    }
  });

  // Named views of a list are kept in this browser; each is only a name and an address.
  const views = {
    key: () => `views:${window.location.pathname}`,
    read: () => JSON.parse(window.localStorage.getItem(views.key()) || "[]"),
    write: (list) => window.localStorage.setItem(views.key(), JSON.stringify(list)),
  };

  const drawViews = (box) => {
    box.querySelectorAll("[data-own-view]").forEach((chip) => chip.remove());
    views.read().forEach((view, index) => {
      const item = document.createElement("li");
      item.dataset.ownView = "";
      const link = document.createElement("a");
      link.className = "chip";
      link.href = window.location.pathname + view.query;
      link.textContent = view.name;
      if (view.query === window.location.search) link.setAttribute("aria-current", "true");
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "btn-link";
      drop.textContent = "×";
      drop.setAttribute("aria-label", `${box.dataset.dropLabel} ${view.name}`);
      drop.addEventListener("click", () => {
        views.write(views.read().filter((_, at) => at !== index));
        drawViews(box);
      });
      item.append(link, drop);
      box.querySelector("[data-save-view]").closest("li").before(item);
    });
  };

  document.querySelectorAll("[data-saved-views]").forEach((box) => {
    drawViews(box);
    box.querySelector("[data-save-view]").addEventListener("click", () => {
      const name = window.prompt(box.dataset.nameLabel);
      if (!name || !name.trim()) return;
      views.write([...views.read(), { name: name.trim().slice(0, 40), query: window.location.search }]);
      drawViews(box);
    });
  });

  if (window.matchMedia("(max-width: 860px)").matches) {
    document.querySelectorAll("[data-close-on-phone]").forEach((box) => { box.open = false; });
  }

  document.querySelectorAll("[data-focus-on-load]").forEach((el) => el.focus());

  // A file can be dropped on its frame; the form then goes the same way as with the button.
  document.querySelectorAll("[data-drop]").forEach((frame) => {
    const input = frame.querySelector("input[type=file]");
    const name = frame.querySelector("[data-drop-name]");
    const show = () => {
      const file = input.files[0];
      name.textContent = file ? `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB` : "";
      frame.classList.toggle("has-file", Boolean(file));
    };
    input.addEventListener("change", show);
    ["dragenter", "dragover"].forEach((kind) => frame.addEventListener(kind, (event) => {
      event.preventDefault();
      frame.classList.add("is-over");
    }));
    ["dragleave", "drop"].forEach((kind) => frame.addEventListener(kind, () => {
      frame.classList.remove("is-over");
    }));
    frame.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  });

  // A question that only follows from another answer stays away until that answer is given.
  const asked = (form) => form.querySelectorAll("[data-only-if]").forEach((box) => {
    const [name, wanted] = box.dataset.onlyIf.split("=");
    const given = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].some((input) => (
      /^(radio|checkbox)$/.test(input.type) ? input.checked && input.value === wanted : input.value === wanted
    ));
    box.hidden = !given;
  });

  document.querySelectorAll("form").forEach((form) => {
    if (!form.querySelector("[data-only-if]")) return;
    asked(form);
    form.addEventListener("change", () => asked(form));
  });

  // A chosen paper goes up at once; one that is too large is told before it travels.
  document.addEventListener("change", (event) => {
    const form = event.target.matches("input[type=file]") && event.target.closest("form[data-upload]");
    if (!form || !event.target.files.length) return;
    const refusal = form.querySelector("[data-upload-refusal]");
    const large = event.target.files[0].size > Number(form.dataset.mostBytes);
    refusal.hidden = !large;
    refusal.textContent = large ? form.dataset.tooLarge : "";
    if (large) event.target.value = "";
    else form.requestSubmit();
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const meter = event.target.querySelector && event.target.querySelector("[data-upload-meter]");
    if (meter && event.detail.lengthComputable) {
      meter.hidden = false;
      meter.value = (100 * event.detail.loaded) / event.detail.total;
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const meter = event.target.querySelector && event.target.querySelector("[data-upload-meter]");
    if (meter) meter.hidden = true;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const heading = event.target.querySelector && event.target.querySelector("[data-focus-after-swap]");
    if (heading) heading.focus();
  });

  // A request without an answer says so, instead of leaving the page as if nothing had happened.
  const failed = document.getElementById("request-failed");
  if (failed) {
    ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((kind) => {
      document.addEventListener(kind, () => {
        failed.hidden = false;
        failed.scrollIntoView({ block: "nearest" });
      });
    });
    document.addEventListener("htmx:afterSwap", () => { failed.hidden = true; });
  }

  // A page that answers 4xx or 5xx to a partial request still has something to say.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400 && event.detail.xhr.getResponseHeader("X-Fragment")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
