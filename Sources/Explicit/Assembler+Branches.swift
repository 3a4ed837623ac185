extension Assembler {
  /// Code that goes to the label if the condition is as said, and otherwise falls through.
  mutating func branch(_ term: Term, when wanted: Bool, to label: Label) {
    switch term {
    case .constant(let value): if (value != 0) == wanted { emit(.jump, to: label) }
    case .not(let operand): branch(operand, when: !wanted, to: label)
    case .and(let operands): chain(operands, stop: false, when: wanted, to: label)
    case .or(let operands): chain(operands, stop: true, when: wanted, to: label)
    case .equal(let left, let right): equality(value(left), value(right), when: wanted, to: label)
    case .less(let left, let right): order(value(left), value(right), when: wanted, to: label)
    case .lessOrEqual(let left, let right):
      let (one, other) = (value(left), value(right))
      order(other, one, when: !wanted, to: label)
    case .isDefined(let place): definedness(place, when: wanted, to: label)
    case .choice(let test, let then, let otherwise):
      let (other, end) = (makeLabel(), makeLabel())
      branch(test, when: false, to: other)
      branch(then, when: wanted, to: label)
      emit(.jump, to: end)
      place(other)
      branch(otherwise, when: wanted, to: label)
      place(end)
    case .bound, .read, .add, .subtract, .lookup, .compose, .all, .any:
      equality(value(term), Operand(source: .none, offset: 1), when: wanted, to: label)
    }
  }

  /// The operands in order until one of them is `stop`.
  private mutating func chain(
    _ operands: [Term], stop: Bool, when wanted: Bool, to label: Label
  ) {
    if stop == wanted {
      for operand in operands { scratch { $0.branch(operand, when: stop, to: label) } }
      return
    }
    let skip = makeLabel()
    for operand in operands { scratch { $0.branch(operand, when: stop, to: skip) } }
    emit(.jump, to: label)
    place(skip)
  }

  private mutating func equality(
    _ left: Operand, _ right: Operand, when wanted: Bool, to label: Label
  ) {
    let difference = right.offset - left.offset
    switch (left.source, right.source) {
    case (.none, .none): if (difference == 0) == wanted { emit(.jump, to: label) }
    case (.none, _): equality(right, left, when: wanted, to: label)
    case (.cell(let cell), .none):
      emit(wanted ? .jumpCellEqual : .jumpCellNotEqual, cell, difference, to: label)
    case (.register(let number), .none):
      emit(wanted ? .jumpEqual : .jumpNotEqual, number, difference, to: label)
    case (.cell(let one), .cell(let other)) where difference == 0:
      emit(wanted ? .jumpCellsEqual : .jumpCellsNotEqual, one, other, to: label)
    case (.cell, _), (.register, _):
      let one = register(left)
      emit(wanted ? .jumpSame : .jumpDifferent, one, register(right), to: label)
    }
  }

  /// Whether left < right.
  private mutating func order(
    _ left: Operand, _ right: Operand, when wanted: Bool, to label: Label
  ) {
    switch (left.source, right.source) {
    case (.none, .none): if (left.offset < right.offset) == wanted { emit(.jump, to: label) }
    case (.cell(let cell), .none):
      let bound = right.offset - left.offset
      emit(wanted ? .jumpCellLess : .jumpCellNotLess, cell, bound, to: label)
    case (.register(let number), .none):
      emit(wanted ? .jumpLess : .jumpNotLess, number, right.offset - left.offset, to: label)
    case (.none, .cell(let cell)):
      let bound = left.offset - right.offset + 1
      emit(wanted ? .jumpCellNotLess : .jumpCellLess, cell, bound, to: label)
    case (.none, .register(let number)):
      let bound = left.offset - right.offset + 1
      emit(wanted ? .jumpNotLess : .jumpLess, number, bound, to: label)
    case (.cell, _), (.register, _):
      let one = register(left)
      emit(wanted ? .jumpBelow : .jumpNotBelow, one, register(right), to: label)
    }
  }

  private mutating func definedness(_ place: Place, when wanted: Bool, to label: Label) {
    let undefined = place.isPartial ? place.undefined : -1
    if let cell = place.cell {
      emit(wanted ? .jumpCellNotEqual : .jumpCellEqual, cell, undefined, to: label)
    } else {
      let content = self.content(of: place)
      emit(wanted ? .jumpNotEqual : .jumpEqual, content, undefined, to: label)
    }
  }
}
