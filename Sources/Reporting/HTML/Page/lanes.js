/** A run as a diagram: a lane a task, the last one for what happens by itself and what changes. */
class Lanes {
  /** Longer runs are shown in parts: a browser lays out hundreds of rows at once, not thousands. */
  static mostRows = 400;

  /** `choose` is called with the number of the step that was pointed at. */
  constructor(run, prefix, choose) {
    this.run = run;
    this.prefix = prefix;
    this.list = element("div", {
      class: "rows", role: "listbox", tabindex: "0", "aria-label": "Steps of the run",
    });
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-step]");
      if (row) choose(Number(row.dataset.step));
    });
    this.element = element("div", { class: "lanes" }, this.heading(), this.list);
    this.element.style.setProperty("--lanes", run.trace.lanes.length);
    this.fill(0);
  }

  heading() {
    return element(
      "div", { class: "row heading", "aria-hidden": "true" },
      element("span", { class: "number" }, "step"),
      ...this.run.trace.lanes.map((lane) => element("span", { class: "lane" }, lane)));
  }

  /** Makes the rows of the part of the run in which a step lies. */
  fill(step) {
    const most = Lanes.mostRows;
    const last = this.run.length;
    this.first = last < most ? 0 : Math.max(0, Math.min(step - most / 2, last + 1 - most));
    this.end = Math.min(last + 1, this.first + most);
    const rows = [];
    if (this.first > 0) rows.push(this.gap(`${counted(this.first, "row")} before`));
    for (let number = this.first; number < this.end; number += 1) {
      if (number > 0 && number - 1 === this.run.trace.loop) rows.push(this.loop());
      rows.push(this.row(number));
    }
    if (this.run.trace.loop === last) {
      rows.push(this.gap("then nothing more, for ever"));
    }
    if (this.end <= last) rows.push(this.gap(`${counted(last + 1 - this.end, "row")} after`));
    this.list.replaceChildren(...rows);
    this.current = null;
  }

  gap(words) { return element("div", { class: "gap", role: "presentation" }, words); }

  loop() { return this.gap("then again and again"); }

  row(number) {
    const row = element("div", {
      class: "row", role: "option", id: `${this.prefix}-${number}`, "aria-selected": "false",
      "data-step": number, "aria-label": this.words(number),
    }, element("span", { class: "number" }, String(number)));
    const lanes = this.run.trace.lanes.map(() => element("div", { class: "lane" }));
    const last = lanes[lanes.length - 1];
    if (number === 0) {
      row.classList.add("initial");
      lanes[0].append(element("div", { class: "act" }, "initial state"));
    } else {
      this.tell(this.run.trace.steps[number - 1], lanes, last, row);
      this.tellChanges(number, last);
    }
    row.append(...lanes);
    return row;
  }

  tell(step, lanes, last, row) {
    const act = element("div", { class: "act" }, step.text);
    lanes[step.lane].append(act);
    if (lanes[step.lane] === last) act.classList.add("by-itself");
    for (const { lane, held } of step.locks ?? []) {
      const words = held.length === 0 ? "holds no lock" : `holds ${held.join(", ")}`;
      lanes[lane].append(element("div", { class: "locks" }, words));
    }
    if (step.changes && lanes[step.lane] !== last) {
      row.classList.add("reaches");
      row.style.setProperty("--from", step.lane);
    }
  }

  /** More changed cells than this are counted, not listed: the state has them all. */
  static mostChanges = 6;

  tellChanges(number, lane) {
    const texts = this.run.changeTexts(number);
    for (const text of texts.slice(0, Lanes.mostChanges)) {
      lane.append(element("code", { class: "change" }, text));
    }
    const more = texts.length - Lanes.mostChanges;
    if (more > 0) lane.append(element("span", { class: "more" }, `and ${more} more`));
  }

  /** A step as it is read aloud. */
  words(number) {
    if (number === 0) return "initial state";
    const changes = this.run.changeTexts(number).slice(0, Lanes.mostChanges);
    const { text } = this.run.trace.steps[number - 1];
    return [`step ${number}, ${this.run.lane(number)}: ${text}`, ...changes].join("; ");
  }

  /** Marks the step of the run and brings it into sight. */
  show(step) {
    if (step < this.first || step >= this.end) this.fill(step);
    this.current?.setAttribute("aria-selected", "false");
    this.current = this.list.querySelector(`[data-step="${step}"]`);
    this.current.setAttribute("aria-selected", "true");
    this.list.setAttribute("aria-activedescendant", this.current.id);
    this.reveal();
  }

  /** Scrolls the diagram alone: the page stays where it is. */
  reveal() {
    const [outer, inner] = [this.element, this.current];
    const top = inner.offsetTop - outer.querySelector(".heading").offsetHeight;
    const bottom = inner.offsetTop + inner.offsetHeight;
    if (top < outer.scrollTop) outer.scrollTop = top;
    else if (bottom > outer.scrollTop + outer.clientHeight) {
      outer.scrollTop = bottom - outer.clientHeight;
    }
  }
}
