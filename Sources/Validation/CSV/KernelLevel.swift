import CCSVKernels

/// Which instructions the kernels use. All levels answer alike.
package enum KernelLevel: String, Sendable, CaseIterable {
  case plain, sse2, avx2, avx512, neon

  /// The fastest one that this machine can run.
  package static let best: KernelLevel = [.avx512, .avx2, .neon, .sse2].first(where: \.isAvailable) ?? .plain

  /// As `ASSAY_KERNEL` spells it; `nil` when there is no such level or this machine cannot run it.
  package init?(named name: String) {
    guard let level = KernelLevel(rawValue: name), level.isAvailable else { return nil }
    self = level
  }

  /// Whether this machine can run it.
  package var isAvailable: Bool { assay_kernel_is_available(kernel) }

  /// How many line feeds there are in `bytes`.
  package func newlineCount(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    return assay_count_newlines(kernel, base, bytes.count)
  }

  var kernel: assay_kernel_level {
    switch self {
    case .plain: assay_kernel_plain
    case .sse2: assay_kernel_sse2
    case .avx2: assay_kernel_avx2
    case .avx512: assay_kernel_avx512
    case .neon: assay_kernel_neon
    }
  }
}
