/* The calls of the specs that ask for less than a page, or for several. */
#define _GNU_SOURCE
#include "runtime.h"
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char buffer[PAGE_COUNT * PAGE] __attribute__((aligned(PAGE)));

static off_t offset_of(int page, int sector) { return (off_t)page * PAGE + sector * SECTOR; }

struct value do_pread_sector(int file, int page, int sector)
{
  struct value before = lookup(file, page);
  memset(buffer, 0xdd, SECTOR);
  ssize_t done = pread(descriptor(file), buffer, SECTOR, offset_of(page, sector));
  if (done < 0) return failure();
  if (is_unseen(before.number + sector * SECTOR, SECTOR)) return plain("unknown");
  if (done == 0) return plain("zeros");
  return done == SECTOR ? seen_by(file, page, buffer, SECTOR) : plain("a short count");
}

struct value do_pwrite_sector(int file, int page, int sector, int data)
{
  memset(buffer, pattern(of(file, page, data)), SECTOR);
  ssize_t done = pwrite(descriptor(file), buffer, SECTOR, offset_of(page, sector));
  if (done < 0) return failure();
  return plain(done == SECTOR ? "ok" : "a short count");
}

/* The first sectors of the user's buffer end with the last page that can be read. */
struct value do_pwrite_faulting(int file, int page, int end, int data)
{
  char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return failure();
  memset(pages, pattern(of(file, page, data)), PAGE);
  mprotect(pages + PAGE, PAGE, PROT_NONE);
  char *start = pages + PAGE - end * SECTOR;
  ssize_t done = pwrite(descriptor(file), start, PAGE, offset_of(page, 0));
  struct value result = done < 0 ? failure() : ended(done / SECTOR);
  if (done == PAGE) result = plain("ok");
  if (done > 0 && done % SECTOR) result = plain("a short count");
  munmap(pages, 2 * PAGE);
  return result;
}

struct value do_fallocate_sector(int file, int mode, int page, int sector)
{
  return fallocate(descriptor(file), mode, offset_of(page, sector), SECTOR) ? failure()
                                                                            : plain("ok");
}

struct value do_blkzeroout_sector(long place, int sector)
{
  return zero_device(place + sector * SECTOR, SECTOR) ? failure() : plain("ok");
}

/* What a transfer of several pages gave. */
static struct value transferred(ssize_t done, int from, int to)
{
  if (done < 0) return failure();
  if (done == (ssize_t)(to - from + 1) * PAGE) return plain("all");
  return done % PAGE ? plain("a short count") : count(from + done / PAGE);
}

struct value do_pread_range(int file, int from, int to)
{
  int is_known = 1;
  for (int page = from; page <= to; page++) {
    struct value before = lookup(file, page);
    if (!strcmp(before.name, "written") && is_unseen(before.number, PAGE)) is_known = 0;
  }
  size_t size = (size_t)(to - from + 1) * PAGE;
  ssize_t done = pread(descriptor(file), buffer, size, offset_of(from, 0));
  return is_known ? transferred(done, from, to) : plain("unknown");
}

struct value do_pwrite_range(int file, int from, int to, int data)
{
  size_t size = (size_t)(to - from + 1) * PAGE;
  for (int page = from; page <= to; page++)
    memset(buffer + (page - from) * PAGE, pattern(of(file, page, data)), PAGE);
  return transferred(pwrite(descriptor(file), buffer, size, offset_of(from, 0)), from, to);
}

struct value do_fallocate_range(int file, int mode, int from, int to)
{
  off_t size = (off_t)(to - from + 1) * PAGE;
  return fallocate(descriptor(file), mode, offset_of(from, 0), size) ? failure() : plain("ok");
}

struct value do_truncate(int file, int end)
{
  return ftruncate(descriptor(file), offset_of(end, 0)) ? failure() : plain("ok");
}
