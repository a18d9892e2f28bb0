// Unescaping piece by piece: a piece is copied as it is, and cut short where its next escape begins.
//
// A level defines `Piece`, with its number of `bytes`, what `load` and `store` do, and the `backslashes` in it, a bit
// each. Pieces have at most 32 bytes, so that no load reaches more than 64 bytes beyond the end.
#pragma once
#include "escapes.hpp"

namespace assay {

/// Moves over one escape; whether it is one.
static inline bool takeEscape(const uint8_t *&text, uint8_t *&output) {
  if (text[1] == 'u') {
    output = unescapeUnicode(text, output);
    return output != nullptr;
  }
  uint8_t byte = escapeTables.letters[text[1]];
  *output++ = byte;
  text += 2;
  return byte != 0;
}

/// Whether all escapes from `text` on are some.
template <class Piece>
static inline bool judgePieces(const uint8_t *text, const uint8_t *end) {
  while (text < end) {
    uint64_t marks = Piece::load(text).backslashes();
    if (marks == 0) {
      text += Piece::bytes;
      continue;
    }
    text += __builtin_ctzll(marks);
    uint8_t said[4], *output = said;
    if (text < end && !takeEscape(text, output)) return false;
  }
  return true;
}

template <class Piece>
static inline uint8_t *unescapePieces(const uint8_t *text, const uint8_t *end, uint8_t *output, intptr_t wanted) {
  const uint8_t *start = output;
  while (text < end) {
    if (output - start >= wanted) return judgePieces<Piece>(text, end) ? output : nullptr;
    Piece piece = Piece::load(text);
    piece.store(output);
    uint64_t marks = piece.backslashes();
    const uint8_t *pieceEnd = text + Piece::bytes;
    while (marks != 0) {
      const uint8_t *escape = pieceEnd - Piece::bytes + __builtin_ctzll(marks);
      if (escape >= end) break;
      output += escape - text;
      text = escape;
      if (!takeEscape(text, output)) return nullptr;
      if (text >= pieceEnd) break;
      // Copies what follows, up to the next escape or the end of the piece.
      Piece::load(text).store(output);
      marks &= ~uint64_t(0) << (text - pieceEnd + Piece::bytes);
    }
    if (text < pieceEnd) {
      output += pieceEnd - text;
      text = pieceEnd;
    }
  }
  return output - (text - end);
}

}  // namespace assay
