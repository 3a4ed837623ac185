/** The state of a run as tables: variables with one index stand below each other. */
class StatePanel {
  constructor(run) {
    this.run = run;
    this.values = [];
    this.changedNow = [];
    this.summary = element("p", { class: "changes", "aria-live": "polite" });
    const tables = element("div", { class: "tables" }, ...this.tables());
    this.element = element(
      "section", { class: "state", "aria-label": "State" }, element("h3", {}, "State"),
      this.summary, tables);
    const ever = run.everChanged;
    this.values.forEach((value, cell) => value.classList.toggle("is-constant", !ever.has(cell)));
    this.shown = run.state.map((value, cell) => {
      this.values[cell].textContent = run.text(cell);
      return value;
    });
  }

  /** The variables, with the number of the first cell of each, by the sorts of their indices. */
  groups() {
    const groups = new Map();
    let cell = 0;
    for (const variable of this.run.layout.variables) {
      const key = JSON.stringify(variable.sorts);
      if (!groups.has(key)) groups.set(key, []);
      const count = placesOf(this.run.layout, variable).length;
      groups.get(key).push({ variable, cell });
      cell += count;
    }
    return [...groups.values()];
  }

  tables() {
    const rank = (group) => (group[0].variable.sorts.length + 3) % 4;
    return this.groups().sort((one, other) => rank(one) - rank(other)).flatMap((group) => {
      const depth = group[0].variable.sorts.length;
      if (depth === 1) return [this.columns(group)];
      if (depth === 2) return group.map((entry) => this.matrix(entry));
      return [this.list(group)];
    });
  }

  value(cell) {
    this.values[cell] = element("td", { title: namesOf(this.run.layout)[cell] });
    return this.values[cell];
  }

  name(variable) {
    return element("th", { scope: "row", title: variable.about || null }, variable.name);
  }

  /** Variables over one sort: its elements are the columns. */
  columns(group) {
    const [sort] = group[0].variable.sorts;
    const names = this.run.layout.elements[sort];
    const rows = group.map(({ variable, cell }) => element(
      "tr", {}, this.name(variable), ...names.map((_, index) => this.value(cell + index))));
    return this.table(sort, names, rows);
  }

  /** A variable over two sorts. */
  matrix({ variable, cell }) {
    const [rows, columns] = variable.sorts.map((sort) => this.run.layout.elements[sort]);
    const lines = rows.map((name, row) => element(
      "tr", {}, element("th", { scope: "row" }, name),
      ...columns.map((_, column) => this.value(cell + row * columns.length + column))));
    return this.table(variable.name, columns, lines, variable.about);
  }

  /** Variables of one cell, or with more indices than a table has. */
  list(group) {
    const names = namesOf(this.run.layout);
    const rows = group.flatMap(({ variable, cell }) =>
      placesOf(this.run.layout, variable).map((_, index) => element(
        "tr", {},
        element("th", { scope: "row", title: variable.about || null }, names[cell + index]),
        this.value(cell + index))));
    return this.table("", [""], rows);
  }

  table(corner, names, rows, about) {
    const heads = names.map((name) => element("th", { scope: "col" }, name));
    const head = names.length === 1 && names[0] === ""
      ? [] : [element("thead", {}, element(
        "tr", {}, element("th", { class: "corner", title: about || null }, corner), ...heads))];
    return element("table", {}, ...head, element("tbody", {}, ...rows));
  }

  /** Brings the values up to date and marks those that the last step changed. */
  show() {
    for (const cell of this.changedNow) this.values[cell].classList.remove("is-changed");
    this.run.state.forEach((value, cell) => {
      if (value === this.shown[cell]) return;
      this.shown[cell] = value;
      this.values[cell].textContent = report.texts[value];
    });
    const changes = this.run.changes(this.run.step);
    this.changedNow = changes.map(([cell]) => cell);
    for (const cell of this.changedNow) this.values[cell].classList.add("is-changed");
    this.summarize(changes);
  }

  summarize(changes) {
    const names = namesOf(this.run.layout);
    const texts = changes.slice(0, Lanes.mostChanges).map(([cell, value]) =>
      `${names[cell]}: ${report.texts[this.run.before[cell]]} → ${report.texts[value]}`);
    if (changes.length > texts.length) texts.push(`and ${changes.length - texts.length} more`);
    const none = this.run.step === 0 ? "before the first step" : "this step changes nothing here";
    this.summary.textContent = texts.join(", ") || none;
  }
}
