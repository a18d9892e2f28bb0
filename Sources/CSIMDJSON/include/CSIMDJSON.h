/// JSON documents at speed: where their parts stand, by simdjson, and their values in columns, by a grammar of our own.
///
/// Neither says what is wrong with a document. What they refuse is read again by the plain reader, in Swift.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Finds positions; holds the memory for them. One thread at a time.
typedef struct assay_json_indexer assay_json_indexer;

/// `implementation` is one of simdjson's (`haswell`), or NULL for the best one of this machine. NULL when the machine
/// cannot run it, or when there is no memory.
assay_json_indexer *_Nullable assay_json_indexer_create(const char *_Nullable implementation);
void assay_json_indexer_destroy(assay_json_indexer *_Nullable indexer);

/// Gives back the memory that long documents took; positions are no longer valid.
void assay_json_indexer_trim(assay_json_indexer *_Nonnull indexer);

/// The implementation that was chosen; valid as long as the indexer.
const char *_Nonnull assay_json_indexer_implementation(const assay_json_indexer *_Nonnull indexer);

/// The name of the nth implementation of simdjson that this machine can run; NULL when there are fewer.
const char *_Nullable assay_json_implementation(size_t n);

/// The offsets of every bracket, colon, comma and first byte of a scalar, in order. The one at `end` is the first one
/// again, a `{`, which can follow no value.
typedef struct {
  const uint32_t *_Nullable start;
  const uint32_t *_Nullable end;
} assay_json_positions;

/// Finds the positions of documents that stand one after another, valid until the next call.
///
/// False: something in the bytes is not UTF-8, or a raw control character stands in a string, or a string is not
/// closed, or they do not begin with `{` and end with `}`, blanks apart; or there is no memory.
bool assay_json_index(
  assay_json_indexer *_Nonnull indexer, const uint8_t *_Nonnull bytes, size_t count,
  assay_json_positions *_Nonnull found);

/// A place in documents: the root, a key's value, or the items of an array.
typedef struct {
  /// The key; at least eight bytes are readable behind it.
  const uint8_t *_Nonnull name;
  intptr_t name_count;
  uint64_t name_hash;
  /// Nodes of the keys below by hash, with open addressing; -1 is free.
  const intptr_t *_Nonnull slots;
  intptr_t slot_mask;
  bool has_children;
  /// The node of the items, or -1.
  intptr_t items;
  /// The columns of the values that stand here.
  const intptr_t *_Nonnull fields;
  intptr_t field_count;
  /// The columns that have exactly one value for each thing that stands here.
  const intptr_t *_Nonnull owned;
  intptr_t owned_count;
  /// How many bytes of a text that stands here are wanted, from its beginning; INTPTR_MAX: all.
  intptr_t text_bytes;
} assay_json_node;

/// A column's memory, and how many values it holds.
typedef struct {
  intptr_t count;
  intptr_t capacity;
  /// NULL where each row has one value, which is that of its number.
  uint32_t *_Nullable rows;
  const uint8_t *_Nonnull *_Nonnull texts;
  uint32_t *_Nonnull lengths;
  /// Raw values of `TokenKind`.
  uint8_t *_Nonnull kinds;
  /// Raw values of `CellState`.
  uint8_t *_Nonnull states;
  int64_t *_Nonnull integers;
  /// Its owner's.
  const void *_Nonnull owner;
} assay_json_column;

/// Takes documents apart into columns; remembers which keys follow each other. One thread at a time.
typedef struct assay_json_shredder assay_json_shredder;

/// The nodes, of which the first is the root, must outlive it. It uses the instructions that the implementation of
/// simdjson by that name does, which must be one that this machine can run. NULL when there is no memory.
assay_json_shredder *_Nullable assay_json_shredder_create(
  const assay_json_node *_Nonnull nodes, size_t node_count, size_t column_count,
  const char *_Nonnull implementation);
void assay_json_shredder_destroy(assay_json_shredder *_Nullable shredder);

/// Gives back the memory that records with many keys took.
void assay_json_shredder_trim(assay_json_shredder *_Nonnull shredder);

typedef struct {
  /// What the positions count from. At least 64 bytes after its end are readable.
  const uint8_t *_Nonnull bytes;
  assay_json_positions positions;
  /// The record's first position; after success, the one behind its last.
  const uint32_t *_Nonnull next;
  /// Where the record ends.
  uint32_t end;
  uint32_t row;
  /// Room for as many bytes as the record has and 64 more; after success, what is left of it.
  uint8_t *_Nonnull room;
  /// After success, where the first key stands that its object should not have; -1: nowhere.
  int64_t extra_key;
  /// A column that is full.
  intptr_t full_column;
  /// Where a record may have more values than columns have room for: called when one is full. It takes all values of
  /// columns that are full, and empties them; the record goes on behind them.
  void (*_Nullable make_room)(void *_Nullable context);
  void *_Nullable context;
  /// The record has been added once, and taken back: it is not refused.
  bool is_sound;
} assay_json_record;

typedef enum {
  /// The record's values are in the columns.
  assay_json_added,
  /// The record is not well-formed, holds a key twice, or is so odd that the plain reader has to see to it.
  assay_json_refused,
  /// `full_column` needs more memory.
  assay_json_full,
} assay_json_outcome;

/// Adds a row of one record, unless it answers otherwise: then the columns are as they were, but for those that
/// `make_room` has emptied.
assay_json_outcome assay_json_shred(
  assay_json_shredder *_Nonnull shredder, assay_json_record *_Nonnull record, assay_json_column *_Nonnull columns);

/// The last line feed; NULL where there is none. By memrchr(3), which Swift's Glibc has not.
const uint8_t *_Nullable assay_last_line_feed(const uint8_t *_Nonnull bytes, size_t count);

/// Whether the bytes are well-formed UTF-8.
bool assay_utf8_is_valid(const uint8_t *_Nullable bytes, size_t count);

#ifdef __cplusplus
}
#endif
