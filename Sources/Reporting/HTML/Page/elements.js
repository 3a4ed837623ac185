/** What the report knows. */
const report = JSON.parse(document.getElementById("report").textContent);

/**
 * An element with attributes and children. Strings become text, never markup: names in specs may
 * be anything. Attributes that are undefined, null or false are left out; `on…` are listeners.
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** `1 step`, `2 steps`. */
function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The design of a cell or column with its variant. */
function designTitle({ design, variant }) {
  return variant ? `${design} (${variant})` : design;
}

/** The design of a cell and its kernel. */
function cellPlace(cell) {
  return cell.kernel ? `${designTitle(cell)} on ${cell.kernel}` : designTitle(cell);
}

/** The class of a verdict. */
function stateClass(state) {
  return "is-" + state.replaceAll(" ", "-");
}

/** How a fragment names a cell: by its first trace, or by kernel, design, variant and property. */
function cellName(cell) {
  if (cell.traces.length > 0) return report.traces[cell.traces[0]].id;
  return [cell.kernel ?? "", cell.design, cell.variant ?? "", cell.property].join("/");
}

/** The fragment with these entries; those without a value are left out. */
function fragment(entries) {
  const known = Object.entries(entries).filter(([, value]) => value !== undefined && value !== "");
  return "#" + new URLSearchParams(known).toString();
}
