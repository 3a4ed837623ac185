import SpecLanguage
import Testing
import TransitionSystem

/// Names and declarations that do not fit together.
@Suite("Declarations")
struct NameTests {
  @Test("have names of their own")
  func duplicates() {
    expectDiagnostics(
      """
      kernel "x" {
        sort ⟦duplicateName⟧block; sort color; enum ⟦duplicateName⟧color { red }
        enum shade { dark, ⟦duplicateName⟧dark }
        state bool ⟦duplicateName⟧free; option ⟦duplicateName⟧zero_on_alloc = true;
        lock ⟦duplicateName⟧i_rwsem; event ⟦duplicateName⟧strike();
        step a() { } routine ⟦duplicateName⟧a() { } define ⟦duplicateName⟧mapped() = true;
        define twice() = true; define ⟦duplicateName⟧twice() = true;
        environment e() { } environment ⟦duplicateName⟧e() { }
        step b(page p, page ⟦duplicateName⟧p) { }
      }
      kernel ⟦duplicateName⟧"x" { }
      observer o { } property ⟦duplicateName⟧o { always true; }
      """)
  }

  @Test("name types that exist, with a suggestion for those that do not")
  func types() {
    expectDiagnostics(
      """
      kernel "x" {
        state ⟦unknownType⟧blok a; state bool b[⟦unknownSort⟧fil]; state bool c[⟦unknownSort⟧result];
        state ⟦badIntegerType⟧int 3..1 d; state ⟦badIntegerType⟧int 0..65535 e;
        state int 0..65534 f; state int -2..-1 g;
        enum bad { one(⟦enumInEnum⟧result r), two(page p), three(⟦fieldTypesDiffer⟧file p) }
        step s() { free[b0] = a == b1; }
      }
      """)
  }

  @Test("of definitions do not use themselves")
  func definitions() {
    expectDiagnostics(
      """
      kernel "x" {
        define a(bool p) = b(p);
        define b(bool p) = c(p) && p;
        define c(bool p) = ⟦recursiveDefinition⟧a(p) || ok == ok;
        define d(bool d) = d;
        define e() = later;
        define later() = a(true) && f;
        define f() = ⟦recursiveDefinition⟧f;
      }
      """)
  }

  @Test("that are wrong are no further mistake where they are used")
  func followingMistakes() {
    expectDiagnostics(
      """
      kernel "x" {
        state ⟦unknownType⟧blok a; option o = ⟦unknownName⟧nothing; lock l[⟦unknownSort⟧nothing];
        event v(⟦unknownType⟧nothing n); step s(⟦unknownType⟧nothing n) { } define d() = ⟦unknownName⟧nothing;
        step use() {
          if (a is hole && d()) { with exclusive(l) { s(o); } }
          ⟦unknownType⟧nothing n = a; n = a; emit v(n);
        }
      }
      """)
  }

  @Test("that are replaced exist, are of one kind and have the same signature")
  func overrides() {
    expectDiagnostics(
      """
      kernel "x" {
        syscall write(file f) -> result { return ok; }
        environment scrub(block b) { }
      }
      kernel "y" extends "x" {
        step ⟦overrideNeeded⟧take(block b) { }
        ⟦nothingToOverride⟧override step tako(block b) { }
        override step ⟦overrideDiffers⟧store(block b) { }
        override syscall ⟦overrideKind⟧zeroout(block b) -> result { return ok; }
        override step bmap(file f, page p) -> extent { return hole; }
        syscall ⟦overrideNeeded⟧write(file f) -> result { return ok; }
        environment ⟦overrideNeeded⟧scrub(block b) { }
        ⟦nothingToOverride⟧override environment scrap(block b) { }
      }
      design "d" on "x" {
        syscall ⟦overrideDiffers⟧write(file f) { }
        recipe ⟦overrideKind⟧bmap() { }
        override environment ⟦overrideDiffers⟧scrub() { }
      }
      design "e" on "x" { syscall write(file f) -> result { return base(f); } }
      """)
  }

  @Test("of kernels refer to each other without going round")
  func kernels() {
    expectDiagnostics(
      """
      kernel "a" extends "b" { }
      kernel "b" extends ⟦cyclicExtends⟧"a" { }
      kernel "c" extends ⟦unknownItem⟧"d" { }
      abstract kernel "base" { }
      design "one" on ⟦abstractKernel⟧"base", ⟦unknownItem⟧"bas", "c", ⟦duplicateName⟧"c" { }
      """)
  }

