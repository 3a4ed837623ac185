#pragma once

// Asks the processor for the cache line at an address, which need not be valid; waits for nothing.
static inline void memory_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }
