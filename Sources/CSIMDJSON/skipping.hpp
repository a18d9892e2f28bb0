// The grammar of what the contract does not name: values are stepped over, and judged all the same.
//
// `at` is the position at hand. A function is called with `at` where its value begins, and answers the position behind
// it, or nullptr for what is not well-formed. Only a `}` may be the last position, and behind it stands a `{`, which
// follows no value: so no function steps beyond the end.
#pragma once
#include "CSIMDJSON.h"
#include "keys.hpp"
#include "scalars.hpp"
#include "unescape.hpp"

#include <vector>

namespace assay {

using Position = const uint32_t *;

constexpr size_t maximumDepth = 1024;

/// Where a document stands, and the steps that write nothing of it into columns.
class Skipping {
protected:
  explicit Skipping(Unescape *unescape) : unescape(unescape) {}

  const uint8_t *bytes;
  uint32_t recordEnd;
  /// Where strings without their escapes are written.
  uint8_t *room;
  size_t depth;
  KeyStack keys;

  void begin(const assay_json_record &record) {
    bytes = record.bytes;
    recordEnd = record.end;
    room = record.room;
    depth = 0;
    keys.count = 0;
    keys.isSound = record.is_sound;
  }

  Position skipValue(Position at) {
    int64_t count;
    uint8_t first = bytes[*at];
    return first == '{' || first == '[' ? skipContainer(at, count) : skipScalar(at);
  }

  Position skipScalar(Position at) {
    const uint8_t *start = bytes + *at, *end;
    switch (*start) {
      case '"': return skipString(at);
      case 't': end = literal(start, "true"); break;
      case 'f': end = literal(start, "false"); break;
      case 'n': end = literal(start, "null"); break;
      default: end = number(start);
    }
    return end ? at + 1 : nullptr;
  }

  Position skipString(Position at) {
    return isString(at, bytes + *at + 1, closingQuote(at)) ? at + 1 : nullptr;
  }

  /// Whether the rest of the string at hand is one, from `text` on, which is no place within an escape.
  bool isString(Position at, const uint8_t *text, const uint8_t *end) {
    // In a long one, what judges escapes finds them faster.
    bool isLong = end - text > 64;
    return (!isLong && !hasBackslash(text, end)) || intoRoom(at, text, end, 0);
  }

  /// Writes `wanted` bytes of a string without its escapes, or a few more, or all that it has, and judges the rest. A
  /// string that stands in another record may be longer than the room.
  uint8_t *intoRoom(Position at, const uint8_t *text, const uint8_t *end, intptr_t wanted) {
    return *at < recordEnd ? unescape(text, end, room, wanted) : nullptr;
  }

  /// Behind an object or array that nobody asks for; how many items it has, if it is an array.
  Position skipContainer(Position at, int64_t &count) {
    const size_t bottom = depth;
    count = 0;
    while (true) {
      // A value begins here, with which its container may end, and the one around that.
      uint8_t first = bytes[*at];
      if (first == '{' || first == '[') {
        if (!opens(at)) return nullptr;
        frames[depth - 1] = {first == '{', keys.count};
        if (bytes[at[1]] != (first == '{' ? '}' : ']')) {
          ++at;
          if (first == '{' && !(at = skipKey(at))) return nullptr;
          continue;
        }
        at += 2;
        --depth;
      } else if (!(at = skipScalar(at))) {
        return nullptr;
      }
      if (depth == bottom + 1) ++count;
      while (depth > bottom && bytes[*at] != ',') {
        const Frame &frame = frames[depth - 1];
        if (bytes[*at] != (frame.isObject ? '}' : ']')) return nullptr;
        if (frame.isObject && keys.mayRepeat(frame.keyMark)) return nullptr;
        keys.count = frame.keyMark;
        --depth;
        ++at;
        if (depth == bottom + 1) ++count;
      }
      if (depth == bottom) return at;
      ++at;
      if (frames[depth - 1].isObject && !(at = skipKey(at))) return nullptr;
    }
  }

  /// Behind a key and its colon.
  Position skipKey(Position at) {
    if (bytes[at[0]] != '"' || bytes[at[1]] != ':') return nullptr;
    const uint8_t *key = bytes + *at + 1, *end = closingQuote(at);
    if (hasBackslash(key, end) && !unescapeKey(key, end)) return nullptr;
    keys.push(hashed(key, static_cast<size_t>(end - key)));
    return at + 2;
  }

  /// Turns a key as it is written into what it says.
  bool unescapeKey(const uint8_t *&key, const uint8_t *&end) {
    size_t needed = static_cast<size_t>(end - key) + 64;
    if (scratch.size() < needed) scratch.resize(needed * 2);
    const uint8_t *written = unescape(key, end, scratch.data(), INTPTR_MAX);
    key = scratch.data();
    end = written;
    return written != nullptr;
  }

  /// Where the string at hand is closed: only blanks stand between that and the next position.
  const uint8_t *closingQuote(Position at) const {
    const uint8_t *end = bytes + at[1] - 1;
    while (*end != '"') --end;
    return end;
  }

  /// Goes one deeper. A container that begins in another record ends the search for the end of this one.
  bool opens(Position at) {
    if (depth == maximumDepth || *at >= recordEnd) return false;
    ++depth;
    return true;
  }

  Position closed(Position at) {
    --depth;
    return at + 1;
  }

private:
  struct Frame {
    bool isObject;
    size_t keyMark;
  };

  Unescape *unescape;
  std::vector<uint8_t> scratch;
  /// The containers that are being stepped over.
  Frame frames[maximumDepth];
};

}  // namespace assay
