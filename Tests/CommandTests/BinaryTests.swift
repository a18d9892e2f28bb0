import Foundation
import TestSupport
import Testing

/// The release binary itself.
struct BinaryTests {
  @Test func itIsAtMostThirtyMegabytesStripped() throws {
    let bench = try Bench()
    let strip = try program("/usr/bin/env", ["strip", "-o", bench.path("stripped"), assayPath])
    try #require(strip.status == 0, "\(strip.all)")
    let size = try #require(FileManager.default.attributesOfItem(atPath: bench.path("stripped"))[.size] as? Int)
    print("stripped: \(size) bytes")
    #expect(size <= 30_000_000)
  }

  @Test func itNeedsNoSwiftOnTheMachine() throws {
    let libraries = try program("/usr/bin/env", ["ldd", assayPath])
    #expect(libraries.status == 0)
    #expect(libraries.output.contains("libc.so"))
    #expect(!libraries.output.contains("libswift") && !libraries.output.contains("Foundation"))
  }

  /// An emulated processor with no more than x86-64 has: an instruction beyond it would end the run.
  @Test(.enabled(if: canEmulate, "needs qemu-user (scripts/bootstrap --tests installs it) and x86-64"))
  func itRunsOnTheOldestProcessorOfItsFamily() throws {
    let bench = try Bench.withOrders((1...300).map { "\($0),5,DE\n" }.joined())
    let check = [assayPath, "check", "orders.assay.yaml", "--threads", "2"]
    for processor in ["qemu64", "max"] {
      let run = try program("/usr/bin/qemu-x86_64", ["-cpu", processor] + check, in: bench.scratch.path)
      #expect(run.status == 0, "\(processor): \(run.all)")
      #expect(run.output.contains("300 records"))
    }
    let forced = try program(
      "/usr/bin/qemu-x86_64", ["-cpu", "qemu64"] + check, in: bench.scratch.path, environment: ["ASSAY_KERNEL": "avx2"])
    #expect(forced.status == 2)
    #expect(forced.complaints.contains("ASSAY_KERNEL=avx2 is no kernel that this machine can run"))
  }

  static var canEmulate: Bool {
    #if arch(x86_64)
    FileManager.default.isExecutableFile(atPath: "/usr/bin/qemu-x86_64")
    #else
    false
    #endif
  }

  /// Bad cells, quoted ones, ragged and malformed records: every level finds the same.
  @Test func allKernelsReportTheSame() throws {
    let bench = try Bench.withOrders(
      (1...5000).map { number in
        switch number % 50 {
        case 7: "\(number),\"5\",\"FR\"\r\n"
        case 13: "\(number),500,\"D\nE\"\n"
        case 21: "\(number),5\n"
        case 33 where number > 4000: "\(number),5\" screen,DE\n"
        case 44: "\(number - 1),x,\"\"\"\"\n"
        default: "\(number),5.25,DE\n"
        }
      }.joined())
    var reports: [String: String] = [:]
    for level in ["plain", "sse2", "avx2", "avx512", "neon"] {
      let run = try assay(
        ["check", "orders.assay.yaml", "--now", Bench.now, "--json", "-"], in: bench.scratch.path,
        environment: ["ASSAY_KERNEL": level])
      if run.status == 2 {
        #expect(run.complaints.contains("ASSAY_KERNEL=\(level) is no kernel that this machine can run"))
      } else {
        #expect(run.status == 1)
        reports[level] = run.output
      }
    }
    print("kernels run: \(reports.keys.sorted().joined(separator: ", "))")
    #expect(reports["plain"] != nil)
    #expect(Set(reports.values).count == 1)
  }
}
