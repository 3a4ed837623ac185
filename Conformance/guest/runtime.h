/* What the generated programs of litmus tests are made of. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include <stddef.h>
#include <linux/falloc.h>

enum { A, B, C, D, FILE_COUNT };
enum { b0, b1, b2, b3, b4, b5, b6, b7, BLOCK_COUNT };
enum { d0, d1, d2, d3 };
enum { P0, P1, P2, P3, TASK_COUNT };
enum { PAGE = 4096, PAGE_COUNT = 4, SECTORS = PAGE / 512 };

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
enum { RECORDED = 1, POISONED = 2 };
void clearing(const char *how);
enum answer has_record(long place);
enum answer has_poison(long place);
int zero_device(long place);
int read_device(long place, char *buffer);
unsigned long long memory_address(long place);

/* files.c: files, mappings and what is where. */
void open_files(const char *mountpoint);
void create(int file, int pages);
void fill(int file, int page, struct value content);
void leave_free(int blocks);
void settle(void);
void name_block(int block, int file, int page);
void map_page(int task, int file, int page);
void as_task(int task);
int descriptor(int file);
volatile char *mapping(int file);
int page_count(int file);
struct value lookup(int file, int page);

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
struct value do_madvise_hwpoison(int file, int page);

/* values.c: values, blocks by name, and questions about them. */
extern const struct value nothing;
struct value plain(const char *name);
struct value failure(void);
struct value bytes(int data);
struct value of(int file, int page, int data);
struct value written(int block);
struct value unwritten(int block);
struct value at(const char *name, long place);
unsigned char pattern(struct value content);
struct value seen_by(int file, int page, const char *buffer);
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
enum answer is_shut_down(void);

/* report.c: what is said of a test. */
void tell(const char *name, struct value value);
void exactly(void);
void allows(void);
void forbids(void);
void or_else(void);
void demand(const char *text, enum answer answer);

#endif
