extension Assembler {
  /// Code for the store of a ground value; nil makes the cell undefined.
  mutating func store(_ term: Term?, in place: Place) {
    let values = place.lower..<place.lower + place.valueCount
    var operand = Operand(
      source: .none, offset: place.lower + (place.isPartial ? place.undefined : 0))
    if let term {
      operand = value(term)
      let bounds = term.bounds
      let fits = values.contains(bounds.lowerBound) && values.contains(bounds.upperBound)
      check(&operand, values, isNeeded: !fits)
    }
    operand.offset -= place.lower
    if let cell = place.cell { store(operand, cell: cell) } else { store(operand, indexed: place) }
  }

  private mutating func store(_ operand: Operand, cell: Int) {
    switch operand.source {
    case .none: storeConstant(cell: cell, content: operand.offset)
    case .register(let number): emit(.store, cell, number, operand.offset)
    case .cell:
      let number = register(Operand(source: operand.source, offset: 0))
      emit(.store, cell, number, operand.offset)
    }
  }

  private mutating func store(_ operand: Operand, indexed place: Place) {
    let (index, base) = self.index(of: place)
    if case .none = operand.source {
      emit(.storeIndexedConstant, index, base, operand.offset)
    } else {
      emit(.storeIndexed, index, base, register(operand))
    }
  }
}
