// Extras for answering. Everything here also works without: the form posts, the server decides.
"use strict";
(() => {
  const form = document.getElementById("answers");
  if (!form) return;
  const state = document.getElementById("save-state");
  const key = `faceta:${form.dataset.person}:${location.pathname}`;
  const skipped = new Set(["csrfmiddlewaretoken", "from"]);

  // --- Words are kept in this browser until the server has said that they are saved.
  const words = () => [...new FormData(form)].filter(([name]) => !skipped.has(name));
  const comparable = (entries) => JSON.stringify(entries.filter(([name]) => name !== "revision"));
  const atStart = comparable(words());
  const keep = () => { try { localStorage.setItem(key, JSON.stringify(words())); } catch { /* private mode */ } };
  const forget = () => localStorage.removeItem(key);

  const put = (entries) => {
    for (const field of form.elements) {
      if (!field.name || skipped.has(field.name) || field.tagName === "BUTTON") continue;
      const values = entries.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
  };

  // The server names the section whose words it has taken over with a button (not by autosave).
  const saved = document.cookie.match(/(?:^|; )saved_section=([\w-]+)/);
  if (saved) {
    const folder = location.pathname.replace(/[^/]+\/$/, "");
    localStorage.removeItem(`faceta:${form.dataset.person}:${folder}${saved[1]}/`);
    document.cookie = `saved_section=; path=${folder}; max-age=0; samesite=lax`;
  }

  const restore = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { forget(); }
    if (!kept || form.querySelector(".versions, .summary-of-errors")) return;
    if (comparable(kept) === atStart) return forget();
    put(kept);
    state.textContent = form.dataset.restored;
    htmx.trigger(form, "retry");
  };

  // --- Saving: say what happens; try again when the connection is back.
  let inFlight = 0, waiting = null, lastSent = "", retry = 0, leaving = false;
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    inFlight += 1;
    lastSent = comparable(words());
    state.textContent = form.dataset.saving;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    inFlight -= 1;
    if (event.detail.successful && comparable(words()) === lastSent) forget();
    else if (!event.detail.successful && ![401, 409, 422].includes(event.detail.xhr.status)) {
      const offline = event.detail.xhr.status === 0;
      state.textContent = offline ? form.dataset.offline : form.dataset.refused;
      if (offline) { clearTimeout(retry); retry = setTimeout(() => htmx.trigger(form, "retry"), 10000); }
    }
    if (waiting && !inFlight) { const button = waiting; waiting = null; form.requestSubmit(button); }
  });
  window.addEventListener("online", () => { if (localStorage.getItem(key)) htmx.trigger(form, "retry"); });

  // A button pressed while a save is on its way waits for it, so that nobody conflicts with themselves.
  form.addEventListener("submit", (event) => {
    if (inFlight && event.submitter) { event.preventDefault(); waiting = event.submitter; return; }
    if (leaving) { event.preventDefault(); return; }
    keep();
    leaving = true;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.querySelector("[data-discard]")?.addEventListener("click", forget);

  // --- Times in the reader's own time zone.
  const localTimes = () => {
    for (const time of form.querySelectorAll("time[datetime]")) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang);
    }
  };
  localTimes();
  document.body.addEventListener("htmx:afterSettle", localTimes);

  // --- "None of these" and the others exclude each other.
  for (const box of form.querySelectorAll("input[data-exclusive]")) {
    box.addEventListener("change", () => {
      if (!box.checked) return;
      const isNone = box.value === box.dataset.exclusive;
      for (const other of form.querySelectorAll(`input[name="${box.name}"]`)) {
        if (other !== box && (isNone || other.value === box.dataset.exclusive)) other.checked = false;
      }
    });
  }

  // --- Ranking: a place taken from another item leaves that one with the place given up.
  for (const ranking of form.querySelectorAll("[data-ranking]")) {
    const rows = [...ranking.querySelectorAll(".rank")];
    const placeOf = (row) => row.querySelector("input:checked")?.value ?? "";
    const set = (row, place) => { row.querySelector(`input[value="${place}"]`).checked = true; };
    const places = new Map(rows.map((row) => [row, placeOf(row)]));
    const note = () => rows.forEach((row) => places.set(row, placeOf(row)));
    ranking.addEventListener("change", (event) => {
      const row = event.target.closest(".rank");
      const before = places.get(row), now = event.target.value;
      const other = rows.find((each) => each !== row && placeOf(each) === now && now);
      if (other) set(other, before);
      note();
    });
    for (const row of rows) makeDraggable(row, rows, (order) => {
      order.forEach((each, index) => set(each, String(index + 1)));
      note();
      row.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Dragging by the handle puts all items in order, with mouse or pen or finger.
  function makeDraggable(row, rows, done) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.setAttribute("aria-hidden", "true");
    row.append(handle);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      row.classList.add("dragged");
      const list = row.parentElement;
      const move = (moved) => {
        const others = [...list.children].filter((each) => each !== row);
        const next = others.find((each) => {
          const box = each.getBoundingClientRect();
          return moved.clientY < box.top + box.height / 2;
        });
        list.insertBefore(row, next ?? null);
      };
      const end = () => {
        row.classList.remove("dragged");
        handle.removeEventListener("pointermove", move);
        done([...list.children].filter((each) => rows.includes(each)));
      };
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", end, { once: true });
    });
  }

  // --- The list of sections is open where there is room.
  const list = document.querySelector("[data-open-wide]");
  if (list && matchMedia("(min-width: 60rem)").matches) list.open = true;
  form.querySelector(".summary-of-errors, .versions")?.focus();
  document.addEventListener("DOMContentLoaded", restore);
})();
