#pragma once

#include <stdint.h>

// Asks the processor for the cache line at an address, which need not be valid; waits for nothing.
static inline void memory_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

// What a slot holds; what its filler wrote before it filled the slot is seen from then on.
static inline uint32_t memory_load(const uint32_t *slot) {
  return __atomic_load_n(slot, __ATOMIC_ACQUIRE);
}

// Fills a slot if it is empty, which is 0; returns what it held, so 0 if it has been filled.
static inline uint32_t memory_fill(uint32_t *slot, uint32_t content) {
  uint32_t held = 0;
  __atomic_compare_exchange_n(slot, &held, content, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  return held;
}

// Writes what others may read meanwhile.
static inline void memory_store(uint32_t *place, uint32_t content) {
  __atomic_store_n(place, content, __ATOMIC_RELEASE);
}

// The same for slots of 64 bits.
static inline uint64_t memory_load_wide(const uint64_t *slot) {
  return __atomic_load_n(slot, __ATOMIC_ACQUIRE);
}

static inline uint64_t memory_fill_wide(uint64_t *slot, uint64_t content) {
  uint64_t held = 0;
  __atomic_compare_exchange_n(slot, &held, content, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  return held;
}
