import Relational
import TransitionSystem

/// Ground instances and their proofs.
extension Certifier {
  /// Each formula is what it should be, and each proof holds; nothing if the manifest says that
  /// there are none.
  func checkGround(
    _ system: RelationalSystem, _ invariant: [Clause], _ files: [String: String],
    _ manifest: Manifest
  ) async -> [Finding] {
    let present = files.keys.filter { $0.hasPrefix("ground/") }.sorted()
    if present.isEmpty, manifest.sizes["ground instances"] == 0, !manifest.notes.isEmpty {
      return []
    }
    let questions: [GroundQuestion]
    do throws(CutoffError) { questions = try GroundQuestion.all(system, invariant) } catch {
      return [Finding(file: Certificate.model, message: error.description)]
    }
    let numbered = Array(questions.enumerated())
    let found = await inParallel(numbered, atMost: threads) { index, question in
      shouldStop()
        ? [Finding(file: Certificate.formula(index), message: "not checked: stopped")]
        : check(question, index, files)
    }.joined()
    let paths = Set(
      questions.indices.flatMap { [Certificate.formula($0), Certificate.proof($0)] })
    return Array(found)
      + present.filter { !paths.contains($0) }.map {
        Finding(file: $0, message: "no such file is needed")
      }
  }

  private func check(
    _ question: GroundQuestion, _ index: Int, _ files: [String: String]
  ) -> [Finding] {
    let (path, proofPath) = (Certificate.formula(index), Certificate.proof(index))
    guard let dimacs = files[path] else {
      return [Finding(file: path, message: "'\(question.name)' is missing")]
    }
    guard let proof = files[proofPath] else {
      return [Finding(file: proofPath, message: "the proof is missing")]
    }
    do throws(CutoffError) {
      guard try GroundInstance(question).repeating(dimacs).dimacs == dimacs else {
        return [Finding(file: path, message: "this is not the formula of '\(question.name)'")]
      }
    } catch { return [Finding(file: path, message: error.description)] }
    do throws(TextError) {
      try RUPChecker.check(
        dimacs: dimacs, proof: proof, dimacsFile: path, proofFile: proofPath)
      return []
    } catch { return [Finding(file: error.file, message: error.description)] }
  }
}
