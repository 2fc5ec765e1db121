// The map: one stop for the keyboard, arrows from dot to dot, and a label for what is pointed at or tapped.
// Without this script every dot is a link with a title of its own.
(() => {
  const figure = document.querySelector("[data-map]");
  if (figure) {
    const svg = figure.querySelector("svg");
    const label = figure.querySelector("[data-map-label]");
    const dots = [...svg.querySelectorAll(".dots a")];
    const places = dots.map((dot) => { const c = dot.querySelector("circle"); return { dot, x: +c.getAttribute("cx"), y: +c.getAttribute("cy") }; });
    let current = null;
    const choose = (dot) => {
      if (current) { current.classList.remove("chosen"); current.setAttribute("tabindex", "-1"); }
      current = dot;
      dot.classList.add("chosen");
      dot.setAttribute("tabindex", "0");
      const link = document.createElement("a");
      link.href = dot.getAttribute("href");
      link.tabIndex = -1;
      link.textContent = dot.querySelector("title").textContent;
      label.replaceChildren(link);
    };
    dots.forEach((dot, place) => dot.setAttribute("tabindex", place ? "-1" : "0"));
    const nearest = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      let best = null, distance = 40 ** 2;
      for (const place of places) {
        const d = (place.x - at.x) ** 2 + (place.y - at.y) ** 2;
        if (d < distance) { distance = d; best = place.dot; }
      }
      return best;
    };
    svg.addEventListener("focusin", (event) => { const dot = event.target.closest("a"); if (dot) choose(dot); });
    svg.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") { const dot = nearest(event); if (dot && dot !== current) choose(dot); } });
    // A finger is wider than a dot: a tap shows the label of the nearest, the label leads on.
    svg.addEventListener("click", (event) => {
      if (event.pointerType !== "touch") return;
      event.preventDefault();
      const dot = nearest(event);
      if (dot) choose(dot);
    });
    const towards = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    svg.addEventListener("keydown", (event) => {
      const to = towards[event.key];
      if (!to || !current) return;
      event.preventDefault();
      const from = places.find((place) => place.dot === current);
      let best = null, least = Infinity;
      for (const place of places) {
        const x = place.x - from.x, y = place.y - from.y, ahead = x * to[0] + y * to[1], aside = Math.abs(x * to[1]) + Math.abs(y * to[0]);
        if (ahead > 0.5 && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = place.dot; }
      }
      if (best) best.focus();
    });
  }
  // The four shares: their sum, while they are typed.
  const form = document.querySelector("[data-shares]");
  if (form) {
    const told = form.querySelector("[data-sum]"), words = told.textContent, fields = [...form.querySelectorAll("[data-share]")];
    const add = () => { const sum = fields.reduce((all, field) => all + (parseInt(field.value, 10) || 0), 0); told.textContent = `${words} (${sum})`; };
    form.addEventListener("input", add);
    add();
  }
})();
