import SpecLanguage
import Testing

@Suite("Samples")
struct SampleTests {
  @Test("have no mistakes", arguments: Samples.all)
  func clean(text: String) {
    let (_, diagnostics) = checked(text)
    #expect(diagnostics.isEmpty, Comment(rawValue: rendered(diagnostics, of: text)))
  }
}
