// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"])
  ],
  targets: [
    // The nouns. Values only, no I/O, imports nothing.
    .target(name: "Contracts"),
    // YAML and JSON text → a tree in which every node knows its line and column.
    .target(name: "Markup", dependencies: ["CLibYAML"]),
    // Contract languages → Contract + diagnostics.
    .target(name: "Dialects", dependencies: ["Contracts", "Markup"]),
    // The hot path: bytes → batches → checks → result.
    .target(
      name: "Validation",
      dependencies: [
        "Contracts", "Licensing", "Markup", "CCSVKernels", "CISAL", "CSIMDJSON", "CLibCSV", "COpenSSL", "CPCRE2",
        "CRunFile", "CXXHash", "CZSTD",
      ],
      // Debug builds, which the tests are, check exclusive access; in a release it would cost 7 % of a run.
      swiftSettings: [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]),
    // Two contracts or two versions of a dataset → what changed, and for whom it breaks. Pure functions.
    .target(name: "Comparison", dependencies: ["Contracts", "Licensing"]),
    // Policy, waivers, and the pure function decide(…).
    .target(name: "Gating", dependencies: ["Comparison", "Contracts", "Markup", "Licensing"]),
    // SPDX expressions and the licence list.
    .target(name: "Licensing", dependencies: ["Contracts"]),
    // What was decided, by what, on which bytes: the ledger.
    .target(name: "Provenance", dependencies: ["Contracts", "Markup", "COpenSSL", "CSQLite"]),
    // Whether a model may be promoted: a pure function of ledger, policy, licences and the bytes at hand.
    .target(name: "Promotion", dependencies: ["Contracts", "Gating", "Licensing", "Provenance", "Reports"]),
    // How much of the time datasets were fresh: samples → objectives and transitions. Pure functions.
    .target(name: "Monitoring", dependencies: ["Contracts"]),
    // Source manifests, in files and in the datasets of other contracts → sources.
    .target(name: "Sourcing", dependencies: ["Contracts", "Dialects", "Markup", "Validation"]),
    // One file per report format.
    .target(name: "Reports", dependencies: ["Comparison", "Contracts", "Markup"]),
    // The command line: owns stdout, clock, environment, exit code.
    .executableTarget(
      name: "assay",
      dependencies: [
        "CProcess", "CRunFile", "Comparison", "Contracts", "Markup", "Dialects", "Validation", "Gating", "Licensing", "Monitoring",
        "Promotion", "Provenance", "Reports", "Sourcing",
      ],
      // The ledger names the program by its build ID, which a digest of 30 MB would do four times slower than the whole
      // check. Nothing is loaded into the program that would look its 10,000 symbols up: without them it starts sooner.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id=sha1", "-Xlinker", "--no-export-dynamic"])]),

    // C: the SIMD kernels, the fast JSON reader over simdjson, and the libraries from the system.
    .target(name: "CProcess"),
    .target(name: "CCSVKernels", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CSIMDJSON", linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
    .target(name: "CRunFile"),
    .target(name: "CXXHash"),
    .systemLibrary(name: "CISAL", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZSTD", providers: [.apt(["libzstd-dev"])]),

    // What tests share: scratch folders, evaluating a text, running the built binary.
    .target(
      name: "TestSupport",
      dependencies: ["CISAL", "CZSTD", "Contracts", "Dialects", "Licensing", "Markup", "Sourcing", "Validation"],
      path: "Tests/TestSupport"),
    .testTarget(name: "ContractsTests", dependencies: ["Contracts"]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
    .testTarget(name: "DialectsTests", dependencies: ["Dialects", "Contracts", "Markup", "Validation", "TestSupport"]),
    .testTarget(
      name: "ValidationTests",
      dependencies: ["Validation", "Contracts", "Gating", "Licensing", "Reports", "TestSupport"], exclude: ["Data"]),
    .testTarget(
      name: "GatingTests", dependencies: ["Comparison", "Gating", "Licensing", "Contracts", "Markup", "TestSupport"]),
    .testTarget(name: "ComparisonTests", dependencies: ["Comparison", "Contracts", "TestSupport"]),
    .testTarget(name: "MonitoringTests", dependencies: ["Monitoring", "Contracts"]),
    .testTarget(
      name: "SourcingTests", dependencies: ["Sourcing", "Contracts", "Dialects", "Validation", "Markup", "TestSupport"]),
    .testTarget(name: "LicensingTests", dependencies: ["Licensing", "Contracts", "TestSupport"]),
    .testTarget(
      name: "ProvenanceTests", dependencies: ["Provenance", "Contracts", "TestSupport"], exclude: ["Data"]),
    .testTarget(
      name: "PromotionTests",
      dependencies: ["Promotion", "Contracts", "Gating", "Licensing", "Provenance", "TestSupport"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "ReportsTests", dependencies: ["Comparison", "Reports", "Contracts", "Markup"], exclude: ["Data", "Goldens"]),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Validation", "Contracts", "Markup", "Dialects", "Gating", "Licensing", "Monitoring", "Reports", "TestSupport",
      ],
      exclude: ["Data"]),
    .testTarget(name: "CommandTests", dependencies: ["Contracts", "Markup", "Reports", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
