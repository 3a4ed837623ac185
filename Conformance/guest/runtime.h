/* What the generated programs of litmus tests are made of. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stddef.h>
#include <linux/falloc.h>

enum { A, B, C, D, FILE_COUNT };
enum { b0, b1, b2, b3, b4, b5, b6, b7, BLOCK_COUNT };
enum { d0, d1, d2, d3 };
enum { P0, P1, P2, P3, TASK_COUNT };
enum { s0, s1, s2, s3, s4, s5, s6, s7 };
enum { PAGE = 4096, PAGE_COUNT = 8, SECTOR = 512, SECTORS = PAGE / SECTOR };

enum {
  ALLOCATE = 0,
  ALLOCATE_KEEP_SIZE = FALLOC_FL_KEEP_SIZE,
  PUNCH_HOLE = FALLOC_FL_PUNCH_HOLE,
  PUNCH_HOLE_KEEP_SIZE = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
  ZERO_RANGE = FALLOC_FL_ZERO_RANGE,
  ZERO_RANGE_KEEP_SIZE = FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE,
  /* The bit of the proposal, which later became FALLOC_FL_WRITE_ZEROES. */
  ZEROINIT = 0x80,
  ZEROINIT_KEEP_SIZE = 0x80 | FALLOC_FL_KEEP_SIZE,
};

/* Whether something is so; of some things a real kernel tells nothing. */
enum answer { NO, YES, UNKNOWN };

/* A value of the specs: the name of its case, and what it carries. */
struct value {
  const char *name;
  long number;
  /* The number is the name of a block, not its place on the device. */
  int is_named;
};

struct test {
  const char *name, *kernel, *release, *filesystem, *device, *platform;
  /* Why there is no program; empty if there is one. */
  const char *reason;
  void (*run)(void);
};

extern const struct test tests[];
extern const int test_count;

/* Ends a test that could not even begin. */
void give_up(const char *what) __attribute__((noreturn));

/* device.c: the block device, its list of bad blocks and its media. */
void open_device(const char *path, const char *name);
void release_reserve(void);
void strike(int block, int states);
void strike_sector(int block, int sector, int states);
enum { RECORDED = 1, POISONED = 2 };
void clearing(const char *how);
/* Whether some of so many bytes is lost. */
enum answer has_record(long place, int size);
enum answer has_poison(long place, int size);
/* Real poison of which the kernel is not told would not be read so as this healthy memory. */
int is_unseen(long place, int size);
void record_at(long place);
int zero_device(long place, int size);
int read_device(long place, char *buffer);
unsigned long long memory_address(long place);

/* files.c: files, mappings and what is where. */
void open_files(const char *mountpoint);
void file_path(char *path, size_t size, char name);
void create(int file, int pages);
void fill(int file, int page, struct value content);
void fill_sector(int file, int page, int sector, struct value content);
void leave_free(int blocks);
void settle(void);
void name_block(int block, int file, int page);
void map_page(int task, int file, int page);
void as_task(int task);
int descriptor(int file);
volatile char *mapping(int file);
int page_count(int file);
struct value lookup(int file, int page);

/* layout.c: where the pages of a file lie. */
void allocate(int file, int from, int to);
void allocate_apart(int file, int from, int to);
void require_joined(int file, int page);
void require_apart(int file, int page);
void clone_file(int from, int to);

/* calls.c: the calls of the specs. Each returns what the specs' call returns. */
struct value do_pread(int file, int page);
struct value do_pwrite(int file, int page, int data);
struct value do_load(int file, int page);
struct value do_mstore(int file, int page, int data);
struct value do_fallocate(int file, int mode, int page);
struct value do_fsync(int file);
struct value do_fiemap(int file, int page);
struct value do_blkzeroout(long place);
struct value do_pwrite_unreadable(int file, int page);
struct value do_pwrite_from_kernel(int file, int page);
struct value do_sysfs_badblock(long place);
struct value do_madvise_hwpoison(int file, int page);

/* parts.c: calls inside a page, and over several. */
struct value do_pread_sector(int file, int page, int sector);
struct value do_pwrite_sector(int file, int page, int sector, int data);
struct value do_pwrite_faulting(int file, int page, int end, int data);
struct value do_fallocate_sector(int file, int mode, int page, int sector);
struct value do_blkzeroout_sector(long place, int sector);
struct value do_pread_range(int file, int from, int to);
struct value do_pwrite_range(int file, int from, int to, int data);
struct value do_fallocate_range(int file, int mode, int from, int to);
struct value do_truncate(int file, int end);

/* values.c: values, blocks by name, and questions about them. */
extern const struct value nothing;
struct value plain(const char *name);
struct value failure(void);
struct value bytes(int data);
/* A call that ended before a sector, or before a page. */
struct value ended(int sector);
struct value count(int page);
struct value of(int file, int page, int data);
struct value written(int block);
struct value unwritten(int block);
struct value at(const char *name, long place);
unsigned char pattern(struct value content);
struct value seen_by(int file, int page, const char *buffer, int size);
long place(int block);
void bind_block(int block, long place);
void forget_bindings(void);
const char *text(struct value value);
enum answer negation(enum answer answer);
enum answer both(enum answer first, enum answer second);
enum answer either(enum answer first, enum answer second);
enum answer given(struct value value);
enum answer equal(struct value first, struct value second);
enum answer among(struct value value, const char *names);
enum answer is_error(struct value value);
struct value extent(int file, int page);
struct value content(int block);
enum answer recorded(int block);
enum answer poisoned(int block);
enum answer recorded_sector(int block, int sector);
enum answer poisoned_sector(int block, int sector);
enum answer is_shut_down(void);

/* report.c: what is said of a test. */
void tell(const char *name, struct value value);
void exactly(void);
void allows(void);
void forbids(void);
void or_else(void);
void demand(const char *text, enum answer answer);

#endif
