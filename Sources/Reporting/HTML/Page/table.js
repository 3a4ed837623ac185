/** The table of one kernel or model: a line a property, a column a design. */
class Block {
  constructor(block, open) {
    this.block = block;
    this.buttons = [];
    this.rows = block.rows.map((row, number) => this.row(row, number, open));
    const title = block.model === null ? `kernel ${block.kernel}` : `model ${block.model}`;
    this.table = element(
      "table", { role: "grid", "aria-label": title },
      element("thead", {}, this.heading()), element("tbody", {}, ...this.rows));
    this.table.addEventListener("keydown", (event) => this.navigate(event));
    this.element = element(
      "section", { class: "block" },
      element("h2", {}, title, element("span", { class: "scope" }, block.scope)),
      element("div", { class: "scroll" }, this.table));
  }

  heading() {
    const titles = this.block.columns.map((column) => element(
      "th", { scope: "col" },
      element("span", { class: "design" }, column.design,
        ...(column.variant ? [element("i", {}, column.variant)] : []))));
    this.titles = titles;
    return element("tr", {}, element("td", {}), ...titles);
  }

  row({ property, cells }, number, open) {
    const head = element(
      "th", { scope: "row", title: [property.title, property.source].filter(Boolean).join("; ") },
      element("span", { class: "name" }, property.name, property.contested ? " †" : ""),
      element("span", { class: "title" }, property.title));
    this.buttons.push(cells.map((entry) => entry && this.button(entry, open)));
    const columns = this.buttons[number].map((button) =>
      element("td", { role: "gridcell" }, ...(button ? [button] : [])));
    return element("tr", {}, head, ...columns);
  }

  button({ cell: number, differs }, open) {
    const cell = report.cells[number];
    const extra = (differs ? "*" : "") + (cell.asExpected ? "" : "!");
    const words = [
      `${cellPlace(cell)}, ${cell.property}: ${cell.state}`, cell.evidence[0],
      cell.asExpected ? "" : "not as expected",
    ];
    const button = element(
      "button", { type: "button", tabindex: "-1", class: `cell ${stateClass(cell.state)}`,
        "aria-label": words.filter((word) => word !== "").join("; "), "data-cell": number,
        onclick: () => open(cell) },
      cell.mark + extra);
    return button;
  }

  /** Hides what has no cell that is asked for; returns how many cells are. */
  filter(filters) {
    const shown = this.buttons.map((row) =>
      row.map((button) => button !== null && filters.shows(report.cells[button.dataset.cell])));
    shown.forEach((row, number) => {
      this.rows[number].hidden = !row.includes(true);
      row.forEach((isShown, column) => {
        this.buttons[number][column]?.classList.toggle("is-out", !isShown);
      });
    });
    this.titles.forEach((title, column) => {
      const isHidden = !shown.some((row) => row[column]);
      title.hidden = isHidden;
      this.rows.forEach((row) => { row.children[column + 1].hidden = isHidden; });
    });
    const count = shown.flat().filter(Boolean).length;
    this.element.hidden = count === 0;
    this.enter(this.visible.flat()[0]);
    return count;
  }

  /** The buttons on the screen, row by row. */
  get visible() {
    return this.rows.map((row, number) => [row, this.buttons[number]])
      .filter(([row]) => !row.hidden)
      .map(([, buttons]) => buttons.filter((button) => button && !button.parentElement.hidden));
  }

  /** Makes a button the one that the Tab key comes to. */
  enter(button) {
    if (this.current) this.current.tabIndex = -1;
    this.current = button;
    if (button) button.tabIndex = 0;
  }

  navigate(event) {
    const rows = this.visible;
    const row = rows.findIndex((buttons) => buttons.includes(event.target));
    if (row < 0 || event.altKey || event.metaKey) return;
    const column = rows[row].indexOf(event.target);
    const last = (buttons) => buttons[buttons.length - 1];
    const targets = {
      ArrowLeft: () => rows[row][column - 1], ArrowRight: () => rows[row][column + 1],
      ArrowUp: () => rows[row - 1]?.[column], ArrowDown: () => rows[row + 1]?.[column],
      Home: () => (event.ctrlKey ? rows[0] : rows[row])[0],
      End: () => last(event.ctrlKey ? last(rows) : rows[row]),
    };
    const target = targets[event.key]?.();
    if (!(event.key in targets)) return;
    event.preventDefault();
    if (!target) return;
    this.enter(target);
    target.focus();
  }
}

/** All tables with the filters above them. */
class TableView {
  constructor(open, change) {
    this.filters = new Filters(() => { this.filter(); change(); });
    this.blocks = report.blocks.map((block) => new Block(block, open));
    this.element = element(
      "div", { class: "table-view" }, this.filters.element,
      ...this.blocks.map((block) => block.element), TableView.legend(), TableView.notes());
    this.filter();
  }

  static legend() {
    const parts = report.legend.flatMap((line) => line.split("    "))
      .map((part) => part.split(/ {2}(.*)/))
      .filter((part) => part.length > 1);
    return element(
      "dl", { class: "legend", "aria-label": "Marks" },
      ...parts.map(([mark, words]) =>
        element("div", {}, element("dt", {}, mark), element("dd", {}, words))));
  }

  static notes() {
    if (report.notes.length === 0) return "";
    return element(
      "section", { class: "notes" }, element("h2", {}, "Beside the table"),
      element("ul", {}, ...report.notes.map((note) => element("li", {}, note))));
  }

  filter() {
    const count = this.blocks
      .map((block) => block.filter(this.filters)).reduce((sum, number) => sum + number, 0);
    this.filters.count.textContent = `${count} of ${counted(report.cells.length, "cell")}`;
  }

  /** Gives the focus to the cell, as after a look at it. */
  focus(cell) {
    const number = String(report.cells.indexOf(cell));
    for (const block of this.blocks) {
      const button = block.buttons.flat().find((button) => button?.dataset.cell === number);
      if (!button) continue;
      block.enter(button);
      button.focus();
    }
  }
}
