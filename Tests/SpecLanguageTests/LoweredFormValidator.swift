import SpecLanguage
import TransitionSystem

/// Checks by other means that what the checker let pass is well formed: every name exists, every
/// type fits, every local is declared once and before its use.
struct LoweredFormValidator {
  var variants: [String: VariantType] = [:]
  var variables: [String: StateVariable] = [:]
  private var sorts: Set<String> = []
  var options: [String: ValueType] = [:]
  private var signatures: [String: Callable] = [:]
  private var events: [String: Event] = [:]
  var mistakes: [String] = []
  var locals: [String: ValueType] = [:]
  private var declared: Set<String> = []

  /// What is wrong with a specification that has no errors; each text names the construct.
  static func mistakes(in specification: Specification) -> [String] {
    let library = specification.library.fragment
    var found: [String] = []
    for design in specification.designs {
      for kernel in design.kernels {
        let chain = specification.chain(of: kernel).map(\.fragment)
        let context = [library] + chain + [design.fragment]
        found += validated(context, checking: [design.fragment])
      }
    }
    for kernel in specification.kernels {
      let chain = specification.chain(of: kernel.name).map(\.fragment)
      found += validated([library] + chain, checking: [kernel.fragment])
    }
    for model in specification.models {
      found += validated([model.fragment], checking: [model.fragment])
      for property in model.properties {
        found += validated([model.fragment, property.fragment], checking: [property.fragment])
      }
    }
    return found
  }

  private static func validated(_ context: [Fragment], checking: [Fragment]) -> [String] {
    var validator = LoweredFormValidator(context)
    for fragment in checking {
      for definition in fragment.definitions {
        validator.begin(definition.parameters)
        validator.expect(definition.body, definition.type)
      }
      for callable in fragment.callables {
        validator.begin(callable.parameters)
        validator.validate(callable.body, callable.returns)
      }
      for action in fragment.environment {
        validator.begin(action.parameters)
        validator.validate(action.body, nil)
      }
      for handler in fragment.handlers { validator.validate(handler) }
    }
    return validator.mistakes
  }

  private init(_ context: [Fragment]) {
    for fragment in context {
      sorts.formUnion(fragment.sorts.map(\.name))
      for variant in fragment.variants { variants[variant.name] = variant }
      for variable in fragment.variables { variables[variable.name] = variable }
      for option in fragment.options { options[option.name] = option.type }
      for callable in fragment.callables { signatures[callable.name] = callable }
      for event in fragment.events { events[event.name] = event }
      for lock in fragment.locks {
        variables[lock.held] = StateVariable(lock.held, lock.indices, .bool)
        for relation in [lock.exclusiveHolders, lock.sharedHolders] {
          variables[relation] = StateVariable(relation, lock.indices + ["task"], .bool)
        }
      }
    }
  }

  private mutating func begin(_ parameters: [Parameter]) {
    locals = [:]
    declared = []
    for parameter in parameters { declare(parameter) }
  }

  private mutating func declare(_ parameter: Parameter) {
    if !declared.insert(parameter.name).inserted { mistakes.append("twice: \(parameter.name)") }
    locals[parameter.name] = parameter.type
  }

  private mutating func validate(_ handler: Handler) {
    var bound: [Parameter]
    var condition = Expression.bool(true)
    switch handler.trigger {
    case .call(_, let parameters, let task): bound = parameters + [task].compactMap(\.self)
    case .returned(_, let parameters, let result, let test, let task):
      bound = parameters + [result, task].compactMap(\.self)
      condition = test
    case .event(_, let parameters): bound = parameters
    }
    begin(bound)
    expect(condition, .bool)
    validate(handler.body, nil)
  }

  private mutating func validate(_ statements: [Statement], _ returns: ValueType?) {
    for statement in statements {
      switch statement {
      case .declare(let local, let value, _):
        if let value { expect(value, local.type) }
        declare(local)
      case .assign(let local, let value, _):
        if locals[local.name] != local.type { mistakes.append("unknown local \(local.name)") }
        expect(value, local.type)
      case .write(let update, _): validate(update)
      case .conditional(let condition, let then, let otherwise, _):
        expect(condition, .bool)
        validate(then, returns)
        validate(otherwise, returns)
      case .choose(let local, let condition, let body, let otherwise, _):
        declare(local)
        expect(condition, .bool)
        validate(body, returns)
        validate(otherwise ?? [], returns)
      case .call(let call, _): validate(call)
      case .with(_, let lock, let indices, let body, _):
        let known = variables["\(lock).exclusive"]?.indices.dropLast() ?? []
        expect(indices, known.map { .sort($0) })
        validate(body, returns)
      case .iterate(let local, let body, _):
        declare(local)
        validate(body, returns)
      case .atomic(let body, _): validate(body, returns)
      case .await(let condition, _), .require(let condition, _, _), .cover(let condition, _, _):
        expect(condition, .bool)
      case .returning(let value, _):
        if (value == nil) != (returns == nil) { mistakes.append("return") }
        if let value, let returns { expect(value, returns) }
      case .retry: break
      case .emit(let event, let arguments, _):
        expect(arguments, events[event]?.parameters.map(\.type) ?? [])
      }
    }
  }

  private mutating func validate(_ update: Update) {
    for parameter in update.bound { declare(parameter) }
    guard let variable = variables[update.variable] else {
      return mistakes.append("unknown state \(update.variable)")
    }
    expect(update.indices, variable.indices.map { .sort($0) })
    expect(update.condition, .bool)
    if let value = update.value {
      expect(value, variable.type)
    } else if !variable.isPartial {
      mistakes.append("undefined \(update.variable)")
    }
  }

  private mutating func validate(_ call: CallStatement) {
    if !call.callsBase {
      guard let callee = signatures[call.callee] else {
        return mistakes.append("unknown callee \(call.callee)")
      }
      expect(call.arguments, callee.parameters.map(\.type))
      if let result = call.result, callee.returns != result.type {
        mistakes.append("result of \(call.callee)")
      }
    }
    if let result = call.result, locals[result.name] == nil { declare(result) }
  }

  mutating func expect(_ expressions: [Expression], _ types: [ValueType]) {
    if expressions.count != types.count { mistakes.append("\(expressions.count) values") }
    for (expression, type) in zip(expressions, types) { expect(expression, type) }
  }

  mutating func expect(_ expression: Expression, _ type: ValueType) {
    guard let found = self.type(of: expression) else { return }
    if case .integer = found, case .integer = type { return }
    if found != type {
      mistakes.append("\(expression.description) is \(found.description), not \(type.description)")
    }
  }
}
