/* The block device: its list of bad blocks, and the book that the simulated media keeps. */
#define _GNU_SOURCE
#include "runtime.h"
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MEDIA "/sys/kernel/debug/pmemsim/"

static int device;
static char list[96], base[96], reserve[96];

void open_device(const char *path, const char *name)
{
  device = open(path, O_RDWR | O_DIRECT);
  if (device < 0) give_up("the device cannot be opened");
  snprintf(list, sizeof(list), "/sys/block/%s/badblocks", name);
  snprintf(base, sizeof(base), "/sys/block/%s/device/resource", name);
  snprintf(reserve, sizeof(reserve), "/sys/fs/ext4/%s/reserved_clusters", name);
}

static int is_media(void) { return access(MEDIA "state", F_OK) == 0; }

static void write_to(const char *path, const char *line)
{
  int file = open(path, O_WRONLY);
  if (file < 0 || write(file, line, strlen(line)) < 0) give_up(path);
  close(file);
}

void release_reserve(void) { write_to(reserve, "0"); }

static void record(long place, int size)
{
  char line[64];
  snprintf(line, sizeof(line), "%ld %d\n", place / SECTOR, size / SECTOR);
  write_to(list, line);
}

void record_at(long place) { record(place, PAGE); }

static void strike_at(long place, int size, int states)
{
  char line[64];
  if (is_media() && (states & POISONED)) {
    snprintf(line, sizeof(line), "%ld %d", place, size);
    write_to(states & RECORDED ? MEDIA "inject" : MEDIA "latent", line);
  } else {
    record(place, size);
  }
  if ((states & RECORDED) && has_record(place, size) != YES) give_up("the error is not recorded");
}

void strike(int block, int states) { strike_at(place(block), PAGE, states); }

void strike_sector(int block, int sector, int states)
{
  strike_at(place(block) + sector * SECTOR, SECTOR, states);
}

void clearing(const char *how)
{
  const char *mode = strcmp(how, "whole") == 0 ? "0" : strcmp(how, "partial") == 0 ? "2" : "3";
  write_to("/sys/module/pmemsim/parameters/clear_mode", mode);
}

/* Whether a list of "SECTOR COUNT" lines has a sector of these bytes. */
static enum answer is_in(const char *path, long place, int size)
{
  FILE *file = fopen(path, "r");
  unsigned long long first, wanted = place / SECTOR, sectors = size / SECTOR;
  unsigned count;
  enum answer answer = NO;
  if (!file) return UNKNOWN;
  while (fscanf(file, "%llu %u", &first, &count) == 2)
    if (first < wanted + sectors && wanted < first + count) answer = YES;
  fclose(file);
  return answer;
}

enum answer has_record(long place, int size) { return is_in(list, place, size); }

enum answer has_poison(long place, int size) { return is_in(MEDIA "state", place, size); }

int is_unseen(long place, int size)
{
  return has_poison(place, size) == YES && has_record(place, size) == NO;
}

int zero_device(long place, int size)
{
  uint64_t range[2] = {place, size};
  return ioctl(device, BLKZEROOUT, range);
}

int read_device(long place, char *buffer) { return pread(device, buffer, PAGE, place) == PAGE; }

unsigned long long memory_address(long place)
{
  char line[32] = "";
  FILE *file = fopen(base, "r");
  if (!file || !fgets(line, sizeof(line), file)) give_up("the device has no address");
  fclose(file);
  return strtoull(line, NULL, 0) + place;
}
