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

/// What a parser knows of a well-formed document, valid until its next one.
typedef struct {
  /// The offsets of every bracket, colon, comma and first byte of a scalar, in order.
  const uint32_t *_Nullable positions;
  uint32_t position_count;
  /// All strings in order, keys among them, without their escapes: four bytes of length, the text, a NUL. At least 64
  /// bytes after the last one are readable.
  const uint8_t *_Nullable strings;
} assay_json_document;

/// Whether `count` bytes are one well-formed document whose numbers all fit an `int64_t`, a `uint64_t` or a `double`.
/// `false` says nothing about why, not even that the document is at fault.
///
/// At least 64 bytes after the document must be readable.
bool assay_json_parse(
  assay_json_parser *_Nonnull parser, const uint8_t *_Nonnull bytes, size_t count, assay_json_document *_Nonnull found);

/// Whether the bytes are well-formed UTF-8.
bool assay_utf8_is_valid(const uint8_t *_Nullable bytes, size_t count);

#ifdef __cplusplus
}
#endif
