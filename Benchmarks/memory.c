/* How long a prefetched random access to memory takes, in nanoseconds: what no table of states in
 * memory can beat. Reads and writes one word of each of many random lines of a table that is far
 * larger than the caches; each line is asked for 32 accesses ahead.
 *
 *   memory [MIB]   (default 1024)
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { AHEAD = 32 };

static uint64_t next(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  size_t mebibytes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1024;
  size_t lines = 1;
  while (lines * 2 * 64 <= mebibytes << 20) lines *= 2;
  uint64_t *table = mmap(NULL, lines * 64, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (table == MAP_FAILED) {
    perror("memory");
    return 1;
  }
  madvise(table, lines * 64, MADV_HUGEPAGE);
  /* First touch is not what is measured. */
  for (size_t i = 0; i < lines; i++) table[i * 8] = i;
  const size_t count = 40000000;
  uint64_t seed = 1, queue[AHEAD], sum = 0;
  for (int i = 0; i < AHEAD; i++) queue[i] = 0;
  double start = now();
  for (size_t i = 0; i < count; i++) {
    uint64_t line = next(&seed) & (lines - 1);
    uint64_t *due = table + queue[i % AHEAD] * 8;
    __builtin_prefetch(table + line * 8, 1);
    queue[i % AHEAD] = line;
    sum += (*due += 1);
  }
  double seconds = now() - start;
  printf("%.2f ns\n", 1e9 * seconds / (double)count);
  return sum == 0;
}
