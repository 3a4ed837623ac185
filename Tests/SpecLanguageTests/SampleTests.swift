import SpecLanguage
import Testing

@Suite("Samples")
struct SampleTests {
  @Test("have no mistakes", arguments: Samples.all.indices)
  func clean(index: Int) {
    let text = Samples.all[index]
    let (_, diagnostics) = checked(text)
    #expect(diagnostics.isEmpty, Comment(rawValue: rendered(diagnostics, of: text)))
  }
}
