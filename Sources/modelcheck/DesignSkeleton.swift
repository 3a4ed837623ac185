/// A design to begin with: complete, and with comments that say what each part is for.
struct DesignSkeleton {
  let name: String
  let kernels: [String]

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  var text: String {
    let places = kernels.map(Self.quoted).joined(separator: ", ")
    return """
      // A design is what is proposed: system calls, what user space does with them, and what its
      // author expects. Documentation/Language.md describes the language, Documentation/Library.md
      // what can be called here, and 'modelcheck show NAME' prints what stands behind a name.

      design \(Self.quoted(name)) on \(places) {
        title "one line that says what it is";
        source "who proposes it: a name, a date, a message";

        /// What the proposal leaves open is an option, with a comment.
        option keeps_readers_out = true;

        // Each variant is a column of its own in the table.
        variant "as posted" { title "as the message has it"; set keeps_readers_out = false; }
        variant "as meant" { title "as its author meant it"; }

        /// A call of its own. 'explicit' says that its caller knows of the loss.
        explicit syscall reset_page(file f, page p) -> result {
          source "file.c:function that would do it";
          with exclusive(i_rwsem[f]) {                     // the lock that pwrite takes
            if (keeps_readers_out) {
              with exclusive(invalidate_lock[f]) {         // and the one that faults take
                break_layouts(f, p);                       // nobody has the page mapped
                return reset_block(f, p);
              }
            }
            return reset_block(f, p);
          }
        }

        /// Each call here is one atomic step: between two of them anything may happen.
        routine reset_block(file f, page p) -> result {
          extent e = iomap_begin(f, p);
          if (e is not written) return -EOPNOTSUPP;
          if (clear_poison(e.b) is error) return -EIO;
          write_pmem_zeros(e.b);
          badblocks_clear(e.b);                            // the record goes last
          return ok;
        }

        /// What a program does that has lost page p of file f and wants the data d there. The
        /// properties speak of it under this name.
        recipe recover(file f, page p, data d) -> result {
          try reset_page(f, p);                            // an error ends the recipe
          try pwrite(f, p, d);
          return ok;
        }

        // What you expect, before the first run. What comes out otherwise is marked '!' in the
        // table and is a finding: either the expectation is wrong, or the design, or the model.
        // expect violated repair_crash_safe because "a crash may come between reset and write";
        // expect holds in_place because "the block stays where it is";
      }

      """
  }
}
