import Foundation
import Markup
import TestSupport
import Testing

/// `docs/pre-merge.md` and `docs/baselines.md`: every command in them is run, in scratch repositories.
struct PreMergePageTests {
  @Test(arguments: Platform.allCases) func aHarmlessChangePasses(platform: Platform) throws {
    let job = try PreMergeJob(platform)
    try job.change { try $0.append("contracts/orders.csv", "4,12,FR\n") }
    let run = try job.run()
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("PASS   orders"), "\(run.output)")
    #expect(run.output.contains("known    orders/amount/cell.below_minimum"), "\(run.output)")
    #expect(try job.read("junit.xml").contains("0 new, 1 already there, 0 gone"))
  }

  @Test(arguments: Platform.allCases) func oneMoreBadRowBlocks(platform: Platform) throws {
    let job = try PreMergeJob(platform)
    try job.change { try $0.append("contracts/orders.csv", "4,-9,FR\n") }
    let run = try job.run()
    #expect(run.status == 1, "\(run.output)")
    #expect(run.output.contains("1 new, 1 already there"), "\(run.output)")
    #expect(run.output.contains("amount: -9"), "\(run.output)")
  }

  /// The page's promise: what decides comes from the target branch.
  @Test(arguments: Platform.allCases) func aChangeCannotExcuseItself(platform: Platform) throws {
    let job = try PreMergeJob(platform)
    try job.change { change in
      try change.append("contracts/orders.csv", "4,-9,FR\n")
      try change.write(
        "contracts/waivers.yaml",
        """
        assay_waivers: 1
        waivers:
          - clause: orders/amount/cell.below_minimum
            ceiling: 100%
            reason: mine
            owner: me
            issue: https://example.com/issues/1
            expires: 2099-12-31

        """)
      let ignoring = "assay_policy: 1\ngates: { merge: { rules: [{ rule: '*', effect: ignore }] } }\n"
      try change.write("contracts/assay.policy.yaml", ignoring)
      try change.write("assay.policy.yaml", ignoring)
      try change.write(
        "assay.baseline.yaml",
        "assay_baseline: 1\ntool: me\ndate: 2026-01-01\nclauses:\n"
          + "  - { clause: orders/amount/cell.below_minimum, violations: 99 }\n")
    }
    #expect(try job.here("assay check contracts/").status == 0, "without the job, the change excuses itself")
    let run = try job.run()
    #expect(run.status == 1, "\(run.output)")
    #expect(run.output.contains("orders/amount/cell.below_minimum"), "\(run.output)")
  }

  /// The target branch cannot be judged, and the change repairs that.
  @Test(arguments: Platform.allCases) func aRepairIsNotKeptOut(platform: Platform) throws {
    let job = try PreMergeJob(platform)
    let run = try job.here("git rm -q contracts/orders.csv && git commit -q -m Lost && git push -q origin main")
    #expect(run.status == 0, "\(run.output)")
    try job.change { try $0.write("contracts/orders.csv", "id,amount,country\n1,-5,DE\n2,5,DE\n") }
    let repaired = try job.run()
    #expect(repaired.status == 0, "\(repaired.output)")
    #expect(repaired.output.contains("all counts as new"), "\(repaired.output)")
  }

  @Test(arguments: Platform.allCases) func missingDataBlocksAsUndecided(platform: Platform) throws {
    let job = try PreMergeJob(platform)
    try job.change { try FileManager.default.removeItem(atPath: $0.path("clone/contracts/orders.csv")) }
    #expect(try job.run().status == 3)
  }

  @Test func theBaselinePageShowsHowItIsWritten() throws {
    let repository = try PreMergeJob.repository()
    for block in try Page("docs/baselines.md").blocks("sh") {
      let run = try repository.shell(block, in: "clone")
      #expect(run.status == 0, "\(block)\n\(run.output)")
    }
    #expect(try repository.scratch.text("clone/assay.baseline.yaml").contains("below_minimum, violations: 1"))
    for example in try Page("docs/baselines.md").blocks("yaml baseline") {
      try repository.scratch.write("clone/example.baseline.yaml", example)
      #expect(try repository.shell("assay lint example.baseline.yaml", in: "clone").status == 0)
    }
  }
}

enum Platform: String, CaseIterable {
  case github = ".github/workflows/data.yaml"
  case gitlab = ".gitlab-ci.yml"

