// Filter and page the ties: only those shown are in the document, the others wait in templates.
(() => {
  "use strict";
  // A link to the SQL of a number opens it.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  window.addEventListener("hashchange", open);
  open();

  const list = document.getElementById("tie-list");
  if (!list) return;
  const atOnce = Number(list.dataset.atOnce);
  const rows = Array.from(list.children, (child) => {
    const row = child instanceof HTMLTemplateElement ? child.content.firstElementChild : child;
    const { class: kind, institution, units } = row.dataset;
    return { row, kind, institution, units: JSON.parse(units), text: "" };
  });
  const more = document.getElementById("more");
  const shown = document.getElementById("shown");
  const value = (id) => (document.getElementById(id) || { value: "" }).value;
  let limit = atOnce;

  function show() {
    const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
    const kind = value("by-class");
    const institution = value("by-institution");
    const unit = value("by-unit");
    const fitting = rows.filter((each) => {
      if (kind && each.kind !== kind) return false;
      if (institution && each.institution !== institution) return false;
      if (unit && !each.units.includes(unit)) return false;
      if (words.length && !each.text) each.text = each.row.textContent.toLowerCase();
      return words.every((word) => each.text.includes(word));
    });
    const visible = fitting.slice(0, limit);
    list.replaceChildren(...visible.map((each) => each.row));
    shown.textContent =
      `${visible.length} of ${fitting.length} ties shown, ${rows.length} in all`;
    more.hidden = fitting.length <= limit;
    more.textContent = `Show ${Math.min(atOnce, fitting.length - limit)} more`;
    return visible;
  }

  const filters = document.getElementById("filters");
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", () => {
    limit = atOnce;
    show();
  });
  more.addEventListener("click", () => {
    const next = limit;
    limit += atOnce;
    const first = show()[next].row;
    first.tabIndex = -1;
    first.focus();
  });
  show();
})();
