/* Where the pages of a file lie: in one extent or in several, and together with another file. */
#define _GNU_SOURCE
#include "runtime.h"
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Whether FIEMAP shows the page in one extent with the one before it. */
static int is_joined(int file, int page)
{
  struct {
    struct fiemap map;
    struct fiemap_extent extent;
  } query;
  memset(&query, 0, sizeof(query));
  query.map.fm_start = (unsigned long long)(page - 1) * PAGE;
  query.map.fm_length = 2 * PAGE;
  query.map.fm_extent_count = 1;
  if (ioctl(descriptor(file), FS_IOC_FIEMAP, &query.map) || !query.map.fm_mapped_extents)
    give_up("a page has no block");
  return query.extent.fe_logical + query.extent.fe_length >= ((unsigned long long)page + 1) * PAGE;
}

void require_joined(int file, int page)
{
  if (!is_joined(file, page)) give_up("the pages are not in one extent");
}

void require_apart(int file, int page)
{
  if (is_joined(file, page)) give_up("the pages are in one extent");
}

/* Gives the pages blocks in one go, which on a fresh filesystem lie one behind the other. */
void allocate(int file, int from, int to)
{
  if (fallocate(descriptor(file), 0, (off_t)from * PAGE, (off_t)(to - from + 1) * PAGE))
    give_up("a file cannot be allocated");
}

static void take_a_block(int number)
{
  char path[128];
  file_path(path, sizeof(path), 'a' + number);
  int between = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
  if (between < 0 || fallocate(between, 0, 0, PAGE)) give_up("no block can be taken");
  close(between);
}

/* The same, but not behind the page before: the block there goes to other files first. */
void allocate_apart(int file, int from, int to)
{
  const int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  for (int attempt = 0; attempt < 16; attempt++) {
    take_a_block(attempt);
    allocate(file, from, to);
    if (!is_joined(file, from)) return;
    if (fallocate(descriptor(file), mode, (off_t)from * PAGE, (off_t)(to - from + 1) * PAGE))
      give_up("a file cannot be punched");
    sync();
  }
}

/* The other file gets the blocks of the first one (reflink). */
void clone_file(int from, int to)
{
  if (fsync(descriptor(from)) || ioctl(descriptor(to), FICLONE, descriptor(from)))
    give_up("the files cannot share blocks");
}