  /// The script of the job, as the platform's shell runs it: each of GitHub's steps by itself.
  func scripts(_ root: Node) -> [String] {
    switch self {
    case .github: (root["jobs"]?["check"]?["steps"]?.items ?? []).compactMap { $0["run"]?.text }
    case .gitlab: [(root["data"]?["script"]?.items ?? []).compactMap(\.text).joined(separator: "\n")]
    }
  }

  func environment(_ scratch: Scratch) -> [String: String] {
    switch self {
    case .github: ["GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "RUNNER_TEMP": scratch.path("temp")]
    case .gitlab:
      ["GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "TMPDIR": scratch.path("temp")]
    }
  }
}

/// A page of the manual, for its fenced blocks.
struct Page {
  private let text: String

  init(_ path: String) throws { text = try String(contentsOfFile: Repository.path(path), encoding: .utf8) }

  func blocks(_ language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  /// The block that begins with `# NAME`.
  func file(_ name: String) throws -> String { try #require(blocks("yaml").first { $0.hasPrefix("# \(name)\n") }) }
}

/// A git repository with an origin, in a folder of its own.
struct ScratchRepository {
  let scratch: Scratch

  /// A line of shell in a folder, with the built binary and git on the path.
  func shell(
    _ script: String, in folder: String, environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-e", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path(folder))
    let binaries = (assayPath as NSString).deletingLastPathComponent
    var variables = ["PATH": "\(binaries):/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": scratch.path]
    variables["GIT_CONFIG_NOSYSTEM"] = "1"
    for role in ["AUTHOR", "COMMITTER"] {
      variables["GIT_\(role)_NAME"] = "Ada"
      variables["GIT_\(role)_EMAIL"] = "ada@example.com"
    }
    process.environment = variables.merging(environment) { $1 }
    try scratch.write("out", "")
    let output = FileHandle(forWritingAtPath: scratch.path("out"))
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try scratch.text("out"))
  }
}

/// The page's job on a change to the page's repository.
struct PreMergeJob {
  private let repository: ScratchRepository
  private let platform: Platform

  /// With the three files of the page on `main`, and a branch to change.
  init(_ platform: Platform) throws {
    self.platform = platform
    repository = try Self.repository()
    let page = try Page("docs/pre-merge.md")
    for name in ["assay.policy.yaml", "waivers.yaml"] {
      try repository.scratch.write("clone/\(name)", try page.file(name))
    }
    for block in page.blocks("sh") {
      let run = try repository.shell(block, in: "clone")
      #expect(run.status == 0, "\(block)\n\(run.output)")
    }
    try repository.scratch.write("temp/x", "")
  }

  /// `clone` of `origin.git`, whose `main` holds a contract and data with one violation.
  static func repository() throws -> ScratchRepository {
    let repository = ScratchRepository(scratch: try Scratch())
    try repository.scratch.write("clone/contracts/orders.assay.yaml", Bench.ordersContract)
    try repository.scratch.write("clone/contracts/orders.csv", "id,amount,country\n1,-5,DE\n2,5,DE\n")
    let run = try repository.shell(
      """
      git init -q --bare -b main origin.git
      cd clone && git init -q -b main && git remote add origin ../origin.git
      git add . && git commit -q -m Data && git push -q origin main
      """, in: ".")
    #expect(run.status == 0, "\(run.output)")
    return repository
  }

  /// Files of the change.
  struct Change {
    fileprivate let scratch: Scratch
    func path(_ name: String) -> String { scratch.path(name) }
    func write(_ name: String, _ text: String) throws { try scratch.write("clone/\(name)", text) }
    func append(_ name: String, _ text: String) throws { try write(name, try scratch.text("clone/\(name)") + text) }
  }

  func change(_ edit: (Change) throws -> Void) throws {
    _ = try here("git checkout -q -b change")
    try edit(Change(scratch: repository.scratch))
    let run = try here("git add --all . && git commit -q -m Change && git fetch -q origin")
    #expect(run.status == 0, "\(run.output)")
  }

  /// Runs the job as the platform would, to the first step that fails.
  func run() throws -> (status: Int32, output: String) {
    let (root, problems) = YAML.parse(Array(try Page("docs/pre-merge.md").file(platform.rawValue).utf8))
    #expect(problems.isEmpty)
    var output = ""
    for script in platform.scripts(try #require(root)) {
      let run = try repository.shell(script, in: "clone", environment: platform.environment(repository.scratch))
      output += run.output
      if run.status != 0 { return (run.status, output) }
    }
    return (0, output)
  }

  func here(_ script: String) throws -> (status: Int32, output: String) { try repository.shell(script, in: "clone") }

  func read(_ name: String) throws -> String { try repository.scratch.text("clone/\(name)") }
}
