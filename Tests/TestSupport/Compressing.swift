import CISAL
import CZSTD

/// The bytes as one gzip member. A `name` lengthens the header, and so moves what follows.
package func gzipped(_ bytes: [UInt8], name: String? = nil) -> [UInt8] {
  let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
  defer { stream.deallocate() }
  isal_deflate_stateless_init(stream)
  stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
  stream.pointee.end_of_stream = 1
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 8 + 1024)
  let (countIn, countOut) = (input.count, output.count)
  input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(countIn)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(countOut)
      precondition(isal_deflate_stateless(stream) == COMP_OK, "ISA-L does not compress this")
    }
  }
  var member = Array(output.prefix(Int(stream.pointee.total_out)))
  if let name {
    member[3] |= 0x08
    member.insert(contentsOf: Array(name.utf8) + [0], at: 10)
  }
  return member
}

/// The bytes as one zstd frame with a checksum.
package func zstandard(_ bytes: [UInt8], level: Int32 = 3, windowLog: Int32 = 0) -> [UInt8] {
  let context = ZSTD_createCCtx()
  defer { ZSTD_freeCCtx(context) }
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog)
  // A frame that knows its size would need no window larger than that.
  if windowLog > 0 { ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0) }
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  var count = 0
  bytes.withUnsafeBytes { bytes in
    output.withUnsafeMutableBytes { output in
      var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
      var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      // In two steps, so that the size is not known from the start.
      if windowLog > 0 { ZSTD_compressStream2(context, &target, &source, ZSTD_e_flush) }
      precondition(ZSTD_compressStream2(context, &target, &source, ZSTD_e_end) == 0, "zstd does not compress this")
      count = target.pos
    }
  }
  return Array(output.prefix(count))
}

/// A zstd frame that decoders pass over.
package func skippableFrame(_ bytes: [UInt8]) -> [UInt8] {
  let count = UInt32(bytes.count)
  return [0x50, 0x2A, 0x4D, 0x18] + (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } + bytes
}
