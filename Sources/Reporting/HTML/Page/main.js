/** What the page shows follows its fragment: `#cell=TRACE&step=7`, or the filters of the table. */
const content = document.getElementById("content");
let view = null;

const table = new TableView(
  (cell) => { location.hash = fragment({ cell: cellName(cell) }); },
  () => remember(table.filters.values));

/** Puts entries into the address without a step in the history; browsers allow few of them. */
let pending = null;
function remember(entries) {
  clearTimeout(pending);
  pending = setTimeout(() => { history.replaceState(null, "", fragment(entries)); }, 150);
}

function showTable(entries) {
  const left = view?.cell;
  view = null;
  if (entries.size > 0) {
    table.filters.values = Object.fromEntries(entries);
    table.filter();
  }
  content.replaceChildren(table.element);
  document.title = "modelcheck report";
  if (left) table.focus(left);
}

function showMissing(name) {
  view = null;
  content.replaceChildren(element(
    "p", { class: "notice", role: "alert" }, `There is no cell and no trace '${name}' here. `,
    element("a", { href: "#" }, "Show the table")));
}

/** The cell of a name, and the number of the trace that the name means. */
function find(name) {
  const trace = report.traces.findIndex((candidate) => candidate.id === name);
  if (trace >= 0) return { cell: report.cells[report.traces[trace].cell], trace };
  return { cell: report.cells.find((cell) => cellName(cell) === name) };
}

function showCell(entries) {
  const { cell, trace } = find(entries.get("cell"));
  if (!cell) return showMissing(entries.get("cell"));
  const made = new CellView(cell, () => remember(made.entries), () => showTableAgain());
  view = made;
  content.replaceChildren(made.element);
  if (trace !== undefined) {
    const number = (name) => (entries.has(name) ? Number(entries.get(name)) || 0 : undefined);
    made.open(trace, number("step") ?? 0);
    made.isLinked = entries.get("linked") !== "no";
    if (entries.has("with")) made.compare(entries.get("with"), number("step2"));
  }
  document.title = `${cellPlace(cell)}, ${cell.property} – modelcheck report`;
  window.scrollTo(0, 0);
  made.focus();
}

function showTableAgain() {
  clearTimeout(pending);
  const chosen = Object.entries(table.filters.values).filter(([, value]) => value !== "");
  location.hash = chosen.length > 0 ? fragment(Object.fromEntries(chosen)) : "#";
}

function route() {
  clearTimeout(pending);
  if (location.hash === "#content") return;
  const entries = new URLSearchParams(location.hash.slice(1));
  if (entries.has("cell")) showCell(entries);
  else showTable(entries);
}

/** Whether an element needs the keys for itself. */
function takesKeys(target) {
  return target.matches("select, textarea, input:not([type=range])");
}

document.addEventListener("keydown", (event) => {
  if (!view || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") return showTableAgain();
  if (takesKeys(event.target)) return;
  if (view.press(event.key)) event.preventDefault();
});

function showHeader() {
  document.getElementById("version").textContent = report.version;
  const counts = new Map();
  for (const { state } of report.cells) counts.set(state, (counts.get(state) ?? 0) + 1);
  document.getElementById("tally").append(...[...counts].map(([state, count]) =>
    element("li", { class: stateClass(state) }, `${count} ${state}`)));
}

/** Light, dark, or as the system has it. */
function setTheme() {
  const themes = ["light dark", "light", "dark"];
  const names = ["system", "light", "dark"];
  const button = document.getElementById("theme");
  let chosen = 0;
  const show = () => {
    document.documentElement.style.colorScheme = themes[chosen];
    button.textContent = `Colours: ${names[chosen]}`;
  };
  button.addEventListener("click", () => {
    chosen = (chosen + 1) % themes.length;
    show();
  });
  show();
}

showHeader();
setTheme();
window.addEventListener("hashchange", route);
route();