  @Test("of kernels may come from several bases, which fit together")
  func severalBases() {
    let bases = """
      abstract kernel "base" { state bool a; syscall get() -> result { return -EIO; } }
      abstract kernel "files" extends "base" { state bool b; }

      """
    expectDiagnostics(
      bases + """
        abstract kernel "late" extends "base" { override syscall get() -> result { return ok; } }
        kernel "both" extends "files", "late" { syscall put() -> result { return get(); } }
        kernel "twice" extends "files", ⟦duplicateName⟧"files" { }
        kernel "none" extends "files", ⟦unknownItem⟧"lat" { }
        """)
    expectDiagnostics(
      bases + """
        abstract kernel "late" extends "base" { state bool ⟦duplicateName⟧b; }
        kernel "both" extends "files", "late" { }
        """)
  }

  @Test("of known bugs say what puts them back and what they break")
  func bugs() {
    expectDiagnostics(
      """
      kernel "a" { option fast = true; syscall get() -> result { return ok; } }
      kernel "b" { option fast = true; syscall get() -> result { return ok; } }
      litmus "of a" on "a" { task P0 { r = get(); } exactly { r == ok; } }
      bug "fine" on "a" { set fast = false; litmus "of a"; }
      bug ⟦bugWithoutSetting⟧"idle" on "a" { litmus "of a"; }
      bug ⟦bugWithoutEvidence⟧"mute" on "a" { set fast = false; }
      bug ⟦bugUnseen⟧"half" on "a", "b" { set fast = false; litmus "of a"; }
      bug "wrong" on "a" { set ⟦unknownOption⟧fats = false; litmus ⟦unknownItem⟧"of c"; }
      bug "other" on "a" { set fast = false; ⟦misplacedMember⟧task P0 { } litmus "of a"; }
      """)
  }

  @Test("of observers refer to each other without going round")
  func observers() {
    expectDiagnostics(
      """
      observer a { uses b; ghost bool x; }
      observer b { uses ⟦cyclicUses⟧a; }
      observer c { ghost bool x; }
      property p { uses a, ⟦ghostsCollide⟧c, ⟦unknownItem⟧d; always x; }
      """)
  }

  @Test("of a design are checked on each of its kernels, and each mistake is told once")
  func designs() {
    let text = """
      kernel "a" { syscall f() { } state bool only; }
      kernel "b" { syscall f() { } option only = true; }
      design "d" on "a", "b" {
        syscall g() { f(); nothing(); }
        step h() { only = true; }
      }
      design "e" { define both() = only; syscall f() { if (both()) base(); } }
      """
    let (_, diagnostics) = checked(text)
    #expect(
      rendered(diagnostics, of: text) == """
        test.kspec:4:22: error: there is nothing to call 'nothing'
          syscall g() { f(); nothing(); }
                             ^~~~~~~
        test.kspec:5:14: error: the option 'only' is constant in a run; 'set' chooses it for a design
          step h() { only = true; }
                     ^~~~
          note: on "b" only
        test.kspec:7:8: error: the design "e" means something else on "b" than on "a"; \
        write one design for each
        design "e" { define both() = only; syscall f() { if (both()) base(); } }
               ^~~

        """)
  }

  @Test("of options and settings have constant values of their type")
  func options() {
    expectDiagnostics(
      """
      kernel "k" {
        option a = true; option ⟦optionNeedsType⟧b = 3; option int 0..3 c = ⟦outOfRange⟧7;
        option result d = EIO; option e = ⟦ambiguousCase⟧zero; option f = ⟦notConstant⟧a;
        option g = ⟦notConstant⟧free[b0]; option content h = zero; option i = content.junk;
        set ⟦unknownOption⟧aa = true; set d = ⟦typeMismatch⟧true;
        set a = true, ⟦duplicateName⟧a = false;
      }
      """)
  }

  @Test(
    "of options can be set on the command line",
    arguments: [
      ("zero_on_alloc=false", Expression.bool(false)), ("zero_on_alloc = true", .bool(true)),
    ])
  func commandLine(text: String, value: Expression) {
    let source = SourceText(name: "--set", text: text)
    let (setting, diagnostics) = setting(source, among: [TestLibrary.library.fragment])
    #expect(diagnostics.isEmpty)
    #expect(setting?.name == "zero_on_alloc" && setting?.value == value)
  }

  @Test(
    "of settings on the command line that are wrong",
    arguments: [
      ("zero_on_aloc=false", "unknownOption"), ("zero_on_alloc=1", "typeMismatch"),
      ("zero_on_alloc", "expected"), ("zero_on_alloc=true;", "expected"), ("", "expected"),
      ("zero_on_alloc=free[b0]", "notConstant"),
    ])
  func wrongCommandLine(text: String, id: String) {
    let source = SourceText(name: "--set", text: text)
    let (setting, diagnostics) = setting(source, among: [TestLibrary.library.fragment])
    #expect(setting == nil)
    #expect(diagnostics.map(\.id) == [id])
  }
}
