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
})();
