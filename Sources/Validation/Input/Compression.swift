import Contracts

/// How a file is compressed: told by its first bytes, never by its name.
enum Compression: String {
  case gzip, zstd

  /// `nil` for what is not compressed. `isWhole` says that the file holds no more than `head`: one that breaks off
  /// within the bytes that would tell is of the compression that its name promises.
  init?(head: UnsafeBufferPointer<UInt8>, isWhole: Bool, path: String) {
    guard let found = Self.told(by: head) else {
      guard isWhole, let promised = Self.promised(by: path), promised.mayBegin(with: head) else { return nil }
      self = promised
      return
    }
    self = found
  }

  private static func told(by head: UnsafeBufferPointer<UInt8>) -> Compression? {
    if head.starts(with: gzipMagic) { return .gzip }
    return head.starts(with: zstdMagic) || isSkippableFrame(head) ? .zstd : nil
  }

  /// What the end of a name promises.
  static func promised(by path: String) -> Compression? {
    let name = path.lowercased()
    return name.hasSuffix(".gz") ? .gzip : name.hasSuffix(".zst") ? .zstd : nil
  }

  private func mayBegin(with head: UnsafeBufferPointer<UInt8>) -> Bool {
    (self == .gzip ? Self.gzipMagic : Self.zstdMagic).starts(with: head)
  }

  private static let gzipMagic: [UInt8] = [0x1F, 0x8B]
  private static let zstdMagic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

  /// RFC 8878, section 3.1.2: data of someone else's, which a file may begin with.
  private static func isSkippableFrame(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
    head.count >= 4 && head[0] & 0xF0 == 0x50 && head[1] == 0x2A && head[2] == 0x4D && head[3] == 0x18
  }

  /// Decompresses what `stored` holds. At most `limitBytes` come out.
  func stream(_ stored: FileStream, limitBytes: Int) throws(InputFailure) -> any ByteStream {
    let input = CompressedInput(stored, compression: self)
    let decoder: any ByteStream =
      switch self {
      case .gzip: GzipStream(input)
      case .zstd: try ZstdStream(input)
      }
    return LimitedStream(decoder, path: stored.path, limitBytes: limitBytes)
  }

  /// What is said of a file in a compression that is not read.
  static func unsupported(head: UnsafeBufferPointer<UInt8>, path: String) -> InputProblem? {
    let known: [(magic: [UInt8], name: String, command: String)] = [
      (Array("BZh".utf8), "bzip2", "bzip2 -dc"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "xz -dc"),
      ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc"), ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip -p"),
    ]
    guard let found = known.first(where: { head.starts(with: $0.magic) }) else { return nil }
    return InputProblem(
      kind: "compressed", path: path,
      message: "\(Path.spoken(path)) is compressed with \(found.name), where plain text, gzip or zstd was expected",
      advice: "give the decompressed data: \(found.command) \(path) | assay check CONTRACT --data -")
  }
}
