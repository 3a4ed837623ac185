/** What the filters can say of a cell. */
const filterValues = {
  kernel: (cell) => cell.kernel ?? "models",
  design: (cell) => cell.design,
  property: (cell) => cell.property,
  verdict: (cell) => cell.state,
};

const unexpected = "not as expected";

/** The choices above the table. `change` is called after each one. */
class Filters {
  constructor(change) {
    this.change = change;
    this.count = element("output", { class: "count", "aria-live": "polite" });
    this.selects = Object.fromEntries(
      Object.keys(filterValues).map((name) => [name, this.select(name)]));
    this.element = element(
      "form", { class: "filters", role: "search", "aria-label": "Filter the table",
        onsubmit: (event) => event.preventDefault() },
      ...Object.entries(this.selects).map(([name, select]) => element("label", {}, name, select)),
      element("button", { type: "button", onclick: () => this.reset() }, "Show all"), this.count);
  }

  select(name) {
    const values = [...new Set(report.cells.map(filterValues[name]))];
    if (name === "verdict" && report.cells.some((cell) => !cell.asExpected)) {
      values.push(unexpected);
    }
    const options = values.map((value) => element("option", { value }, value));
    return element("select", { name, onchange: () => this.change() },
      element("option", { value: "" }, "all"), ...options);
  }

  /** The choices by name, as fragments have them. */
  get values() {
    return Object.fromEntries(
      Object.entries(this.selects).map(([name, select]) => [name, select.value]));
  }

  set values(values) {
    for (const [name, select] of Object.entries(this.selects)) {
      select.value = values[name] ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
  }

  reset() {
    this.values = {};
    this.change();
  }

  shows(cell) {
    return Object.entries(this.values).every(([name, value]) => {
      if (value === "") return true;
      if (value === unexpected) return !cell.asExpected;
      return filterValues[name](cell) === value;
    });
  }
}
