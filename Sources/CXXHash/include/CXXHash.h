#pragma once
#include <stddef.h>
#include <stdint.h>

/// A 128-bit XXH3 digest.
typedef struct { uint64_t low, high; } assay_hash128;

/// XXH3-128 of `length` bytes (xxHash 0.8, seed 0).
assay_hash128 assay_xxh3_128(const void *_Nullable bytes, size_t length);

/// Asks for the memory at `address`, which need not be valid, before it is needed.
static inline void assay_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 1); }
