#define XXH_INLINE_ALL
#include "CXXHash.h"
#include <xxhash.h>

assay_hash128 assay_xxh3_128(const void *bytes, size_t length) {
  XXH128_hash_t digest = XXH3_128bits(bytes, length);
  return (assay_hash128){digest.low64, digest.high64};
}
