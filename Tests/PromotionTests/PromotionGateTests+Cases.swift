import Contracts
import Gating
import Licensing
import Testing

@testable import Promotion
@testable import Provenance

/// Ways to break a whole model, with the link that tells.
extension PromotionGateTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let kind: LinkKind
    let status: Status
    let words: String
    let change: @Sendable (inout Story) -> Void

    init(
      _ name: String, _ kind: LinkKind, _ status: Status, _ words: String,
      _ change: @escaping @Sendable (inout Story) -> Void
    ) {
      (self.name, self.kind, self.status, self.words, self.change) = (name, kind, status, words, change)
    }
    var testDescription: String { name }
  }

  static let place = SourceLocation(file: "assay.policy.yaml", line: 4, column: 3)
  static func policy(_ change: (inout GatePolicy) -> Void = { _ in }) -> GatePolicy {
    var policy = GatePolicy(location: place)
    change(&policy)
    return policy
  }
  /// The whole story, but the data was checked in another way.
  static func checked(_ check: (inout Story) -> Void) -> Story {
    var story = Story()
    story.promote("1.0.0", "old.bin")
    check(&story)
    story.job("train", ["orders.csv"], ["model.bin"])
    return story
  }

  static let cases: [Case] = [
    // Data
    Case("nobody checked it", .data, .failed, "no check saw these bytes") { $0 = checked { _ in } },
    Case("another gate decided", .data, .failed, "others said merge pass") {
      $0 = checked { $0.check("orders", ["orders.csv"], gate: "merge") }
    },
    Case("it was blocked", .data, .failed, "the promotion gate blocked these bytes (entry 3") {
      $0 = checked { $0.check("orders", ["orders.csv"], verdict: .block) }
    },
    Case("it could not be decided", .data, .inconclusive, "could not be decided") {
      $0 = checked { $0.check("orders", ["orders.csv"], verdict: .block, isInconclusive: true) }
    },
    Case("it was blocked later", .data, .failed, "blocked these bytes (entry 6") {
      $0.check("orders", ["orders.csv"], verdict: .block)
    },
    Case("it is blocked under another contract", .data, .failed, "blocked these bytes") {
      $0.check("customers", ["orders.csv"], verdict: .block)
    },
    Case("the decision is too old", .data, .failed, "8d old (entry 3), and may be 7d (assay.policy.yaml:4)") {
      $0 = checked { $0.check("orders", ["orders.csv"], ageSeconds: 8 * 86_400) }
      $0.policy = policy { $0.maximumAge = Age("7d").map { .init($0, location: place) } }
    },
    Case("the decision is of tomorrow", .data, .inconclusive, "later than now") {
      $0 = checked { $0.check("orders", ["orders.csv"], ageSeconds: -86_400) }
    },
    Case("the contract has changed", .data, .failed, "orders.assay.yaml has changed since") {
      $0.files["orders.assay.yaml"] = .digest(Story.digest("another"))
    },
    Case("the contract that the model names has changed", .data, .failed, "new.yaml has changed since") {
      $0.contracts["orders"] = FileReference(path: "new.yaml", digest: Story.digest("another"))
    },
    Case("no policy decided", .data, .failed, "no policy decided") {
      $0.policyFile = FileReference(path: "assay.policy.yaml", digest: Story.digest("policy"))
    },
    Case("another policy decided", .data, .failed, "another state of the policy decided") {
      $0 = checked { $0.check("orders", ["orders.csv"], policy: Story.digest("lenient")) }
      $0.policyFile = FileReference(path: "assay.policy.yaml", digest: Story.digest("policy"))
    },
    Case("there is no data", .data, .inconclusive, "read nothing that was recorded, so nobody knows which data") {
      $0 = Story()
      $0.job("train", [], ["model.bin"])
    },
    Case("a part of it was made out of nothing", .data, .inconclusive, "tokens: job tokens (entry 5) made it and read") {
      $0.job("tokens", [], ["tokens"])
      $0.files["tokens"] = .digest(Story.digest("tokens"))
      $0.model.artifacts.append(.init(file: FileReference(path: "tokens", digest: Story.digest("tokens"))))
    },
    Case("nobody made it", .data, .inconclusive, "knows of no data") { $0 = Story() },
    Case("its data was made out of nothing", .data, .failed, "job generate (entry 5), which made them, read nothing") {
      $0.job("generate", [], ["more.csv"])
      $0.job("train", ["more.csv"], ["model.bin"])
    },
    Case("a job calls its data environment", .data, .failed, "more.csv: the promotion gate blocked these bytes") {
      $0.entries.removeLast()
      $0.check("more", ["more.csv"], verdict: .block)
      $0.job("train", ["orders.csv"], ["model.bin"], environment: ["uv.lock", "more.csv"])
      $0.model.environment.append(FileReference(path: "more.csv", digest: Story.digest("more.csv")))
    },
    Case("the contract is away", .data, .inconclusive, "orders.assay.yaml is not here") {
      $0.files["orders.assay.yaml"] = nil
    },
    Case("the contract is unreadable", .data, .inconclusive, "cannot be read: no permission") {
      $0.files["orders.assay.yaml"] = .unreadable("no permission")
    },
    Case("it is blocked under another contract of the same id", .data, .failed, "blocked these bytes (entry 3") {
      $0 = checked {
        $0.check("orders", ["orders.csv"], verdict: .block)
        $0.check("orders", ["orders.csv"]) { $0.path = "lenient.assay.yaml" }
        $0.files["lenient.assay.yaml"] = .digest(Story.digest("contract"))
      }
    },
    Case("a policy decided, and none is asked", .data, .failed, "a policy decided (entry 3), and none is asked here") {
      $0 = checked { $0.check("orders", ["orders.csv"], policy: Story.digest("policy")) }
    },
    Case("--now makes it young", .data, .failed, "written 30d ago, whatever --now says (entry 3)") {
      $0.policy = policy { $0.maximumAge = Age("7d").map { .init($0, location: place) } }
      $0.recordedAt[3] = Story.now.advanced(by: -30 * 86_400)
    },
    Case("the machine's clock was moved back", .data, .inconclusive, "which this machine's clock has not reached") {
      $0.policy = policy { $0.maximumAge = Age("7d").map { .init($0, location: place) } }
      $0.clock = Story.now.advanced(by: -86_400)
    },
    Case("named data is unknown", .data, .failed, "no check saw these bytes") {
      $0.model.datasets = [.init(contract: "more.assay.yaml", digests: [Story.digest("more")], location: place)]
    },
    Case("it was judged by another contract than the one that is named", .data, .failed, "not judged these bytes as orders") {
      $0 = checked { $0.check("draft", ["orders.csv"]) }
      $0.contracts["orders"] = FileReference(path: "orders.assay.yaml", digest: Story.digest("contract"))
      $0.model.datasets = [
        .init(contract: "orders.assay.yaml", digests: [Story.digest("orders.csv")], location: place)
      ]
    },
    // Reproducibility
    Case("the artifact has other bytes", .reproducibility, .failed, "and the model names") {
      $0.files["model.bin"] = .digest(Story.digest("other"))
    },
    Case("the artifact is away", .reproducibility, .inconclusive, "not here") { $0.files["model.bin"] = nil },
    Case("the artifact is unreadable", .reproducibility, .inconclusive, "cannot be read: no permission") {
      $0.files["model.bin"] = .unreadable("no permission")
    },
    Case("no job made it", .reproducibility, .failed, "no recorded job made") {
      $0.entries.removeLast()
    },
    Case("the code differs", .reproducibility, .failed, "from commit aaaaaaaaaaaa, and the model names bbbbbbbbbbbb") {
      $0.model.code.commit = String(repeating: "b", count: 40)
    },
    Case("files differed from the commit", .reproducibility, .failed, "files differed from commit") {
      $0.job("clean", ["orders.csv"], ["unused"], isDirty: true)
      $0.job("train", ["unused", "orders.csv"], ["model.bin"])
    },
    Case("the environment is not the one that is named", .reproducibility, .failed, "which the model does not name") {
      $0.model.environment = []
    },
    Case("the environment was not recorded", .reproducibility, .failed, "it did not run with uv.lock") {
      $0.entries.removeLast()
      $0.job("train", ["orders.csv"], ["model.bin"], environment: [])
    },
    Case("no environment is known", .reproducibility, .inconclusive, "nobody recorded the environment") {
      $0.entries.removeLast()
      $0.job("train", ["orders.csv"], ["model.bin"], environment: [])
      $0.model.environment = []
    },
    Case("a lock file has changed", .reproducibility, .failed, "and the model names") {
      $0.files["uv.lock"] = .digest(Story.digest("newer"))
    },
    Case("the data has changed", .reproducibility, .failed, "was recorded") {
      $0.files["orders.csv"] = .digest(Story.digest("newer"))
    },
    Case("the data is away", .reproducibility, .inconclusive, "nobody can hash it again") { $0.files["orders.csv"] = nil },
    Case("it was not trained on what is named", .reproducibility, .failed, "it did not read") {
      $0.check("more", ["more.csv"])
      $0.files["more.csv"] = .digest(Story.digest("more.csv"))
      $0.model.datasets = [.init(contract: "more.assay.yaml", digests: [Story.digest("more.csv")], location: place)]
    },
    Case("no repository has the commit", .reproducibility, .inconclusive, "is not, or not whole, in ../etl") {
      $0.commits[Story.commit] = .missing(["../etl"])
    },
    Case("there is no repository", .reproducibility, .inconclusive, "nobody could look for commit aaaaaaaaaaaa") {
      $0.commits[Story.commit] = .unreachable("git finds none")
    },
    Case("nobody has the commit of a job further up", .reproducibility, .inconclusive, "job clean (entry 5): commit") {
      $0.commits[String(repeating: "b", count: 40)] = .missing(["here"])
      $0.job("clean", ["orders.csv"], ["clean.csv"], commit: String(repeating: "b", count: 40))
      $0.job("train", ["clean.csv"], ["model.bin"])
    },
    Case("lineage runs in a circle", .reproducibility, .failed, "in a circle") {
      $0.job("back", ["model.bin"], ["orders.csv"])
    },
    // Licences
    Case("a dataset forbids it", .licenses, .failed, "CC-BY-NC-4.0") {
      $0 = checked { $0.check("orders", ["orders.csv"]) { $0.license = "CC-BY-NC-4.0" } }
    },
    Case("a source forbids it", .licenses, .failed, "S2") {
      $0 = checked {
        $0.check("orders", ["orders.csv"], sources: [SourceRecord(id: "S2", recordCount: 2, license: "CC-BY-NC-4.0")])
      }
    },
    Case("a source has no licence", .licenses, .inconclusive, "S2") {
      $0 = checked { $0.check("orders", ["orders.csv"], sources: [SourceRecord(id: "S2", recordCount: 2)]) }
    },
    Case("not all sources are known", .licenses, .inconclusive, "what orders comes from (3 of 4 are masked)") {
      $0 = checked { $0.check("orders", ["orders.csv"], sourcesProblem: "3 of 4 are masked") }
    },
    Case("a look under a laxer contract does not hide it", .licenses, .failed, "CC-BY-NC-4.0") {
      $0 = checked {
        $0.check("orders", ["orders.csv"]) { $0.license = "CC-BY-NC-4.0" }
        $0.check("orders", ["orders.csv"], gate: "merge") { $0.license = "CC0-1.0" }
      }
    },
    Case("no licence is known", .licenses, .inconclusive, "no known licence") {
      $0 = checked { $0.check("orders", ["orders.csv"], sources: []) { $0.license = nil } }
    },
    Case("the use is unknown", .licenses, .inconclusive, "dancing") { $0.model.uses = ["dancing"] },
    Case("the contract does not list the use", .licenses, .failed, "and not commercial-training") {
      $0 = checked { $0.check("orders", ["orders.csv"]) { $0.uses = ["analytics"] } }
    },
    Case("the policy does not list the use", .licenses, .failed, "does not allow this use (assay.policy.yaml:4)") {
      $0.policy = policy { $0.uses = UsePolicy(allow: ["analytics"], location: place) }
    },
    Case("the policy does not list the licence", .licenses, .failed, "not listed in the policy") {
      $0.policy = policy { $0.licenses = LicensePolicy(unlisted: .block, location: place) }
    },
    // Privacy
    Case("a class may not pass", .privacy, .failed, "pii.email, not in the policy's allowed privacy classes") {
      $0.policy = policy { $0.privacy = PrivacyPolicy(allow: [], location: place) }
    },
    Case("a source has another legal basis", .privacy, .failed, "consent") {
      $0 = checked {
        $0.check("orders", ["orders.csv"], sources: [
          SourceRecord(id: "S2", recordCount: 2, license: "CC0-1.0", legalBasis: "consent")
        ])
      }
      $0.policy = policy {
        $0.privacy = PrivacyPolicy(
          allow: nil, legalBasis: [.init(PrivacyClass(rawValue: "pii"), bases: ["contract"], location: place)],
          location: place)
      }
    },
    Case("nobody knows what it holds", .privacy, .inconclusive, "nobody has said what these bytes hold") {
      $0 = checked { _ in }
      $0.policy = policy { $0.privacy = PrivacyPolicy(allow: [], location: place) }
    },
    // Owners
    Case("nobody answers for the model", .owners, .failed, "nobody answers for it") { $0.model.owner = nil },
    Case("nobody answers for the data", .owners, .failed, "its contract names no owner") {
      $0 = checked { $0.check("orders", ["orders.csv"]) { $0.team = nil } }
    },
    Case("nobody is an owner of blanks", .owners, .failed, "nobody answers for it") {
      $0.model.owner = Owner(team: " ")
    },
    // Rollback
    Case("there is nothing to go back to", .rollback, .failed, "no other version in production") {
      $0 = Story()
      $0.check("orders", ["orders.csv"])
      $0.job("train", ["orders.csv"], ["model.bin"])
    },
    Case("a blocked attempt is nothing to go back to", .rollback, .failed, "no other version in production") {
      $0 = Story()
      $0.promote("1.0.0", "old.bin", verdict: .block)
      $0.check("orders", ["orders.csv"])
      $0.job("train", ["orders.csv"], ["model.bin"])
    },
    Case("the old bytes are gone", .rollback, .failed, "is at none of old.bin") { $0.files["old.bin"] = nil },
    Case("the old bytes have changed", .rollback, .failed, "is at none of old.bin") {
      $0.files["old.bin"] = .digest(Story.digest("new"))
    },
    Case("what was promoted by hand says nothing of bytes", .rollback, .failed, "does not say which bytes") {
      $0.entries.removeFirst()
      $0.entries.insert(
        LedgerEntry(
          at: Story.now, tool: ToolRecord(version: "", digest: nil, system: "", architecture: "", kernel: ""),
          event: .promotion(ActRecord(subject: "demand", version: "0.9", author: "ada", text: "go"))), at: 0)
    },
    Case("the only other version has the same bytes", .rollback, .failed, "no other version in production") {
      $0.entries.removeFirst()
      $0.promote("1.0.9", "model.bin")
    },
    Case("the old bytes cannot be read", .rollback, .inconclusive, "may be at old.bin, which cannot be read: no") {
      $0.files["old.bin"] = .unreadable("no permission")
    },
    Case("all other versions were taken back", .rollback, .failed, "was taken back: version 1.0.0 by entry 5") {
      $0.rollBack(BadVersion(.model, id: "demand", version: "1.0.0"))
      $0.model.noRollback = NoRollback(.none, because: "first version")
    },
    Case(
      "what was taken back was promoted again by hand", .rollback, .failed, "as it holds what entry 5 declared bad"
    ) {
      $0.rollBack(BadVersion(.model, id: "demand", version: "1.0.0"))
      $0.promote("1.0.0", "old.bin")
    },
    Case("none is left, though there was none", .rollback, .failed, "no other version in production") {
      $0.entries.removeFirst()
      $0.model.noRollback = NoRollback(.noneLeft, because: "they were bad")
    },
    // Bad versions
    Case("a later look counts other sources", .badVersions, .failed, "orders.csv: the rollback in entry 5") {
      $0.rollBack(BadVersion(.source, id: "S1", digests: $0.graph.digests(ofSource: "S1")))
      $0.check("orders", ["orders.csv"], sources: [SourceRecord(id: "S9", recordCount: 1, license: "CC0-1.0")])
    },
    Case("what is bad is called environment", .badVersions, .failed, "stray.csv: the rollback in entry 5") {
      $0.rollBack(BadVersion(.dataset, id: nil, digests: [Story.digest("stray.csv")]))
      $0.job("train", ["orders.csv"], ["model.bin"], environment: ["uv.lock", "stray.csv"])
    },
    Case("a source was declared bad", .badVersions, .failed, "source S1: the rollback in entry 5") {
      $0.rollBack(BadVersion(.source, id: "S1"))
    },
    Case("data was declared bad", .badVersions, .failed, "orders.csv: the rollback in entry 5") {
      $0.rollBack(BadVersion(.dataset, id: nil, digests: [Story.digest("orders.csv")]))
    },
    Case("the model's version was declared bad", .badVersions, .failed, "demand 1.1.0: the rollback") {
      $0.rollBack(BadVersion(.model, id: "demand", version: "1.1.0"))
    },
    Case("a source was declared bad until it is refreshed", .badVersions, .failed, "source S1: the rollback") {
      $0.rollBack(BadVersion(.source, id: "S1", refreshedBefore: "2026-11-02"))
    },
    // Signatures
    Case("nobody signed", .signatures, .failed, "no key that the policy names has signed") {
      $0.policy = policy { $0.requiredKeys = [String(repeating: "0", count: 64)] }
    },
  ]
}
