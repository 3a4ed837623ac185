/** A cell: one run or two side by side, or what is known where there is no run. */
class CellView {
  /** `changed` is called when the fragment of the page should be another one. */
  constructor(cell, changed, back) {
    this.cell = cell;
    this.changed = changed;
    this.panes = [];
    this.linked = element("input", { type: "checkbox", checked: true,
      onchange: () => this.changed() });
    this.linkLabel = element("label", { class: "linked" }, this.linked, " move both together");
    this.select = this.choice();
    this.body = element("div", { class: "panes" });
    const tools = cell.traces.length === 0 ? [] : [
      ...this.kinds(), element("label", {}, "beside it ", this.select), this.linkLabel];
    this.element = element(
      "div", { class: "cell-view" },
      element("div", { class: "tools" },
        element("button", { type: "button", class: "back", onclick: back }, "← Table"), ...tools),
      this.body);
    if (cell.traces.length === 0) this.body.append(cellHead(cell));
    this.linkLabel.hidden = true;
  }

  /** The other counterexamples of the cell, if several were asked for. */
  kinds() {
    if (this.cell.traces.length < 2) return [];
    this.kind = element(
      "select", { onchange: () => { this.open(Number(this.kind.value)); this.changed(); } },
      ...this.cell.traces.map((trace, index) =>
        element("option", { value: trace }, `${index + 1}: ${report.traces[trace].id}`)));
    return [element("label", {}, "counterexample ", this.kind)];
  }

  /** All runs of the report, those of the same property first. */
  choice() {
    const cells = report.cells.filter((cell) => cell.traces.length > 0);
    const same = cells.filter((cell) => cell.property === this.cell.property);
    const others = cells.filter((cell) => cell.property !== this.cell.property);
    const group = (label, members, words) => element(
      "optgroup", { label },
      ...members.flatMap((cell) => cell.traces.map((trace) => element(
        "option", { value: report.traces[trace].id },
        words(cell) + ` (${counted(report.traces[trace].steps.length, "step")})`))));
    return element(
      "select", { class: "compare", onchange: () => {
        this.compare(this.select.value);
        this.changed();
      } },
      element("option", { value: "" }, "nothing"), group(this.cell.property, same, cellPlace),
      group("other properties", others, (cell) => `${cell.property}: ${cellPlace(cell)}`));
  }

  get isLinked() { return this.linked.checked; }
  set isLinked(value) { this.linked.checked = value; }

  /** The pane that the keys move: the one with the focus, or the left one. */
  get active() {
    return this.panes.find((pane) => pane.element.contains(document.activeElement))
      ?? this.panes[0];
  }

  /** Shows a run of the cell on the left side. */
  open(trace, step = 0) {
    if (this.kind) this.kind.value = String(trace);
    this.set(0, trace);
    this.panes[0].go(step, true);
  }

  /** Shows the run of this name on the right side; nothing for the empty name. */
  compare(name, step) {
    const trace = report.traces.findIndex((candidate) => candidate.id === name);
    this.select.value = trace < 0 ? "" : name;
    this.linkLabel.hidden = trace < 0;
    this.element.classList.toggle("is-comparing", trace >= 0);
    if (trace < 0) {
      this.panes.splice(1).forEach((pane) => pane.element.remove());
      return;
    }
    this.set(1, trace);
    this.panes[1].go(step ?? this.panes[0].run.step, true);
  }

  set(side, trace) {
    const pane = new Pane(trace, `run-${side}`, (moved, step) => this.follow(moved, step));
    if (this.panes[side]) this.panes[side].element.replaceWith(pane.element);
    else this.body.append(pane.element);
    this.panes[side] = pane;
  }

  follow(moved, step) {
    if (this.isLinked) {
      for (const pane of this.panes) if (pane !== moved) pane.go(step, true);
    }
    this.changed();
  }

  /** What the fragment says of the view. */
  get entries() {
    const [left, right] = this.panes;
    if (!left) return { cell: cellName(this.cell) };
    const entries = { cell: left.run.trace.id, step: left.run.step };
    if (!right) return entries;
    const other = this.isLinked ? {} : { step2: right.run.step, linked: "no" };
    return { ...entries, with: right.run.trace.id, ...other };
  }

  /** Answers a key that moves a run; returns whether it is one. */
  press(key) {
    const pane = this.active;
    if (!pane) return false;
    const step = pane.run.step;
    const targets = {
      ArrowRight: step + 1, ArrowDown: step + 1, ArrowLeft: step - 1, ArrowUp: step - 1,
      Home: 0, End: pane.run.length, PageDown: step + 10, PageUp: step - 10,
    };
    if (key === "[" || key === "]") {
      this.panes[key === "[" ? 0 : this.panes.length - 1].lanes.list.focus();
      return true;
    }
    if (!(key in targets)) return false;
    pane.go(targets[key]);
    return true;
  }

  focus() {
    const target = this.panes[0]?.lanes.list ?? this.element.querySelector(".back");
    target.focus({ preventScroll: true });
  }
}
