#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A reusable parser with its buffers. One thread at a time.
typedef struct assay_json_parser assay_json_parser;

/// NULL when there is no memory.
assay_json_parser *_Nullable assay_json_parser_create(void);
void assay_json_parser_destroy(assay_json_parser *_Nullable parser);

/// Whether `count` bytes are one well-formed document whose numbers all fit an `int64_t`, a `uint64_t` or a `double`.
/// `false` says nothing about why, not even that the document is at fault.
///
/// At least 64 bytes after the document must be readable. On success `positions` are the offsets of every bracket,
/// colon, comma and first byte of a scalar, in order, valid until the next call.
bool assay_json_parse(
  assay_json_parser *_Nonnull parser, const uint8_t *_Nonnull bytes, size_t count,
  const uint32_t *_Nullable *_Nonnull positions, uint32_t *_Nonnull position_count);

/// Whether the bytes are well-formed UTF-8.
bool assay_utf8_is_valid(const uint8_t *_Nullable bytes, size_t count);

#ifdef __cplusplus
}
#endif
