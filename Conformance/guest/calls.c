/* The calls of the specs, made for real. */
#define _GNU_SOURCE
#include "runtime.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char buffer[PAGE] __attribute__((aligned(PAGE)));
static sigjmp_buf after_signal;

enum { NO_SIGNAL = 1000 };

static void catch(int signal, siginfo_t *details, void *context)
{
  (void)context;
  siglongjmp(after_signal, signal == SIGBUS ? details->si_code : NO_SIGNAL);
}

static void catch_signals(void)
{
  struct sigaction action = {.sa_sigaction = catch, .sa_flags = SA_SIGINFO};
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGALRM, &action, NULL);
}

static struct value signalled(int code)
{
  switch (code) {
  case BUS_ADRERR: return plain("BUS_ADRERR");
  case BUS_MCEERR_AR: return plain("BUS_MCEERR_AR");
  case BUS_MCEERR_AO: return plain("BUS_MCEERR_AO");
  case BUS_OBJERR: return plain("BUS_OBJERR");
  case NO_SIGNAL: return plain("no signal");
  default: return plain("SIGBUS");
  }
}

struct value do_pread(int file, int page)
{
  struct value before = lookup(file, page);
  memset(buffer, 0xdd, PAGE);
  ssize_t count = pread(descriptor(file), buffer, PAGE, (off_t)page * PAGE);
  if (count < 0) return failure();
  if (is_unseen(before.number, PAGE)) return plain("unknown");
  /* The specs have no sizes: a page behind the end is like a hole. */
  if (count == 0) return plain("zeros");
  return count == PAGE ? seen_by(file, page, buffer, PAGE) : plain("a short count");
}

struct value do_pwrite(int file, int page, int data)
{
  memset(buffer, pattern(of(file, page, data)), PAGE);
  ssize_t count = pwrite(descriptor(file), buffer, PAGE, (off_t)page * PAGE);
  if (count < 0) return failure();
  return plain(count == PAGE ? "ok" : "a short count");
}

/* A write whose buffer cannot be read. */
struct value do_pwrite_unreadable(int file, int page)
{
  char *unreadable = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (unreadable == MAP_FAILED) return failure();
  ssize_t count = pwrite(descriptor(file), unreadable, PAGE, (off_t)page * PAGE);
  struct value result = count < 0 ? failure() : plain(count == PAGE ? "ok" : "a short count");
  munmap(unreadable, PAGE);
  return result;
}

/* A write from an address that no program has. */
struct value do_pwrite_from_kernel(int file, int page)
{
  const char *foreign = (const char *)0xffff888000000000ul;
  ssize_t count = pwrite(descriptor(file), foreign, PAGE, (off_t)page * PAGE);
  return count < 0 ? failure() : plain(count == PAGE ? "ok" : "a short count");
}

/* Loads again and again until the emulator, asked by this line, has raised a machine check. One
 * that comes while the kernel runs is the end of the kernel: nothing else is called meanwhile. */
static void await_machine_check(volatile char *byte, long place)
{
  printf("MACHINE_CHECK 0x%llx\n", memory_address(place));
  fflush(stdout);
  alarm(60);
  for (;;) (void)*byte;
}

struct value do_load(int file, int page)
{
  volatile char *bytes = mapping(file) + page * PAGE;
  struct value before = lookup(file, page);
  catch_signals();
  int code = sigsetjmp(after_signal, 1);
  alarm(0);
  if (code) return signalled(code);
  (void)*bytes;
  /* The memory is healthy in truth: what poison does when it is loaded, the emulator must do. */
  if (!strcmp(before.name, "written") && has_poison(before.number, PAGE) == YES)
    await_machine_check(bytes, before.number);
  memcpy(buffer, (const char *)bytes, PAGE);
  return seen_by(file, page, buffer, PAGE);
}

struct value do_mstore(int file, int page, int data)
{
  volatile char *bytes = mapping(file) + page * PAGE;
  catch_signals();
  int code = sigsetjmp(after_signal, 1);
  if (code) return signalled(code);
  for (int byte = 0; byte < PAGE; byte++) bytes[byte] = pattern(of(file, page, data));
  return plain("ok");
}

struct value do_fallocate(int file, int mode, int page)
{
  int status = fallocate(descriptor(file), mode, (off_t)page * PAGE, PAGE);
  return status ? failure() : plain("ok");
}

struct value do_madvise_hwpoison(int file, int page)
{
  volatile char *bytes = mapping(file) + page * PAGE;
  catch_signals();
  int code = sigsetjmp(after_signal, 1);
  if (code) return signalled(code);
  return madvise((void *)bytes, PAGE, MADV_HWPOISON) ? failure() : plain("ok");
}

struct value do_fsync(int file) { return fsync(descriptor(file)) ? failure() : plain("ok"); }

struct value do_fiemap(int file, int page) { return lookup(file, page); }

struct value do_blkzeroout(long place)
{
  return zero_device(place, PAGE) ? failure() : plain("ok");
}

struct value do_sysfs_badblock(long place)
{
  record_at(place);
  return plain("ok");
}
