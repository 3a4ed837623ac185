/** The names of the cells of a layout, as traces in JSON have them: `extent[A][0]`. */
const cellNames = new Map();

function namesOf(layout) {
  if (!cellNames.has(layout)) {
    cellNames.set(layout, layout.variables.flatMap((variable) =>
      placesOf(layout, variable).map((place) =>
        variable.name + place.map((name) => `[${name}]`).join(""))));
  }
  return cellNames.get(layout);
}

/** The indices of the cells of a variable, the last one fastest. */
function placesOf(layout, variable) {
  return variable.sorts.reduce(
    (places, sort) => places.flatMap((place) =>
      layout.elements[sort].map((name) => [...place, name])),
    [[]]);
}

/** A run, and the state after so many of its steps. */
class Run {
  constructor(number) {
    this.trace = report.traces[number];
    this.cell = report.cells[this.trace.cell];
    this.layout = report.layouts[this.trace.layout];
    this.step = 0;
    this.state = [...this.trace.first];
    this.before = this.state;
  }

  get length() { return this.trace.steps.length; }

  /** Goes to the state after so many steps. */
  go(step) {
    if (step < this.step) {
      this.step = 0;
      this.state = [...this.trace.first];
    }
    this.before = this.state;
    while (this.step < step) this.advance(this.step + 1 === step);
    if (step === 0) this.before = this.state;
  }

  advance(isLast) {
    if (isLast) this.before = [...this.state];
    for (const [cell, value] of this.changes(this.step + 1)) this.state[cell] = value;
    this.step += 1;
  }

  /** What step number `step`, counted from 1, changes: cells with their new values. */
  changes(step) { return step === 0 ? [] : this.trace.steps[step - 1].changes ?? []; }

  /** The text of a cell's value in the state. */
  text(cell) { return report.texts[this.state[cell]]; }

  /** The changes of a step in words. */
  changeTexts(step) {
    const names = namesOf(this.layout);
    return this.changes(step).map(([cell, value]) => `${names[cell]} = ${report.texts[value]}`);
  }

  /** What every step taken from the first state changes. */
  get everChanged() {
    return new Set(this.trace.steps.flatMap((step) => step.changes ?? []).map(([cell]) => cell));
  }

  /** Where a step stands in the specs; before the first one, where the property is declared. */
  place(step) {
    const number = step === 0 ? this.trace.declared : this.trace.steps[step - 1].place;
    return report.places[number];
  }

  /** The heading of the lane of a step. */
  lane(step) { return this.trace.lanes[this.trace.steps[step - 1].lane]; }
}
