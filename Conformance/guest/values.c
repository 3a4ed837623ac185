/* Values as the specs have them, blocks by their names, and three-valued answers. */
#define _GNU_SOURCE
#include "runtime.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { JUNK = 0xee };

const struct value nothing = {"", 0, 0};

struct value plain(const char *name) { return (struct value){name, 0, 0}; }

struct value at(const char *name, long place) { return (struct value){name, place, 0}; }

struct value failure(void)
{
  const char *name = strerrorname_np(errno);
  return plain(name ? name : "an unknown error");
}

struct value bytes(int data) { return (struct value){"bytes", data, 0}; }

struct value ended(int sector) { return (struct value){"short", sector, 0}; }

struct value count(int page) { return (struct value){"count", page, 0}; }

struct value of(int file, int page, int data)
{
  return (struct value){"of", 1 + data + 4 * page + 4 * PAGE_COUNT * file, 0};
}

struct value written(int block) { return (struct value){"written", block, 1}; }

struct value unwritten(int block) { return (struct value){"unwritten", block, 1}; }

/* The byte of which all bytes of a page with this content are. */
unsigned char pattern(struct value content)
{
  if (!strcmp(content.name, "of")) return content.number;
  return strcmp(content.name, "zero") ? JUNK : 0;
}

/* The one byte that a page or sector is made of, or junk. */
static unsigned char only_byte(const char *buffer, int size)
{
  for (int byte = 1; byte < size; byte++)
    if (buffer[byte] != buffer[0]) return JUNK;
  return buffer[0];
}

struct value seen_by(int file, int page, const char *buffer, int size)
{
  unsigned char byte = only_byte(buffer, size);
  long own = byte - of(file, page, 0).number;
  if (!byte) return plain("zeros");
  if (own >= 0 && own < 4) return bytes(own);
  return plain(byte <= of(D, PAGE_COUNT - 1, d3).number ? "foreign" : "junk");
}

/* Where the blocks are that the test names. Those that its initial state names are fixed; another
 * name goes to the first other block that a condition asks for. */
static long fixed[BLOCK_COUNT], places[BLOCK_COUNT] = {[b0 ... b7] = -1};
static int fixed_count;

void bind_block(int block, long place)
{
  fixed[block] = place;
  if (block >= fixed_count) fixed_count = block + 1;
  forget_bindings();
}

void forget_bindings(void)
{
  for (int block = 0; block < BLOCK_COUNT; block++)
    places[block] = block < fixed_count ? fixed[block] : -1;
}

long place(int block) { return places[block]; }

static enum answer is_block(int name, long place)
{
  if (places[name] >= 0) return places[name] == place ? YES : NO;
  for (int other = 0; other < BLOCK_COUNT; other++)
    if (places[other] == place) return NO;
  places[name] = place;
  return YES;
}

static int name_of(long place)
{
  int name = 0;
  while (name < BLOCK_COUNT - 1 && is_block(name, place) != YES) name++;
  return name;
}

/* What a real kernel, or this machine, does not tell. */
static int is_unknown(struct value value) { return !strcmp(value.name, "unknown"); }

const char *text(struct value value)
{
  static char text[64];
  const char *name = value.name;
  if (!*name) return "-";
  if (is_unknown(value)) return "not observable";
  if (!strcmp(name, "bytes"))
    snprintf(text, sizeof(text), "bytes(d%ld)", value.number);
  else if (!strcmp(name, "short"))
    snprintf(text, sizeof(text), "short(s%ld)", value.number);
  else if (!strcmp(name, "count"))
    snprintf(text, sizeof(text), "count(%ld)", value.number);
  else if (!strcmp(name, "written") || !strcmp(name, "unwritten"))
    snprintf(text, sizeof(text), "%s(b%d)", name, name_of(value.number));
  else
    snprintf(text, sizeof(text), "%s", name);
  return text;
}

enum answer negation(enum answer answer)
{
  return answer == UNKNOWN ? UNKNOWN : answer == YES ? NO : YES;
}

enum answer both(enum answer first, enum answer second)
{
  if (first == NO || second == NO) return NO;
  return first == YES && second == YES ? YES : UNKNOWN;
}

enum answer either(enum answer first, enum answer second)
{
  return negation(both(negation(first), negation(second)));
}

enum answer given(struct value value) { return *value.name ? YES : NO; }

enum answer equal(struct value first, struct value second)
{
  if (is_unknown(first) || is_unknown(second)) return UNKNOWN;
  if (strcmp(first.name, second.name)) return NO;
  if (first.is_named == second.is_named) return first.number == second.number ? YES : NO;
  if (first.is_named) return is_block(first.number, second.number);
  return is_block(second.number, first.number);
}

enum answer among(struct value value, const char *names)
{
  char name[64];
  if (is_unknown(value)) return UNKNOWN;
  snprintf(name, sizeof(name), " %s ", value.name);
  return strstr(names, name) ? YES : NO;
}

/* Also an error that the specs do not know. */
enum answer is_error(struct value value)
{
  if (is_unknown(value)) return UNKNOWN;
  return *value.name >= 'A' && *value.name <= 'Z' ? YES : NO;
}

/* A filesystem that has shut itself down does not tell what is where. */
struct value extent(int file, int page)
{
  struct value found = lookup(file, page);
  return *found.name == 'E' ? plain("unknown") : found;
}

struct value content(int block)
{
  static char buffer[PAGE] __attribute__((aligned(PAGE)));
  unsigned char byte;
  if (place(block) < 0 || !read_device(place(block), buffer)) return plain("unknown");
  byte = only_byte(buffer, PAGE);
  if (!byte) return plain("zero");
  return byte == JUNK ? plain("junk") : at("of", byte);
}

enum answer recorded(int block)
{
  return place(block) < 0 ? UNKNOWN : has_record(place(block), PAGE);
}

enum answer poisoned(int block)
{
  return place(block) < 0 ? UNKNOWN : has_poison(place(block), PAGE);
}

enum answer recorded_sector(int block, int sector)
{
  return place(block) < 0 ? UNKNOWN : has_record(place(block) + sector * SECTOR, SECTOR);
}

enum answer poisoned_sector(int block, int sector)
{
  return place(block) < 0 ? UNKNOWN : has_poison(place(block) + sector * SECTOR, SECTOR);
}

/* No file can be opened in a filesystem that has shut itself down. */
enum answer is_shut_down(void)
{
  char path[64];
  snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor(A));
  int file = open(path, O_RDWR);
  if (file < 0) return errno == EIO ? YES : UNKNOWN;
  close(file);
  return NO;
}
