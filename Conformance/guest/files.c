/* The files of a test, fresh on a fresh filesystem, and the tasks' mappings of them. */
#define _GNU_SOURCE
#include "runtime.h"
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#ifndef STATX_ATTR_DAX
#define STATX_ATTR_DAX 0x00200000
#endif

static const char *folder;
static int current;
static struct {
  int descriptor, pages;
  volatile char *mappings[TASK_COUNT];
} files[FILE_COUNT];

void open_files(const char *mountpoint) { folder = mountpoint; }

void file_path(char *path, size_t size, char name)
{
  snprintf(path, size, "%s/%c", folder, name);
}

void create(int file, int pages)
{
  char path[128];
  struct statx status;
  file_path(path, sizeof(path), 'A' + file);
  files[file].descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0644);
  files[file].pages = pages;
  if (files[file].descriptor < 0 || ftruncate(files[file].descriptor, (off_t)pages * PAGE))
    give_up("a file cannot be created");
  if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &status) ||
      !(status.stx_attributes & STATX_ATTR_DAX))
    give_up("the filesystem is not mounted with DAX");
}

void fill(int file, int page, struct value content)
{
  static char buffer[PAGE];
  memset(buffer, pattern(content), PAGE);
  if (pwrite(descriptor(file), buffer, PAGE, (off_t)page * PAGE) != PAGE)
    give_up("a file cannot be written");
}

void fill_sector(int file, int page, int sector, struct value content)
{
  static char buffer[SECTOR];
  memset(buffer, pattern(content), SECTOR);
  if (pwrite(descriptor(file), buffer, SECTOR, (off_t)page * PAGE + sector * SECTOR) != SECTOR)
    give_up("a file cannot be written");
}

/* Fills ext4 but for so many blocks. XFS cannot be filled so far: its writes reserve more blocks
 * than they take, and fail before. */
void leave_free(int blocks)
{
  char path[128];
  off_t size = 0;
  struct statfs status;
  if (statfs(folder, &status) || status.f_type != EXT4_SUPER_MAGIC) return;
  release_reserve();
  snprintf(path, sizeof(path), "%s/filler", folder);
  int file = open(path, O_RDWR | O_CREAT, 0644);
  if (file < 0) give_up("the device cannot be filled");
  for (off_t step = 1 << 26; step >= PAGE;) {
    if (fallocate(file, 0, size, step))
      step /= 2;
    else
      size += step;
  }
  fsync(file);
  if (ftruncate(file, size - (off_t)blocks * PAGE)) give_up("the device cannot be filled");
  fsync(file);
  close(file);
  sync();
  if (statfs(folder, &status) || status.f_bfree != (unsigned long)blocks)
    give_up("the device cannot be filled");
}

void settle(void)
{
  for (int file = 0; file < FILE_COUNT; file++)
    if (files[file].pages && fsync(descriptor(file))) give_up("a file cannot be synchronized");
  sync();
}

void name_block(int block, int file, int page)
{
  struct value found = lookup(file, page);
  if (strcmp(found.name, "written") && strcmp(found.name, "unwritten"))
    give_up("a page has no block");
  if (place(block) >= 0 && place(block) != found.number) give_up("the files share no block");
  bind_block(block, found.number);
}

void map_page(int task, int file, int page)
{
  as_task(task);
  (void)mapping(file)[page * PAGE];
}

void as_task(int task) { current = task; }

int descriptor(int file) { return files[file].descriptor; }

int page_count(int file) { return files[file].pages; }

/* The present task's mapping; it is made once and faults nothing in. */
volatile char *mapping(int file)
{
  volatile char **mapping = &files[file].mappings[current];
  if (!*mapping) {
    void *made = mmap(NULL, (size_t)files[file].pages * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
                      descriptor(file), 0);
    if (made == MAP_FAILED) give_up("a file cannot be mapped");
    *mapping = made;
  }
  return *mapping;
}

/* What FIEMAP says of a page; its error if it fails. */
struct value lookup(int file, int page)
{
  struct {
    struct fiemap map;
    struct fiemap_extent extent;
  } query;
  memset(&query, 0, sizeof(query));
  query.map.fm_start = (unsigned long long)page * PAGE;
  query.map.fm_length = PAGE;
  query.map.fm_extent_count = 1;
  if (ioctl(descriptor(file), FS_IOC_FIEMAP, &query.map)) return failure();
  if (!query.map.fm_mapped_extents || query.extent.fe_logical > query.map.fm_start)
    return plain("hole");
  return at(query.extent.fe_flags & FIEMAP_EXTENT_UNWRITTEN ? "unwritten" : "written",
            query.extent.fe_physical + (query.map.fm_start - query.extent.fe_logical));
}
