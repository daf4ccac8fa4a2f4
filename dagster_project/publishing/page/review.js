// Filter and page the ties. Without this script every tie is shown.
(() => {
  "use strict";
  const list = document.getElementById("tie-list");
  if (!list) return;
  const PAGE = 50;
  const rows = Array.from(list.children, (row) => ({
    row,
    kind: row.dataset.class,
    institution: row.dataset.institution,
    units: JSON.parse(row.dataset.units),
    text: "",
  }));
  const more = document.getElementById("more");
  const shown = document.getElementById("shown");
  const value = (id) => (document.getElementById(id) || { value: "" }).value;
  let limit = PAGE;

  function show() {
    const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
    const kind = value("by-class");
    const institution = value("by-institution");
    const unit = value("by-unit");
    let found = 0;
    for (const each of rows) {
      if (words.length && !each.text) each.text = each.row.textContent.toLowerCase();
      const fits =
        (!kind || each.kind === kind) &&
        (!institution || each.institution === institution) &&
        (!unit || each.units.includes(unit)) &&
        words.every((word) => each.text.includes(word));
      if (fits) found += 1;
      each.row.hidden = !fits || found > limit;
    }
    const visible = Math.min(found, limit);
    shown.textContent = `${visible} of ${found} ties shown, ${rows.length} in all`;
    more.hidden = found <= limit;
    more.textContent = `Show ${Math.min(PAGE, found - limit)} more`;
  }

  const filters = document.getElementById("filters");
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", () => {
    limit = PAGE;
    show();
  });
  more.addEventListener("click", () => {
    const next = limit;
    limit += PAGE;
    show();
    const first = rows.filter((each) => !each.row.hidden)[next];
    if (first) {
      first.row.tabIndex = -1;
      first.row.focus();
    }
  });
  // A link to the SQL of a number opens it.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
  show();
})();
