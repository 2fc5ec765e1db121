// What the browser keeps for people: a copy of what is typed into any form, until the server has said that it is saved.
// The words come back after a reload, a change of language, a lost line or a crash. Passwords and files are never kept.
"use strict";
const faceta = (() => {
  const { person = "", page = location.pathname } = document.body.dataset;
  const store = person ? localStorage : sessionStorage; // a shared computer keeps no stranger's words
  const keyOf = (address) => `faceta:${person}:${address.split("?")[0]}`;
  const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const write = (key, value) => {
    try { if (value) store.setItem(key, JSON.stringify(value)); else store.removeItem(key); } catch { /* private mode */ }
  };

  // --- Is there a line? Leaving the page without one would show the browser's own error page. It is looked for while
  // people type, so that a button that is pressed need not wait for an answer.
  const line = {
    lost: !navigator.onLine,
    looked: 0,
    async look() {
      line.looked = Date.now();
      try {
        if (!navigator.onLine) throw new Error("offline");
        const icon = document.querySelector("link[rel=icon]").href;
        await fetch(icon, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(15000) });
        line.lost = false;
      } catch { line.lost = true; }
      return !line.lost;
    },
  };
  window.addEventListener("offline", () => { line.lost = true; });
  window.addEventListener("online", line.look);

  // --- The server names the page whose form it has saved; what was sent from there is needed no more.
  const saved = document.cookie.match(/(?:^|; )saved=([^;]+)/)?.[1];
  if (saved) {
    document.cookie = "saved=; path=/; max-age=0; samesite=lax";
    const key = keyOf(decodeURIComponent(saved));
    const kept = read(key);
    if (kept?.sent && Object.keys(kept.forms).length > 1) {
      delete kept.forms[kept.sent];
      write(key, kept);
    } else write(key, null);
  }

  // --- Words by form: only what differs from what the page was drawn with, and the marks that belong to it.
  const key = keyOf(page);
  const nameOf = (form, place) => form.id || new URL(form.action, location).pathname || String(place);
  const forms = new Map([...document.querySelectorAll("main form:not(#answers)")].map((form, place) => [nameOf(form, place), form]));
  const isTyped = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.tagName !== "FIELDSET";
  const values = (form) => {
    const found = {};
    for (const field of [...form.elements].filter(isTyped)) {
      found[field.name] ??= [];
      if (!["radio", "checkbox"].includes(field.type) || field.checked) found[field.name].push(field.value);
    }
    return found;
  };
  const marks = (form) => Object.fromEntries((form.elements.loaded?.value ?? "").split(" ").filter(Boolean)
    .map((each) => { const at = each.lastIndexOf(":"); return [each.slice(0, at), each.slice(at + 1)]; }));
  // A form that the server drew with words of before (a refusal, another language) holds nothing that is saved.
  const isGivenBack = (form) => "unsaved" in form.dataset || form.querySelector("[aria-invalid=true]") !== null;
  const drawn = new Map([...forms].map(([name, form]) => [name, { values: isGivenBack(form) ? {} : values(form), marks: marks(form) }]));
  const changed = (name) => {
    const now = values(forms.get(name)), before = drawn.get(name).values;
    return Object.fromEntries(Object.entries(now).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field])));
  };
  const keep = (name) => {
    const kept = read(key) ?? { forms: {} }, words = changed(name);
    delete kept.forms[name];
    if (Object.keys(words).length) kept.forms[name] = { words, marks: drawn.get(name).marks };
    write(key, Object.keys(kept.forms).length ? kept : null);
  };

  const tell = (form, words, extra, button) => {
    let told = form.querySelector(".kept-words");
    if (!told) {
      told = document.createElement("p");
      told.className = "note kept-words";
      told.setAttribute("role", button ? "alert" : "status");
    }
    // What a button did not do is said where it was pressed.
    if (button && form.contains(button)) (button.closest("p") ?? button).before(told); else form.prepend(told);
    told.textContent = `${words} `;
    if (extra) told.append(extra);
  };
  const put = (form, { words, marks: before }) => {
    for (const field of [...form.elements].filter(isTyped)) {
      if (!(field.name in words)) continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = words[field.name].includes(field.value);
      else if (field.tagName === "SELECT" && field.multiple) [...field.options].forEach((each) => { each.selected = words[field.name].includes(each.value); });
      else field.value = words[field.name][0] ?? "";
    }
    // Where a colleague saved meanwhile, the server shall see what these words were typed over.
    const typed = Object.keys(words).filter((name) => name in (before ?? {}));
    const now = { ...marks(form), ...Object.fromEntries(typed.map((name) => [name, before[name]])) };
    if (form.elements.loaded) form.elements.loaded.value = Object.entries(now).map((pair) => pair.join(":")).join(" ");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const discard = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = document.body.dataset.discard;
    button.addEventListener("click", () => { write(key, null); location.assign(page); });
    return button;
  };

  for (const [name, form] of forms) {
    const words = read(key)?.forms?.[name];
    if (isGivenBack(form)) keep(name);
    else if (words) {
      put(form, words);
      if (Object.keys(changed(name)).length) tell(form, document.body.dataset.back, discard());
      else keep(name);
    }
    for (const event of ["input", "change"]) form.addEventListener(event, () => {
      keep(name);
      if (Date.now() - line.looked > 5000) line.look();
    });
    form.addEventListener("submit", (event) => {
      if (form.method !== "post") { const kept = read(key); if (kept?.forms) { delete kept.forms[name]; write(key, kept); } return; }
      if (event.defaultPrevented || !Object.keys(changed(name)).length) return;
      keep(name);
      if (line.lost) {
        event.preventDefault();
        line.look().then((found) => { if (found) form.requestSubmit(event.submitter); else tell(form, document.body.dataset.offline, null, event.submitter); });
        return;
      }
      const kept = read(key);
      // Nobody tells whether a stranger's words were taken; a refusal shows them.
      if (kept) write(key, person ? { ...kept, sent: name } : null);
    });
  }
  document.querySelectorAll("a[data-discard]").forEach((link) => link.addEventListener("click", () => write(key, null)));

  return { keyOf, line };
})();
