/// What no declaration says about itself.
enum Prose {
  static let head = """
    # What a spec can build on

    Everything that the library, the kernels of Linux, the workloads and the properties offer \
    to a text, by name. [Language.md](Language.md) says how to use it, [Warts.md](Warts.md) where \
    it is simpler than the kernel. `modelcheck show NAME` prints what stands behind a name.

    This page is made from the sources by `UPDATE_LIBRARY=1 swift test \
    --filter DocumentationTests`; a test compares the two. *source:* names the files and functions \
    of Linux that something stands for, or who asked for it.
    """

  static let sorts = """
    How many elements there are is said by the scope; [Language.md](Language.md) names the defaults.
    """

  static func sort(_ name: String) -> String {
    switch name {
    case "block": "blocks of the device, of one page each; the unit of poison and of allocation"
    case "file": "files"
    case "page": "pages of a file, all files have the same"
    case "task": "tasks; as many as the roles of the workload need"
    case "data": "values that user space writes; two suffice to tell new from old"
    case "sector": "the parts of a page of media, 512 bytes each; there are none unless asked for"
    default: missing
    }
  }

  static let enums = "The first case is what state of the type starts with."

  static func variant(_ name: String) -> String {
    switch name {
    case "result":
      """
      what a call returns and what a read or load sees: `bytes(d)` are the data that belong here, \
      `zeros` zeros, `foreign` bytes put there for another position, or metadata, `junk` \
      unpredictable bytes. A load gives the signals `BUS_MCEERR_AR` and `BUS_ADRERR`; `SIGBUS(x)` \
      is `x`.
      """
    case "content":
      """
      the bytes of a block: zeros, data `d` written for page `p` of file `f`, unpredictable bytes, \
      or metadata.
      """
    case "extent":
      """
      what a file has at a page. `shut` is an answer of `iomap_begin` alone: the filesystem has \
      shut itself down.
      """
    case "allocation": "what an allocation gives."
    case "usage":
      """
      where a block is in its life: `busy` was freed by a transaction that has not committed, \
      `flight` is allocated and not mapped yet.
      """
    case "clearing":
      "what the platform does when asked to clear poison: all of it, a part (EIO), nothing (EIO)."
    case "mapping": "the kernel's own mapping of a page (set_mce_nospec)."
    case "falloc_mode":
      """
      the modes of fallocate(2). `ZEROINIT` is FALLOC_FL_ZEROINIT_RANGE, which no kernel of these \
      knows.
      """
    default: missing
    }
  }

  static let state = """
    Kernel code reads and writes it, by steps; observers and properties read it. What is *volatile* \
    is gone after a crash.
    """

  static let locks = """
    Taken with `with`, in the order `i_rwsem`, `invalidate_lock`, `i_data_sem`, asked with `held` \
    and `held_shared`.
    """

  static let options = """
    Constants of a run; `set` in a kernel, design or variant changes them, and so does `--set`.
    """

  static let steps = """
    A step is atomic, a routine is as many atomic steps as it calls. *Waits* means that the task is \
    not scheduled until the step is possible; it keeps its locks meanwhile.
    """

  static func group(_ file: String) -> String {
    switch file {
    case "Media": "Media"
    case "BadBlocks": "Bad-block records"
    case "Allocator": "Allocator"
    case "ExtentMap": "Extent map"
    case "Journal": "Journal"
    case "Mounting": "Mounting"
    case "DirectAccess": "Driver"
    case "UserMappings": "Mappings of user space"
    case "MemoryFailure": "Memory manager"
    case "Sectors+Media": "Sectors of the media"
    case "Sectors+Copies": "Copies of sectors"
    default: missing
    }
  }

  static let environment = """
    What happens by itself, between any two atomic steps. A budget says how often, in a property's \
    `scope` or with `--scope`; what has no budget happens whenever it can.
    """

  static let events = """
    What observers can react to with `on`, besides calls and returns of syscalls and recipes. \
    Section 6 says which step emits what; environment actions emit `strike`, `report`, \
    `poison_cleared` and `crash`.
    """

  static let kernels = """
    What is declared in a kernel can be called, and overridden, by kernels that extend it and by \
    designs on it. A syscall of a design replaces the kernel's of the same name.
    """

  /// For calls that have no comment of their own; the man page says most of it.
  static func callable(_ name: String) -> String {
    switch name {
    case "pread":
      """
      read(2) of a page, under `i_rwsem` shared. A hole or an unwritten extent gives `zeros`, a \
      recorded block `EIO`, poison that nobody knew of `EFAULT`.
      """
    case "pwrite":
      """
      write(2) of a whole page, under `i_rwsem` exclusive. It allocates if need be; what becomes of \
      a recorded block is `write_bad`.
      """
    case "fallocate":
      """
      fallocate(2), under `i_rwsem` and `invalidate_lock` exclusive, the page unmapped. It knows \
      `PUNCH_HOLE_KEEP_SIZE`, `ZERO_RANGE` and `ALLOCATE`, with and without `KEEP_SIZE`; the other \
      modes give `EOPNOTSUPP`.
      """
    case "fsync": "fsync(2): a journal commit, `EIO` after a shutdown."
    case "umount": "umount(2), see `unmount`."
    case "mount": "mount(2), see `mount_again`."
    case "allocate_once": "One attempt of `allocate`, under `i_data_sem`."
    case "run": "The program of the thread: load, and on BUS_MCEERR_AR recover and load again."
    default: missing
    }
  }

  static let workloads = """
    Who calls what. Each task makes as many calls as the scope says, each one of its menu; `any` is \
    every value. In the initial state A has a written page 0 in b0 with d0, and B is empty, if the \
    title says nothing else.
    """

  static let properties = """
    Each is decided with its workload, at the sizes of the default scope and with these budgets; \
    what is not named does not happen. *Contested* properties may be broken without an expectation.
    """

  static let observers = "Observers that properties take with `uses`, and their ghosts:"

  /// A test looks for it.
  static let missing = "MISSING"
}
