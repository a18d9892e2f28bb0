import Foundation

/// What a run of the built binary came to.
package struct CommandResult: Sendable {
  package let status: Int32
  package let output: String
  package let complaints: String
}

/// The release binary, as users run it; `scripts/test` builds it before the tests.
package let assayPath = Repository.path(".build/release/assay")

/// Runs the built binary to its end.
package func assay(
  _ arguments: [String], input: [UInt8] = [], in directory: String = Repository.root,
  environment: [String: String] = [:]
) throws -> CommandResult {
  try program(assayPath, arguments, input: input, in: directory, environment: environment)
}

/// Runs any program to its end, without the variables that change what the binary does unless they are given.
package func program(
  _ path: String, _ arguments: [String], input: [UInt8] = [], in directory: String = Repository.root,
  environment: [String: String] = [:]
) throws -> CommandResult {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  process.currentDirectoryURL = URL(fileURLWithPath: directory)
  var variables = ProcessInfo.processInfo.environment
  for name in ["GITHUB_ACTIONS", "GITLAB_CI", "NO_COLOR", "ASSAY_KERNEL"] { variables[name] = nil }
  process.environment = variables.merging(environment) { $1 }
  let scratch = try Scratch()
  // Through files, so that no pipe can fill up and stop the run.
  try scratch.write("in", input)
  try scratch.write("out", "")
  try scratch.write("err", "")
  process.standardInput = FileHandle(forReadingAtPath: scratch.path("in"))
  process.standardOutput = FileHandle(forWritingAtPath: scratch.path("out"))
  process.standardError = FileHandle(forWritingAtPath: scratch.path("err"))
  try process.run()
  process.waitUntilExit()
  return CommandResult(
    status: process.terminationStatus, output: try scratch.text("out"), complaints: try scratch.text("err"))
}
