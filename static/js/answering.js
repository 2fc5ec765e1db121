// Extras for answering. Everything here also works without: the form posts, the server decides.
"use strict";
(() => {
  const form = document.getElementById("answers");
  if (!form) return;
  const state = document.getElementById("save-state");
  const key = faceta.keyOf(location.pathname);
  const skipped = new Set(["csrfmiddlewaretoken", "from"]);
  const drawnWith = new Set(["loaded", "page", "turn"]);

  // --- Words are kept in this browser until the server has said that they are saved.
  const words = () => [...new FormData(form)].filter(([name]) => !skipped.has(name));
  const comparable = (entries) => JSON.stringify(entries.filter(([name]) => !drawnWith.has(name)));
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

  const restore = () => {
    if ("unsaved" in form.dataset) { keep(); htmx.trigger(form, "retry"); return; } // the server gave them back
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { forget(); }
    if (!kept || form.querySelector(".versions, .summary-of-errors")) return;
    if (comparable(kept) === atStart) return forget();
    put(kept);
    state.textContent = form.dataset.restored;
    htmx.trigger(form, "retry");
  };

  // --- Screen readers hear the first save and every trouble; the time of each save stands there to be read.
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  form.append(spoken);
  const say = (words) => { spoken.textContent = ""; setTimeout(() => { spoken.textContent = words; }, 50); };
  let saidSaved = false;
  const tellState = (words) => { state.textContent = words; say(words); };
  document.body.addEventListener("htmx:afterSettle", () => {
    const trouble = state.querySelector(".trouble, .news");
    if (trouble) say(trouble.textContent);
    else if (!saidSaved && state.querySelector(".saved")) { saidSaved = true; say(form.dataset.saved); }
  });
  // What happened to one question is said, and stands, below it.
  const sayAt = (question, words) => {
    let told = question.querySelector("[role=status]");
    if (!told) { told = document.createElement("p"); told.className = "told"; told.setAttribute("role", "status"); question.append(told); }
    setTimeout(() => { told.textContent = words; }, 50);
  };

  // --- Saving: say what happens; try again when the connection is back.
  let inFlight = 0, waiting = null, lastSent = "", retry = 0, leaving = false;
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  // The page counts what it sends: a save that comes late is known for what it is.
  const count = () => { form.elements.turn.value = Number(form.elements.turn.value || 0) + 1; };
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form) return;
    count();
    event.detail.parameters.turn = form.elements.turn.value;
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (leaving) { event.preventDefault(); return; } // the button sends everything
    inFlight += 1;
    clearTimeout(retry);
    lastSent = comparable(words());
    state.textContent = form.dataset.saving;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    inFlight -= 1;
    faceta.line.lost = event.detail.xhr.status === 0;
    if (event.detail.successful && comparable(words()) === lastSent) forget();
    else if (!event.detail.successful && ![401, 409, 422].includes(event.detail.xhr.status)) {
      const offline = event.detail.xhr.status === 0;
      tellState(offline ? form.dataset.offline : form.dataset.refused);
      if (offline) { clearTimeout(retry); retry = setTimeout(() => htmx.trigger(form, "retry"), 10000); }
    }
    if (waiting && !inFlight) { const button = waiting; waiting = null; form.requestSubmit(button); }
  });
  window.addEventListener("online", () => { if (localStorage.getItem(key)) htmx.trigger(form, "retry"); });

  // A button pressed while a save is on its way waits for it, so that nobody conflicts with themselves.
  form.addEventListener("submit", (event) => {
    const again = waiting === event.submitter; // pressed twice: do not wait any longer
    if (inFlight && event.submitter && !again) { event.preventDefault(); waiting = event.submitter; return; }
    if (leaving) { event.preventDefault(); return; }
    keep();
    if (faceta.line.lost) {
      event.preventDefault();
      faceta.line.look().then((found) => { if (found) form.requestSubmit(event.submitter); else tellState(form.dataset.offline); });
      return;
    }
    count();
    leaving = true;
  });

  // "Clear this answer" without leaving the page: the focus stays, and it is said.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=clear]");
    if (!button || form.matches("[hx-trigger=never]")) return;
    event.preventDefault();
    const question = button.closest(".question");
    for (const field of question.querySelectorAll("input, select, textarea")) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = field.type === "radio" && field.value === "";
      else if (field.type !== "hidden") field.value = "";
    }
    keep();
    htmx.trigger(form, "retry");
    sayAt(question, form.dataset.cleared);
  });
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) location.reload(); // the page of before the last save
  });
  document.querySelector("a[data-discard]")?.addEventListener("click", forget);

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
    const now = () => new Map(rows.map((row) => [row, placeOf(row)]));
    // The places before this item was touched: an arrow key passes over places that it does not mean to take.
    let before = now(), touched = null;
    ranking.addEventListener("focusin", (event) => {
      const row = event.target.closest(".rank");
      if (row !== touched) { touched = row; before = now(); }
    });
    ranking.addEventListener("pointerdown", () => { touched = null; before = now(); });
    const give = (row, place) => {
      const other = rows.find((each) => each !== row && place && before.get(each) === place);
      rows.forEach((each) => set(each, each === row ? place : before.get(each)));
      if (!other) return;
      const left = before.get(row), words = ranking.dataset[left ? "moved" : "unranked"];
      set(other, left);
      sayAt(ranking.closest(".question"), words.replace("%item", other.querySelector("legend").textContent.trim()).replace("%place", left));
    };
    // Ranked items stand at their place, the others keep their order around them.
    const arrange = () => {
      const waiting = rows.filter((row) => !placeOf(row));
      const order = rows.map((_, index) => rows.find((row) => placeOf(row) === String(index + 1)) ?? waiting.shift());
      ranking.append(...order);
    };
    ranking.addEventListener("change", (event) => give(event.target.closest(".rank"), event.target.value));
    for (const row of rows) {
      makeDraggable(row, (index) => {
        before = now();
        touched = null;
        give(row, String(index + 1));
        arrange();
        row.dispatchEvent(new Event("input", { bubbles: true }));
        htmx.trigger(form, "retry");
      });
    }
  }

  // Dragging by the handle, with mouse, pen or finger, gives the item the place where it is dropped.
  function makeDraggable(row, dropped) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.setAttribute("aria-hidden", "true");
    row.append(handle);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      row.classList.add("dragged");
      const list = row.parentElement;
      let moved = false;
      const move = (now) => {
        const next = [...list.children].find((each) => {
          const box = each.getBoundingClientRect();
          return each !== row && now.clientY < box.top + box.height / 2;
        });
        if (next === row.nextElementSibling || (!next && row === list.lastElementChild)) return;
        moved = true;
        list.insertBefore(row, next ?? null);
      };
      const end = () => {
        row.classList.remove("dragged");
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        if (moved) dropped([...list.children].indexOf(row)); // a tap ranks nothing
      };
      // On the document: moving the row in the page would end a capture by the handle.
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    });
  }
  document.addEventListener("DOMContentLoaded", restore);
})();
