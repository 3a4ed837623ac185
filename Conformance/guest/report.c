/* What is said of a test: its registers, what is where at the end, and each condition. */
#define _GNU_SOURCE
#include "runtime.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum quantifier { EXACTLY, ALLOWS, FORBIDS };
enum { DEMAND_COUNT = 128, ALTERNATIVE_COUNT = 32 };

static int number;
static const struct test *test;
static char registers[512];

static struct demand {
  const char *text;
  enum answer answer;
} demands[DEMAND_COUNT];
static int demand_count;

/* An alternative is a range of demands; those of one condition follow each other. */
static struct alternative {
  enum quantifier quantifier;
  int begins_condition, first;
} alternatives[ALTERNATIVE_COUNT];
static int alternative_count;

#define say(...) (printf("RESULT %d ", number), printf(__VA_ARGS__), printf("\n"))

void give_up(const char *what)
{
  say("  differs: could not be run: %s", what);
  fflush(stdout);
  exit(1);
}

void tell(const char *name, struct value value)
{
  size_t used = strlen(registers);
  snprintf(registers + used, sizeof(registers) - used, "%s%s = %s", used ? "; " : "", name,
           text(value));
}

static void add_alternative(enum quantifier quantifier, int begins_condition)
{
  if (alternative_count == ALTERNATIVE_COUNT) give_up("it has too many conditions");
  alternatives[alternative_count++] =
    (struct alternative){quantifier, begins_condition, demand_count};
  forget_bindings();
}

void exactly(void) { add_alternative(EXACTLY, 1); }

void allows(void) { add_alternative(ALLOWS, 1); }

void forbids(void) { add_alternative(FORBIDS, 1); }

void or_else(void) { add_alternative(alternatives[alternative_count - 1].quantifier, 0); }

void demand(const char *text, enum answer answer)
{
  if (demand_count == DEMAND_COUNT) give_up("it has too many demands");
  demands[demand_count++] = (struct demand){text, answer};
}

static int end_of(int alternative)
{
  return alternative + 1 < alternative_count ? alternatives[alternative + 1].first : demand_count;
}

/* Whether the final state is as an alternative says, as far as it can be seen. */
static enum answer answer_of(int alternative)
{
  enum answer answer = UNKNOWN;
  for (int index = alternatives[alternative].first; index < end_of(alternative); index++) {
    if (demands[index].answer == NO) return NO;
    if (demands[index].answer == YES) answer = YES;
  }
  return answer;
}

/* Whether all of an alternative can be seen. */
static int is_seen(int alternative)
{
  for (int index = alternatives[alternative].first; index < end_of(alternative); index++)
    if (demands[index].answer == UNKNOWN) return 0;
  return 1;
}

static void show_demands(int alternative, enum answer answer, const char *label)
{
  int count = 0;
  for (int index = alternatives[alternative].first; index < end_of(alternative); index++) {
    if (demands[index].answer != answer) continue;
    if (!count++) printf("RESULT %d     %-15s ", number, label);
    printf("%s%s", count > 1 ? "; " : "", demands[index].text);
  }
  if (count) printf("\n");
}

static void show_alternative(int alternative)
{
  show_demands(alternative, YES, "so");
  show_demands(alternative, NO, "not so");
  show_demands(alternative, UNKNOWN, "not observable");
}

/* A condition's alternatives are those before `end`. Returns whether the kernel is otherwise. */
static int show_condition(int begin, int end)
{
  enum quantifier quantifier = alternatives[begin].quantifier;
  enum answer answer = NO;
  const char *name[] = {"exactly", "allows", "forbids"}, *verdict;
  int whole = 1;
  for (int index = begin; index < end; index++) {
    answer = either(answer, answer_of(index));
    if (answer_of(index) != NO) whole = is_seen(index);
  }
  if (quantifier == FORBIDS)
    verdict = answer == NO ? "yes" : answer == YES && whole ? "no" : "not observable";
  else if (answer == UNKNOWN)
    verdict = "not observable";
  else
    verdict = answer == YES ? "yes" : quantifier == ALLOWS ? "not seen" : "no";
  say("  %-10s %s", name[quantifier], verdict);
  for (int index = begin; index < end; index++)
    if (quantifier != EXACTLY || answer == NO || answer_of(index) != NO) show_alternative(index);
  return !strcmp(verdict, "no");
}

/* Of which sectors something is so, where it is not all of them. */
static const char *parts(int block, enum answer (*is_so)(int block, int sector))
{
  static char text[2][32];
  static int turn;
  char *parts = text[turn++ % 2];
  size_t used = snprintf(parts, sizeof(text[0]), " of");
  int found = 0;
  for (int sector = 0; sector < SECTORS; sector++) {
    if (is_so(block, sector) != YES) continue;
    used += snprintf(parts + used, sizeof(text[0]) - used, " s%d", sector);
    found++;
  }
  return found && found < SECTORS ? parts : "";
}

static void show_state(void)
{
  forget_bindings();
  say("  registers  %s", *registers ? registers : "none");
  for (int file = 0; file < FILE_COUNT; file++)
    for (int page = 0; page < page_count(file); page++)
      say("  state      extent[%c][%d] = %s", 'A' + file, page, text(extent(file, page)));
  for (int block = 0; block < BLOCK_COUNT; block++) {
    if (place(block) < 0) continue;
    enum answer poison = poisoned(block);
    say("  state      b%d: %s record%s, %s%s", block, recorded(block) == YES ? "a" : "no",
        parts(block, recorded_sector),
        poison == UNKNOWN ? "poison not observable" : poison == YES ? "poison" : "no poison",
        parts(block, poisoned_sector));
  }
}

static int show_all(void)
{
  int differs = 0;
  show_state();
  for (int begin = 0, end; begin < alternative_count; begin = end) {
    for (end = begin + 1; end < alternative_count && !alternatives[end].begins_condition;) end++;
    differs |= show_condition(begin, end);
  }
  say("  %s", differs ? "differs" : "agrees");
  return differs;
}

static void list(void)
{
  for (int index = 0; index < test_count; index++) {
    const struct test *item = &tests[index];
    printf("%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", index, item->name, item->kernel, item->release,
           item->filesystem, item->device, item->platform, item->reason);
  }
}

int main(int count, char **arguments)
{
  char path[64];
  if (count == 1) {
    list();
    return 0;
  }
  if (count != 4 || (number = atoi(arguments[1])) >= test_count || !tests[number].run) {
    fprintf(stderr, "usage: %s [NUMBER DEVICE FOLDER]\n", arguments[0]);
    return 64;
  }
  test = &tests[number];
  snprintf(path, sizeof(path), "/dev/%s", arguments[2]);
  open_device(path, arguments[2]);
  open_files(arguments[3]);
  test->run();
  return show_all();
}
