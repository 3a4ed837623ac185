/** What is known of a cell, above its run or instead of one. */
function cellHead(cell, run) {
  const facts = element("ul", { class: "facts" }, ...cell.evidence.map((text) =>
    element("li", {}, text)));
  const why = run && run.trace.why.length > 0
    ? [element("div", { class: "why" }, element("h3", {}, "Why"),
      element("ul", {}, ...run.trace.why.map((sentence) => whySentence(sentence, run))))]
    : [];
  const property = report.blocks.flatMap((block) => block.rows)
    .find((row) => row.property.name === cell.property)?.property;
  return element(
    "header", { class: "cell-head" },
    element("div", { class: "about" }, element("h2", {},
      element("span", { class: `badge ${stateClass(cell.state)}` }, cell.mark), " ",
      element("span", {}, cellPlace(cell)), " · ",
      element("span", { class: "name" }, cell.property)),
    element("p", { class: "title" }, property?.title ?? ""),
    element("p", { class: "scope" }, `workload ${cell.workload}; ${cell.scope}`
      + (run ? `; trace ${run.trace.id}` : "")),
    facts), ...why);
}

/** A sentence whose steps can be gone to. */
function whySentence(sentence, run) {
  const parts = sentence.split(/(\bstep \d+)/);
  return element("li", {}, ...parts.map((part) => {
    const step = /^step (\d+)$/.exec(part)?.[1];
    if (!step || Number(step) > run.length) return part;
    return element("button", { type: "button", class: "link", "data-go": step }, part);
  }));
}

/** A run with its diagram, its state and its spec. `moved` is called with each new step. */
class Pane {
  constructor(number, prefix, moved) {
    this.run = new Run(number);
    this.moved = moved;
    this.lanes = new Lanes(this.run, prefix, (step) => this.go(step));
    this.state = new StatePanel(this.run);
    this.source = new SourcePanel();
    this.place = element("output", { class: "place" });
    this.slider = element("input", {
      type: "range", min: "0", max: String(this.run.length), step: "1", value: "0",
      "aria-label": "Step", oninput: () => this.go(Number(this.slider.value)),
    });
    this.element = element(
      "article", { class: "pane", "aria-label": `Run ${this.run.trace.id}` },
      cellHead(this.run.cell, this.run), this.controls(),
      element("div", { class: "views" }, this.lanes.element,
        element("div", { class: "beside" }, this.state.element, this.source.element)));
    this.element.addEventListener("click", (event) => {
      const step = event.target.closest("[data-go]")?.dataset.go;
      if (step) this.go(Number(step));
    });
  }

  controls() {
    const button = (label, words, step) => element(
      "button", { type: "button", "aria-label": words, title: words,
        onclick: () => this.go(step()) }, label);
    return element(
      "div", { class: "controls", role: "group", "aria-label": "Steps" },
      button("|◀", "first state", () => 0),
      button("◀", "one step back", () => this.run.step - 1),
      this.slider, button("▶", "one step on", () => this.run.step + 1),
      button("▶|", "last step", () => this.run.length), this.place);
  }

  /** Shows the state after so many steps; what lies outside of the run is its nearest end. */
  go(step, isFollowing = false) {
    const target = Math.max(0, Math.min(this.run.length, step));
    this.run.go(target);
    this.lanes.show(target);
    this.state.show();
    this.source.show(this.run.place(target), target === 0);
    this.slider.value = String(target);
    this.place.textContent = `step ${target} of ${this.run.length}`;
    if (!isFollowing) this.moved(this, target);
  }
}
