import SpecLanguage
import Testing

@Suite("The formatter")
struct FormatterTests {
  private func formatted(_ text: String) -> String {
    Formatter.format(SourceText(name: "t", text: text)).0 ?? "(not formatted)"
  }

  private func tokens(_ text: String) -> [Token.Kind] {
    Lexer.lex(SourceText(name: "t", text: text)).tokens.map(\.kind)
  }

  @Test("indents, spaces and breaks lines in one way")
  func layout() {
    let text = """
      kernel   "x"{state bool a  [ file ] [page]=true;
      step s( file f )->result when! a[f][0]{if(a[f][0])return-EIO;else{take(b0);}
      choose block b where free[b]{take(b);}else{return ok;}
      int -1..1 n=-1+n-1;{flush();}
      }enum e{one,two( page p ),}}


      property p{always forall file f:a[f][0]?b==-1:c;}
      """
    #expect(
      formatted(text) == """
        kernel "x" {
          state bool a[file][page] = true;
          step s(file f) -> result when !a[f][0] {
            if (a[f][0]) return -EIO;
            else { take(b0); }
            choose block b where free[b] { take(b); } else { return ok; }
            int -1..1 n = -1 + n - 1;
            { flush(); }
          }
          enum e { one, two(page p), }
        }

        property p { always forall file f: a[f][0] ? b == -1 : c; }

        """)
  }

  private static let commented = """
    // first


    /// doc
    kernel "x" { // behind
      // inside

      step s() {

        flush(); // call
        // last

      }
      enum e { // cases
        one, // one
        // two
        two
      }
      define d() = true && // why
        false
        // odd
        || true;
    }
    // end
    """

  private static let laidOut = """
    // first

    /// doc
    kernel "x" {  // behind
      // inside

      step s() {
        flush();  // call
        // last
      }
      enum e {  // cases
        one,  // one
        // two
        two
      }
      define d() = true &&  // why
          false
          // odd
          || true;
    }
    // end

    """

  @Test("keeps comments and single blank lines")
  func comments() {
    #expect(formatted(Self.commented) == Self.laidOut)
  }

  @Test("leaves comments aligned where the lines stay what they are")
  func alignedComments() {
    let text = """
      kernel "x" {
        event a();      // one
        event number(); // two
          event c();    // three
      }
      """
    #expect(
      formatted(text) == """
        kernel "x" {
          event a();      // one
          event number();  // two
          event c();  // three
        }

        """)
  }

  @Test("breaks long lines where the least deeply nested parts meet")
  func longLines() {
    let text = """
      kernel "x" {
        define d(file file_with_a_long_name, page page_with_a_long_name) = defined(back[file_with_a_long_name][page_with_a_long_name]) && (free[b0] || poisoned[b0]) => free[b1];
        title "one text that is rather long and goes on" " and on and on" " and on until it is longer than a line";
        enum kind_of_thing { the_first_kind_of_thing, the_second_kind_of_thing, the_third_kind, another_fourth }
      }
      """
    let result = formatted(text)
    #expect(
      result == """
        kernel "x" {
          define d(file file_with_a_long_name, page page_with_a_long_name) =
              defined(back[file_with_a_long_name][page_with_a_long_name]) && (free[b0] || poisoned[b0])
              => free[b1];
          title "one text that is rather long and goes on" " and on and on"
              " and on until it is longer than a line";
          enum kind_of_thing {
            the_first_kind_of_thing,
            the_second_kind_of_thing,
            the_third_kind,
            another_fourth
          }
        }

        """)
    #expect(formatted(result) == result)
  }

  @Test("says nothing new the second time, and changes no token", arguments: Samples.all.indices)
  func idempotent(index: Int) {
    let text = Samples.all[index]
    let once = formatted(text)
    #expect(formatted(once) == once)
    #expect(tokens(once) == tokens(text))
    // However the text was laid out before, one line for all or one for each token.
    let words = Lexer.lex(SourceText(name: "t", text: text)).tokens.dropLast().map { token in
      SourceText(name: "t", text: text).text(token.lower, token.upper)
    }
    for separator in [" ", "\n"] {
      let flat = words.joined(separator: separator)
      let once = formatted(flat)
      #expect(tokens(once) == tokens(text))
      #expect(formatted(once) == once)
      #expect(once.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
  }

  @Test("does not touch what cannot be parsed")
  func mistakes() {
    let (text, diagnostics) = Formatter.format(SourceText(name: "t", text: "kernel {"))
    #expect(text == nil && diagnostics.hasErrors)
    #expect(formatted("") == "")
    #expect(formatted("// only\r\n\r\n// comments") == "// only\n\n// comments\n")
  }
}
