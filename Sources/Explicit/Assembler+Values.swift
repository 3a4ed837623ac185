extension Assembler {
  /// Code for the value of a ground term.
  mutating func value(_ term: Term) -> Operand {
    switch term {
    case .constant(let number): return Operand(source: .none, offset: number)
    case .bound, .all, .any: preconditionFailure("the term is not grounded")
    case .read(let place): return read(place)
    case .isDefined, .not, .and, .or, .equal, .less, .lessOrEqual: return condition(term)
    case .add(let left, let right): return sum(value(left), value(right))
    case .subtract(let left, let right): return difference(value(left), value(right))
    case .choice(let test, let then, let otherwise): return choice(test, then, otherwise)
    case .lookup(let operand, let table): return lookup(value(operand), table)
    case .compose(let base, let parts): return compose(base, parts)
    }
  }

  /// The register that holds an operand, filled now if there is none yet.
  mutating func register(_ operand: Operand) -> Int {
    if case .register(let number) = operand.source, operand.offset == 0 { return number }
    let target = makeRegister()
    move(operand, to: target)
    return target
  }

  mutating func move(_ operand: Operand, to target: Int) {
    switch operand.source {
    case .none: emit(.loadConstant, d: target, operand.offset)
    case .cell(let cell): emit(.loadCell, d: target, cell, operand.offset)
    case .register(let number): emit(.addConstant, d: target, number, operand.offset)
    }
  }

  private mutating func read(_ place: Place) -> Operand {
    if let cell = place.cell {
      if place.isPartial { emit(.trapCellEqual, cell, place.undefined) }
      return Operand(source: .cell(cell), offset: place.lower)
    }
    let content = self.content(of: place)
    if place.isPartial { emit(.trapEqual, content, place.undefined) }
    return Operand(source: .register(content), offset: place.lower)
  }

  /// A register with the content of a cell that is only known when the code runs.
  mutating func content(of place: Place) -> Int {
    if place.offsets.count == 1 {
      let index = value(place.offsets[0].term)
      if case .cell(let cell) = index.source {
        let stride = place.offsets[0].stride
        let target = makeRegister()
        let base = place.base + stride * index.offset
        emit(.loadNext, d: target, cell, base, stride)
        return target
      }
    }
    let (index, base) = self.index(of: place)
    let target = makeRegister()
    emit(.loadIndexed, d: target, index, base)
    return target
  }

  /// A register and a constant whose sum is the number of the cell.
  mutating func index(of place: Place) -> (register: Int, base: Int) {
    var base = place.base
    var parts: [(stride: Int, operand: Operand)] = []
    for offset in place.offsets {
      let operand = value(offset.term)
      base += offset.stride * operand.offset
      parts.append((offset.stride, operand))
    }
    return (scaledSum(parts), base)
  }

  /// A register with the sum of the scaled operands, without their constants.
  private mutating func scaledSum(_ parts: [(stride: Int, operand: Operand)]) -> Int {
    let target = makeRegister()
    var isFirst = true
    for part in parts {
      switch part.operand.source {
      case .none: continue
      case .cell(let cell):
        emit(isFirst ? .scaleCell : .addScaledCell, d: target, cell, part.stride)
      case .register(let number):
        emit(isFirst ? .scale : .addScaled, d: target, number, part.stride)
      }
      isFirst = false
    }
    if isFirst { emit(.loadConstant, d: target, 0) }
    return target
  }

  private mutating func condition(_ term: Term) -> Operand {
    let target = makeRegister()
    let end = makeLabel()
    emit(.loadConstant, d: target, 0)
    branch(term, when: false, to: end)
    emit(.loadConstant, d: target, 1)
    place(end)
    return Operand(source: .register(target), offset: 0)
  }

  private mutating func sum(_ left: Operand, _ right: Operand) -> Operand {
    let offset = left.offset + right.offset
    if case .none = left.source { return Operand(source: right.source, offset: offset) }
    if case .none = right.source { return Operand(source: left.source, offset: offset) }
    let one = register(Operand(source: left.source, offset: 0))
    let other = register(Operand(source: right.source, offset: 0))
    let target = makeRegister()
    emit(.add, d: target, one, other)
    return Operand(source: .register(target), offset: offset)
  }

  private mutating func difference(_ left: Operand, _ right: Operand) -> Operand {
    let offset = left.offset - right.offset
    if case .none = right.source { return Operand(source: left.source, offset: offset) }
    let one = register(Operand(source: left.source, offset: 0))
    let other = register(Operand(source: right.source, offset: 0))
    let target = makeRegister()
    emit(.subtract, d: target, one, other)
    return Operand(source: .register(target), offset: offset)
  }

  private mutating func choice(_ test: Term, _ then: Term, _ otherwise: Term) -> Operand {
    let target = makeRegister()
    let (other, end) = (makeLabel(), makeLabel())
    branch(test, when: false, to: other)
    move(value(then), to: target)
    emit(.jump, to: end)
    place(other)
    move(value(otherwise), to: target)
    place(end)
    return Operand(source: .register(target), offset: 0)
  }

  private mutating func lookup(_ operand: Operand, _ table: Term.Table) -> Operand {
    let target = makeRegister()
    if case .cell(let cell) = operand.source {
      emit(.lookupCell, d: target, cell, table.offset + operand.offset)
    } else {
      emit(.lookup, d: target, register(operand), table.offset)
    }
    return Operand(source: .register(target), offset: 0)
  }

  private mutating func compose(_ base: Int, _ parts: [Term.Part]) -> Operand {
    var stride = parts.map(\.values.count).reduce(1, *)
    var offset = base
    var scaled: [(stride: Int, operand: Operand)] = []
    for part in parts {
      stride /= max(part.values.count, 1)
      var operand = value(part.term)
      check(&operand, part.values, isNeeded: !part.fits)
      offset += stride * (operand.offset - part.values.lowerBound)
      scaled.append((stride, operand))
    }
    return Operand(source: .register(scaledSum(scaled)), offset: offset)
  }

  /// Makes sure that a number is within bounds.
  mutating func check(_ operand: inout Operand, _ values: Range<Int>, isNeeded: Bool) {
    guard isNeeded else { return }
    let number = register(operand)
    operand = Operand(source: .register(number), offset: 0)
    emit(.trapOutside, number, values.lowerBound, values.upperBound - 1)
  }
}
