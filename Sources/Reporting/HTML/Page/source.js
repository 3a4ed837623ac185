/** The lines of the files that runs refer to. */
const fileLines = new Map();

function linesOf(number) {
  if (!fileLines.has(number)) fileLines.set(number, report.files[number].text.split("\n"));
  return fileLines.get(number);
}

/** The text of the spec around the line of a step. */
class SourcePanel {
  /** So many lines before and after the one that is marked. */
  static context = 12;

  constructor() {
    this.title = element("h3", {}, "Spec");
    this.functions = element("p", { class: "functions" });
    this.lines = element("ol", { class: "lines", tabindex: "0", "aria-label": "Text of the spec" });
    this.element = element(
      "section", { class: "source", "aria-label": "Spec" }, this.title, this.functions,
      this.lines);
  }

  show(place, isDeclaration) {
    if (place === this.place) return;
    this.place = place;
    this.functions.textContent = place.functions.join("; ");
    this.functions.hidden = place.functions.length === 0;
    this.lines.replaceChildren();
    if (place.file === null) {
      this.title.textContent = "A step of the mechanisms, which no spec spells out";
      return;
    }
    const all = linesOf(place.file);
    const file = report.files[place.file].name;
    this.title.textContent = `${file}, line ${place.line}`
      + (isDeclaration ? ": the property" : "");
    const first = Math.max(1, place.line - SourcePanel.context);
    const last = Math.min(all.length, place.line + SourcePanel.context);
    for (let line = first; line <= last; line += 1) this.lines.append(this.line(all, line));
    this.reveal();
  }

  line(all, number) {
    const isCurrent = number === this.place.line;
    const item = element("li", { value: number, "aria-current": isCurrent ? "true" : null });
    item.append(element(isCurrent ? "mark" : "span", {}, all[number - 1] || " "));
    return item;
  }

  reveal() {
    const mark = this.lines.querySelector("[aria-current]");
    if (!mark) return;
    this.lines.scrollTop = mark.offsetTop - (this.lines.clientHeight - mark.offsetHeight) / 2;
  }
}
