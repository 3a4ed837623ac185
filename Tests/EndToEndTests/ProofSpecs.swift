import Foundation

/// Small models whose proofs take a moment.
enum ProofSpecs {
  /// Tasks that enter only with the lock.
  static let lock = """
    model "lock" {
      state bool taken;
      state bool inside[task];
      step enter() when !taken { taken = true; inside[self] = true; }
      step leave() { inside[self] = false; taken = false; }
      syscall work() -> result { enter(); leave(); return ok; }
      role user * 2 { work(); }
      scope calls = 1;
      property alone { always forall task t, task u : inside[t] && inside[u] => t == u; }
      property busy { reachable taken; }
    }

    """

  /// One failure is no harm, a second one is; and nobody keeps a third or a fifth task out.
  static let fail = """
    model "fail" {
      state bool first;
      state bool second;
      state bool inside[task];
      environment fail() budget errors { second = first; first = true; }
      step enter() { inside[self] = true; }
      syscall work() -> result { enter(); return ok; }
      role user * 2 { calls 1; work(); }
      scope errors = 1;
      property once { never second; }
      property few {
        always forall task t, task u, task v :
          inside[t] && inside[u] && inside[v] => t == u || u == v || t == v;
      }
      property some {
        always forall task t, task u, task v, task w, task x :
          inside[t] && inside[u] && inside[v] && inside[w] && inside[x] =>
            t == u || t == v || t == w || t == x || u == v || u == w || u == x || v == w
            || v == x || w == x;
      }
    }

    """

  /// A role that names one task of all.
  static let named = """
    model "named" {
      state bool asked[task];
      step ask(task t) { asked[t] = true; }
      syscall come(task t) -> result { ask(t); return ok; }
      role user { calls 1; come(P0); }
      property others { always forall task t: asked[t] => t == P0; }
    }

    """

  /// Four calls break what two do not.
  static let slow = """
    model "slow" {
      state bool a;
      state bool b;
      state bool c;
      state bool d;
      step on() { d = c; c = b; b = a; a = true; }
      syscall work() -> result { on(); return ok; }
      role user { work(); }
      scope calls = 2;
      property fourth { never d; }
    }

    """

  /// Tasks that have nothing to do with each other.
  static let apart = """
    model "apart" {
      state bool inside[task];
      step enter() { inside[self] = true; }
      step leave() { inside[self] = false; }
      syscall work() -> result { enter(); leave(); return ok; }
      role user { work(); }
      property calm { always true; }
    }

    """

  /// A block stays free, and what needs that there is none never happens.
  static let slots = """
    model "slots" {
      sort block;
      state bool used[block];
      state bool full;
      step take(block b) when !used[b] && (exists block c: c != b && !used[c]) { used[b] = true; }
      step give() when (forall block b: used[b]) { full = true; }
      syscall work(block b) -> result { take(b); return ok; }
      syscall look() -> result { give(); return ok; }
      role user * 2 { work(any); look(); }
      scope blocks = 3, calls = 2;
      property room { always exists block b: !used[b]; }
      property calm { never full; }
    }

    """
}

/// A folder with one spec in it.
func withSpec(_ spec: String, _ work: (String) async throws -> Void) async throws {
  try await withTemporaryFolder { folder in
    try write(spec, to: folder + "/model.kspec")
    try await work(folder)
  }
}

/// The text without the seconds that it took.
func timeless(_ text: String) -> String {
  text.replacing(/\(\d+\.\d s\)/, with: "(s)")
}

/// The files of the store beside a spec.
func stored(_ folder: String) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: folder + "/certificates")
}
