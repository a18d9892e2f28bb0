import COpenSSL
import Glibc

/// The file of a private key.
enum KeyFile {
  /// Far more than any key that is taken needs.
  static let limitBytes = 64 << 10

  /// Reads a regular file that belongs to the user or to root and grants nothing to group and others. It is the opened
  /// file that is looked at, so that no other can take its place in between.
  static func read(_ path: String) throws(SigningError) -> [UInt8] {
    // A pipe would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw SigningError(.unreadable, "the key \(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try check(path, descriptor)
    var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
    defer { wipe(&bytes) }
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw SigningError(.unreadable, "the key \(path) cannot be read: \(String(cString: strerror(errno)))")
      }
      if got == 0 { return Array(bytes[..<count]) }
      count += got
    }
    throw SigningError(.key, "\(path) is no key: it is larger than \(limitBytes >> 10) KiB")
  }

  private static func check(_ path: String, _ descriptor: Int32) throws(SigningError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SigningError(.key, "the key \(path) is no regular file", advice: "keep it in a file that only you can read")
    }
    guard [geteuid(), 0].contains(status.st_uid) else {
      throw SigningError(
        .key, "the private key \(path) belongs to user \(status.st_uid), who can read and change it",
        advice: "`chown \(geteuid()) \(path)` makes it yours")
    }
    guard !isPublic(descriptor) else {
      throw SigningError(.key, "\(path) is a public key, where a private one was expected")
    }
    guard status.st_mode & 0o077 == 0 else {
      let mode = String(status.st_mode & 0o7777, radix: 8)
      throw SigningError(
        .key, "the private key \(path) is open to others: its mode is \(mode)",
        advice: "`chmod 600 \(path)` closes it; if others could read it, make a new one")
    }
  }

  /// Whether the file begins as public keys in PEM do (RFC 7468).
  private static func isPublic(_ descriptor: Int32) -> Bool {
    let mark = Array("-----BEGIN PUBLIC KEY-----".utf8)
    var start = [UInt8](repeating: 0, count: mark.count)
    defer { wipe(&start) }
    return pread(descriptor, &start, start.count, 0) == mark.count && start == mark
  }

  /// Overwrites what was secret.
  static func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
