(() => {
  const all = s => [...document.querySelectorAll(s)];
  const field = document.getElementById("find");
  const found = document.getElementById("found");
  const places = all("[data-f]").map(e => [e, (e.dataset.name || e.textContent).toLowerCase()]);
  const parts = all("main > section, main > details").filter(p => p.querySelector("[data-f]"));
  const open = new Map(all("main > details").map(d => [d, d.open]));
  function find() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let hits = 0;
    for (const [e, text] of places) {
      const hit = words.every(w => text.includes(w));
      e.toggleAttribute("hidden", !hit);
      if (hit && !e.closest("svg")) hits++;
    }
    for (const part of parts) {
      const hit = !!part.querySelector("[data-f]:not([hidden])");
      part.hidden = !hit;
      if (open.has(part)) part.open = words.length ? hit : open.get(part);
    }
    found.textContent = words.length ? (hits === 1 ? "1 line" : hits + " lines") : "";
  }
  field.addEventListener("input", find);
  document.addEventListener("keydown", e => {
    if (e.key === "/" && document.activeElement !== field) { e.preventDefault(); field.focus(); }
    if (e.key === "Escape" && document.activeElement === field) { field.value = ""; find(); }
  });
  const order = (a, b) => {
    const x = Number(a), y = Number(b);
    return a !== "" && b !== "" && !isNaN(x) && !isNaN(y) ? x - y : a.localeCompare(b, undefined, {numeric: true});
  };
  for (const button of all("th button")) {
    button.addEventListener("click", () => {
      const th = button.closest("th");
      const row = [...th.parentNode.children];
      const at = row.indexOf(th);
      const first = th.classList.contains("n") ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const way = th.getAttribute("aria-sort") === first ? other : first;
      row.forEach(h => h.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", way);
      const body = th.closest("table").tBodies[0];
      const key = r => r.children[at].dataset.s;
      const rows = [...body.rows].sort((a, b) => order(key(a), key(b)));
      body.append(...(way === "ascending" ? rows : rows.reverse()));
    });
  }
  for (const box of all(".box")) {
    const near = all(".link").filter(l => [l.dataset.from, l.dataset.to].includes(box.dataset.name));
    const light = on => () => [box, ...near].forEach(e => e.classList.toggle("on", on));
    box.addEventListener("mouseenter", light(true));
    box.addEventListener("mouseleave", light(false));
  }
})();
