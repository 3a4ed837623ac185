/// The sort of a term, as a type: terms of different sorts do not mix.
package protocol TermSort: Sendable {}

/// Truth values.
package enum BooleanSort: TermSort {}

/// Bit-vectors of any one width; Z3 itself checks that widths agree.
package enum BitVectorSort: TermSort {}

/// Elements of sorts without interpretation; Z3 itself checks that sorts agree.
package enum IndividualSort: TermSort {}

/// Sorts themselves.
package enum SortOfSorts: TermSort {}

/// Relations themselves.
package enum SortOfRelations: TermSort {}

/// A term of a context, eight bytes long.
///
/// The context owns what it stands for and keeps it as long as itself; a term is a number in the
/// context's arena. Using it with another context is a programming error and stops the program.
package struct Term<Sort: TermSort>: Hashable, Sendable {
  let index: UInt32
  let context: UInt32
}

/// A formula.
package typealias Formula = Term<BooleanSort>

/// A bit-vector.
package typealias BitVector = Term<BitVectorSort>

/// An element of an uninterpreted sort.
package typealias Individual = Term<IndividualSort>

/// An uninterpreted sort; Z3 keeps sorts and relations as it keeps terms.
package typealias SortSymbol = Term<SortOfSorts>

/// A relation over uninterpreted sorts.
package typealias RelationSymbol = Term<SortOfRelations>
