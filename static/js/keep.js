// What the browser keeps for people: words typed in small forms over a change of language, and no longer than
// needed the copies of sections that answering.js made.
//
// Changing the language reloads the page: what is typed in other forms is carried over, except passwords.
"use strict";
(() => {
  const key = "faceta-typed:" + location.pathname;
  const typed = () => [...document.querySelectorAll("main input, main select, main textarea")]
    .filter((field) => field.name && !["hidden", "password"].includes(field.type));
  const stored = sessionStorage.getItem(key);
  if (stored) {
    sessionStorage.removeItem(key);
    const values = JSON.parse(stored);
    typed().forEach((field, index) => {
      const value = values[index];
      if (!value || value.name !== field.name) return;
      if ("checked" in value) field.checked = value.checked; else field.value = value.value;
    });
  }
  document.querySelector("[data-language]")?.addEventListener("submit", () => {
    const values = typed().map((field) => ["checkbox", "radio"].includes(field.type)
      ? { name: field.name, checked: field.checked } : { name: field.name, value: field.value });
    sessionStorage.setItem(key, JSON.stringify(values));
  });

  // The server names the sections whose words it has taken over; their copies are not needed any more.
  const folder = location.pathname.match(/^\/submissions\/[^/]+\//)?.[0];
  for (const [, section] of folder ? document.cookie.matchAll(/(?:^|; )saved_([\w.-]+)=/g) : []) {
    localStorage.removeItem(`faceta:${document.body.dataset.person}:${folder}${section.replace(".", "/")}/`);
    document.cookie = `saved_${section}=; path=${folder}; max-age=0; samesite=lax`;
  }

  document.querySelector("main > .page > .summary-of-errors")?.focus();
})();
