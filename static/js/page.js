// What every page does: errors and what came out of a question get the focus, Escape closes the account menu, a list
// beside the page is open where there is room, and what an address points into opens.
"use strict";
(() => {
  const told = document.querySelector("main .summary-of-errors, main .halt, main .versions");
  told?.focus();
  // A fragment in the address, as in the page of a refused row, takes the focus away again, in the first frame that
  // the browser draws after loading: so the focus comes back in the frame after that.
  if (location.hash) window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => told?.focus())));
  if (location.hash === "#what-if") document.getElementById("what-if-result")?.focus();
  const list = document.querySelector("[data-open-wide]");
  if (list && matchMedia("(min-width: 60rem)").matches) list.open = true;
  const pointed = () => document.querySelector(":target")?.closest("details")?.setAttribute("open", "");
  pointed();
  window.addEventListener("hashchange", pointed);
  const menu = document.querySelector("details.account");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
