import Certificates
import Relational
import TransitionSystem

/// Systems that are small enough to be proved by thought.
enum Systems {
  static let lockServer = """
    system "lock server"

    sort node numbered "n"
    sort lock letters "A"

    relation held(lock; node) "who has it"
    relation free(lock) in held
    location at."client: waiting"(node; lock) in at

    initially held(lock l, node n): false
    initially free(lock l): true
    initially at."client: waiting"(node n, lock l): false

    action "client: ask"(node n, lock l)
      from "client"
      site "lock.kspec" 3 5
      when forall lock m: !at."client: waiting"(n, m)
      at."client: waiting"(node o, lock m) := at."client: waiting"(o, m) || o == n && m == l

    action grant(node n, lock l)
      when at."client: waiting"(n, l) && free(l)
      held(lock m, node o) := held(m, o) || m == l && o == n
      free(lock m) := free(m) && m != l
      clear at(n)
      require exclusive "somebody has it": forall node o: !held(l, o)

    action release(node n, lock l)
      when held(l, n)
      held(lock m, node o) := held(m, o) && !(m == l && o == n)
      free(lock m) := m == l ? true : free(m)

    goal exclusive: forall lock l, node n, node o: held(l, n) && held(l, o) => n == o

    """

  static let lockInvariant = """
    invariant
      1. !(free(LOCK0) && held(LOCK0, NODE0))
      2. held(LOCK0, NODE0) && held(LOCK0, NODE1) => NODE0 == NODE1

    """

  /// Blocks are free or belong to a place; a mapped place has a block (a totality).
  static let allocator = """
    system "allocator"

    sort file letters "A"
    sort page ordered plain
    sort block numbered "b"

    relation map(file, page; block)
    relation mapped(file, page)
    relation free(block)
    rigid meta(block)
    rigid reserve(block)

    axiom "meta and reserve": forall block b: meta(b) => !reserve(b)

    initially map(file f, page p, block b): false
    initially mapped(file f, page p): false
    initially free(block b): !meta(b)

    action allocate(file f, page p, block b)
      when free(b) && !mapped(f, p) && !reserve(b)
      map(file g, page q, block c) := g == f && q == p && c == b || map(g, q, c)
      mapped(file g, page q) := mapped(g, q) || g == f && q == p
      free(block c) := free(c) && c != b
      cover used: true

    action punch(file f, page p, block b)
      when map(f, p, b)
      mapped(file g, page q) := mapped(g, q) && !(g == f && q == p)
      free(block c) := free(c) || c == b
      clear map(f, p)

    action read(file f, page p)
      when mapped(f, p)
      require "no hole" "a mapped page has a block": exists block b: map(f, p, b)

    action move(file f, page p, block b, block c)
      when map(f, p, b) && free(c) && !reserve(c)
      map(file g, page q, block d) := g == f && q == p ? d == c : map(g, q, d)
      free(block d) := d == b || free(d) && d != c

    goal "reserve is free": forall file f, page p, block b: map(f, p, b) => !reserve(b)
    goal "meta is whole": forall block b, file f, page p: meta(b) => !map(f, p, b)

    total mapped -> map

    """

  static let allocatorInvariant = """
    invariant
      1. map(FILE0, PAGE0, BLOCK0) => mapped(FILE0, PAGE0)
      2. !(map(FILE0, PAGE0, BLOCK0) && free(BLOCK0))
      3. !(map(FILE0, PAGE0, BLOCK0) && reserve(BLOCK0))
      4. !(map(FILE0, PAGE0, BLOCK0) && meta(BLOCK0))
      5. !(free(BLOCK0) && meta(BLOCK0))
      6. map(FILE0, PAGE0, BLOCK0) && map(FILE1, PAGE1, BLOCK0) => FILE0 == FILE1
      7. map(FILE0, PAGE0, BLOCK0) && map(FILE0, PAGE1, BLOCK0) => PAGE0 == PAGE1
      8. map(FILE0, PAGE0, BLOCK0) && map(FILE0, PAGE0, BLOCK1) => BLOCK0 == BLOCK1

    """

  /// Who holds a lock is inside, and a file is dirty only while somebody holds its lock; that a
  /// held lock has a holder, nothing but a wide totality says.
  static let locked = """
    system "locked"

    sort file letters "A"
    sort task numbered "P"

    relation lock.held(file)
    relation lock.exclusive(file, task)
    relation inside(task)
    relation dirty(file)
    relation published(file)

    initially lock.held(file f): false
    initially lock.exclusive(file f, task t): false
    initially inside(task t): false
    initially dirty(file f): false
    initially published(file f): false

    action enter(task t, file f)
      when !lock.held(f) && !inside(t)
      lock.held(file g) := g == f || lock.held(g)
      lock.exclusive(file g, task u) := g == f && u == t || lock.exclusive(g, u)
      inside(task u) := u == t || inside(u)

    action write(task t, file f)
      when lock.exclusive(f, t)
      dirty(file g) := g == f || dirty(g)

    action leave(task t, file f)
      when lock.exclusive(f, t)
      lock.held(file g) := g != f && lock.held(g)
      lock.exclusive(file g, task u) := !(g == f && u == t) && lock.exclusive(g, u)
      inside(task u) := u != t && inside(u)
      dirty(file g) := g != f && dirty(g)

    action publish()
      when forall task t: !inside(t)
      published(file f) := published(f) || dirty(f)

    goal clean: forall file f: !published(f)

    total lock.held -> lock.exclusive wide

    """

  static let lockedInvariant = """
    invariant
      1. dirty(FILE0) => lock.held(FILE0)
      2. lock.exclusive(FILE0, TASK0) => inside(TASK0)
      3. !published(FILE0)
      4. lock.exclusive(FILE0, TASK0) && lock.exclusive(FILE1, TASK0) => FILE0 == FILE1
      5. lock.exclusive(FILE0, TASK0) => lock.held(FILE0)
      6. lock.exclusive(FILE0, TASK0) && lock.exclusive(FILE0, TASK1) => TASK0 == TASK1

    """

  /// A position may change while somebody writes there; who writes is left open.
  static let writers = """
    system "writers"

    sort thread numbered "t"
    sort page letters "A"

    relation writing(thread, page)
    relation changed(page)
    relation writing.some.page2(page) projects writing 2 "writing for some thread"

    initially writing(thread t, page p): false
    initially changed(page p): false
    initially writing.some.page2(page p): false

    action begin(thread t, page p)
      when true
      writing(thread u, page q) := u == t && q == p || writing(u, q)
      writing.some.page2(page q) := q == p || writing.some.page2(q)

    action end(thread t, page p)
      when writing(t, p)
      writing(thread u, page q) := !(u == t && q == p) && writing(u, q)
      changed(page q) := changed(q) && q != p
      writing.some.page2(page q) := q != p && writing.some.page2(q) || \
    (exists thread u: !(u == t && q == p) && writing(u, q))

    action write(thread t, page p)
      when writing(t, p)
      changed(page q) := q == p || changed(q)

    goal "changed by somebody": forall page p: changed(p) => writing.some.page2(p)

    structure
      1. writing(THREAD0, PAGE0) => writing.some.page2(PAGE0)

    """

  static let writersInvariant = """
    invariant
      1. changed(PAGE0) => writing.some.page2(PAGE0)
      2. writing(THREAD0, PAGE0) => writing.some.page2(PAGE0)

    """

  static func read(_ text: String) throws -> RelationalSystem { try ModelReader.system(text) }

  static func clauses(_ text: String, of system: String) throws -> [Clause] {
    try ClauseReader.invariant(text, of: read(system))
  }
}
