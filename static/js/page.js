// What every page does: errors get the focus, and Escape closes the account menu.
"use strict";
(() => {
  document.querySelector("main .summary-of-errors, main .halt, main .versions")?.focus();
  const menu = document.querySelector("details.account");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
