import DaxModel
import Testing
import TransitionSystem

@Suite("The library of mechanisms")
struct LibraryTests {
  private static let fragment = DaxModel.library.fragment

  @Test("names everything once")
  func names() {
    let groups = [
      Self.fragment.callables.map(\.name), Self.fragment.environment.map(\.name),
      Self.fragment.events.map(\.name), Self.fragment.options.map(\.name),
      Self.fragment.variants.map(\.name), Self.fragment.sorts.map(\.name),
      Self.fragment.variables.map(\.name) + Self.fragment.locks.map(\.name)
        + Self.fragment.definitions.map(\.name),
    ]
    for names in groups { #expect(Set(names).count == names.count, "\(names)") }
  }

  @Test("says of everything what it is, and of what the kernel does where it is from")
  func documentation() {
    for callable in Self.fragment.callables {
      #expect(!callable.documentation.isEmpty && !callable.source.isEmpty, "\(callable.name)")
      #expect(callable.site != nil, "\(callable.name)")
    }
    for action in Self.fragment.environment {
      #expect(!action.documentation.isEmpty && !action.source.isEmpty, "\(action.name)")
    }
    for variable in Self.fragment.variables { #expect(!variable.documentation.isEmpty) }
    for option in Self.fragment.options { #expect(!option.documentation.isEmpty) }
    for lock in Self.fragment.locks { #expect(!lock.documentation.isEmpty) }
    for event in Self.fragment.events { #expect(!event.documentation.isEmpty) }
  }

  @Test("budgets every event but those that end what another has begun")
  func budgets() {
    let free = Self.fragment.environment.filter { $0.budget == nil }
    #expect(free.map(\.name) == ["badblocks_populate", "set_mce_nospec", "late_report"])
    #expect(Self.fragment.environment.filter(\.endsTasks).map(\.name) == ["crash"])
  }

  @Test("uses only state, events and calls that it declares")
  func references() {
    let holders = Self.fragment.locks.flatMap {
      [$0.held, $0.exclusiveHolders, $0.sharedHolders]
    }
    let variables = Set(Self.fragment.variables.map(\.name) + holders)
    let events = Set(Self.fragment.events.map(\.name))
    let callables = Set(Self.fragment.callables.map(\.name))
    let bodies =
      Self.fragment.callables.map { ($0.name, $0.body) }
      + Self.fragment.environment.map { ($0.name, $0.body) }
    for (name, body) in bodies {
      for statement in body.flattened {
        switch statement {
        case .write(let update, _): #expect(variables.contains(update.variable), "\(name)")
        case .emit(let event, _, _): #expect(events.contains(event), "\(name)")
        case .call(let call, _): #expect(callables.contains(call.callee), "\(name)")
        case .conditional(let condition, _, _, _), .await(let condition, _):
          #expect(condition.stateVariables.isSubset(of: variables), "\(name)")
        default: continue
        }
      }
    }
  }

  @Test("gives a step's result on every way out")
  func results() {
    for callable in Self.fragment.callables where callable.returns != nil {
      guard case .returning(_?, _)? = callable.body.last else {
        Issue.record("\(callable.name) may end without a result")
        continue
      }
    }
    for callable in Self.fragment.callables where callable.returns == nil {
      let returns = callable.body.flattened.contains {
        if case .returning(_?, _) = $0 { true } else { false }
      }
      #expect(!returns, "\(callable.name)")
    }
  }
}
