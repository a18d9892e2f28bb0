import Contracts
import Testing

@testable import Gating

/// `line:column code` of each problem.
private func problems(_ text: String, rules: [RuleID]? = nil) -> [String] {
  PolicyReader.read(Array(text.utf8), file: "p.yaml", rules: rules).diagnostics.map(place)
}

private func place(_ diagnostic: Diagnostic) -> String {
  "\(diagnostic.location.line):\(diagnostic.location.column) \(diagnostic.code)"
}

/// The problems of what stands under the gate `merge`, which begins in line 4, column 5.
private func gateProblems(_ lines: String...) -> [String] {
  problems("assay_policy: 1\ngates:\n  merge:\n" + lines.map { "    \($0)\n" }.joined())
}

struct PolicyReaderTests {
  @Test func readsEveryPart() throws {
    let text = """
      assay_policy: 1
      gates:
        merge:
          inconclusive: warn
          rules:
            - { rule: "cell.*", field: a, contract: c, tag: t, privacy: pii, effect: warn, because: why }
          licenses: { allow: [mit], deny: [CC-BY-NC-4.0], unlisted: warn }
          uses: { allow: [analytics] }
          privacy: { allow: [x.acme.badge], legal_basis: { pii: [consent] } }
      privacy_classes: [x.acme.badge]
      waivers: { max_days: 90, notice_days: 14 }
      """
    let (read, diagnostics) = PolicyReader.read(Array(text.utf8), file: "p.yaml")
    #expect(diagnostics == [])
    let policy = try #require(read)
    #expect(policy.maximumWaiverDays == 90)
    #expect(policy.waiverNoticeDays == 14)
    #expect(policy.privacyClasses.map(\.rawValue) == ["x.acme.badge"])
    let gate = try #require(policy.gate(named: "merge"))
    #expect(gate.inconclusive == .warn)
    let selector = PolicyRule.Selector(
      rule: NamePattern("cell.*"), field: NamePattern("a"), contract: NamePattern("c"), tag: "t",
      privacy: PrivacyClass(rawValue: "pii"))
    let place = SourceLocation(file: "p.yaml", line: 6, column: 9)
    #expect(gate.rules == [PolicyRule(selector, .warn, because: "why", location: place)])
    #expect(gate.licenses?.allow.map(\.license.description) == ["MIT"])
    #expect(gate.licenses?.deny.map(\.license.description) == ["CC-BY-NC-4.0"])
    #expect(gate.licenses?.unlisted == .warn)
    #expect(gate.uses?.allow == ["analytics"])
    #expect(gate.privacy?.allow?.map(\.rawValue) == ["x.acme.badge"])
    #expect(gate.privacy?.legalBasis.map(\.bases) == [["consent"]])
  }

  @Test(arguments: [
    ("", ["1:1 document.empty"]),
    ("- 1", ["1:1 value.wrong_kind"]),
    ("gates: {}", ["1:1 key.missing"]),
    ("assay_policy: 1", ["1:1 key.missing"]),
    ("assay_policy: 2\ngates: {}", ["1:15 version.unknown"]),
    ("assay_policy: '1'\ngates: {}", ["1:15 version.unknown"]),
    ("assay_policy: 1\ngates: []", ["2:8 value.wrong_kind"]),
    ("assay_policy: 1\ngates: { megre: {} }", ["2:10 key.unknown"]),
    ("assay_policy: 1\ngates: {}\nwaiver: 1", ["3:1 key.unknown"]),
    ("assay_policy: 1\ngates: {}\nprivacy_classes: [acme]", ["3:19 privacy_class.invalid"]),
    ("assay_policy: 1\ngates: {}\nprivacy_classes: [x, x.A, x..a]", [
      "3:19 privacy_class.invalid", "3:22 privacy_class.invalid", "3:27 privacy_class.invalid",
    ]),
    ("assay_policy: 1\ngates: {}\nwaivers: {}", ["3:10 key.missing"]),
    ("assay_policy: 1\ngates: {}\nwaivers: { max_days: 0 }", ["3:22 value.wrong_form"]),
    ("assay_policy: 1\ngates: {}\nwaivers: { max_days: soon }", ["3:22 value.wrong_form"]),
    ("assay_policy: 1\ngates: {}\nwaivers: { notice_days: -1 }", ["3:25 value.wrong_form"]),
    ("assay_policy: 1\ngates: {}\nwaivers: { notice_days: 7d }", ["3:25 value.wrong_form"]),
    ("assay_policy: 1\ngates: {}\nwaivers: { days: 7 }", ["3:10 key.missing", "3:12 key.unknown"]),
  ])
  func brokenFileIsPointedAt(text: String, expected: [String]) { #expect(problems(text) == expected) }

  @Test(arguments: [
    ("inconclusive: ignore", ["4:19 value.not_listed"]),
    ("inconclusive:", ["4:18 value.wrong_kind"]),
    ("severity: warn", ["4:5 key.unknown"]),
    ("rules: {}", ["4:12 value.wrong_kind"]),
    ("rules: [{ effect: warn }]", ["4:13 rule.unselective"]),
    ("rules: [{ rule: a }]", ["4:13 key.missing"]),
    ("rules: [{ rule: a, effect: stop }]", ["4:32 value.not_listed"]),
    ("rules: [{ rule: '*.a', effect: warn }]", ["4:21 pattern.invalid"]),
    ("rules: [{ privacy: pii.mail, effect: warn }]", ["4:24 value.not_listed"]),
    ("rules: [{ rule: [a], effect: warn }]", ["4:21 value.wrong_kind"]),
    ("licenses: {}", ["4:15 key.missing"]),
    ("licenses: { allow: MIT }", ["4:24 value.wrong_kind"]),
    ("licenses: { allow: [MIT OR ISC] }", ["4:25 license.compound"]),
    ("licenses: { allow: [CC-BY] }", ["4:25 license.invalid"]),
    ("licenses: { allow: [MIT WITH nothing] }", ["4:34 license.invalid"]),
    ("licenses: { allow: ['MIT WITH nothing'] }", ["4:35 license.invalid"]),
    ("licenses: { allow: [GPL-2.0] }", ["4:25 license.deprecated"]),
    ("licenses: { allow: [MIT], deny: [mit] }", ["4:38 license.contradiction"]),
    ("licenses: { allow: [MIT], unlisted: pass }", ["4:41 value.not_listed"]),
    ("uses: {}", ["4:11 key.missing"]),
    ("uses: { allow: [null] }", ["4:21 value.wrong_kind"]),
    ("privacy: {}", ["4:14 key.missing"]),
    ("privacy: { allow: [x.acme.badge] }", ["4:24 value.not_listed"]),
    ("privacy: { legal_basis: [] }", ["4:29 value.wrong_kind"]),
    ("privacy: { legal_basis: { pi: [consent] } }", ["4:31 value.not_listed"]),
    ("privacy: { legal_basis: { pii: consent } }", ["4:36 value.wrong_kind"]),
    ("privacy: { legal_basis: { pii: [] } }", ["4:36 list.empty"]),
  ])
  func brokenGateIsPointedAt(line: String, expected: [String]) { #expect(gateProblems(line) == expected) }

  @Test func allProblemsComeInOneGo() {
    let found = gateProblems(
      "inconclusive: maybe", "rules: [{ rul: a, effect: warn }]", "licenses: { allow: [MTI] }", "use: {}")
    #expect(
      found == [
        "4:19 value.not_listed", "5:13 rule.unselective", "5:15 key.unknown", "6:25 license.invalid", "7:5 key.unknown",
      ])
  }

  @Test func errorsLeaveNoPolicyButWarningsDo() {
    let warned = "assay_policy: 1\ngates: { merge: { licenses: { allow: [GPL-2.0] } } }"
    #expect(PolicyReader.read(Array(warned.utf8), file: "p").policy != nil)
    #expect(PolicyReader.read(Array((warned + "\nx: 1").utf8), file: "p").policy == nil)
  }

  @Test(arguments: [
    ("assay_policy: 1\ngates: { promotoin: {} }", "did you mean `promotion`?"),
    ("assay_policy: 1\ngates: { merge: { licences: {} } }", "did you mean `licenses`?"),
    ("assay_policy: 1\ngates: { merge: { rules: [{ tag: t, dataset: a, effect: warn }] } }", "did you mean `contract`?"),
    ("assay_policy: 1\ngates: {}\nwaivers: { max_age: 90d, max_days: 90 }", "did you mean `max_days`?"),
    ("assay_policy: 1\ngates: {}\nwaivers: { notice: 7d, max_days: 90 }", "did you mean `notice_days`?"),
    ("assay_policy: 1\ngates: { merge: { licenses: { deny: [CC-BY-NC-4] } } }", "did you mean `CC-BY-NC-4.0`?"),
    ("assay_policy: 1\ngates: { merge: { privacy: { allow: [pii.emial] } } }", "did you mean `pii.email`?"),
  ])
  func misspellingsGetADidYouMean(text: String, advice: String) {
    #expect(PolicyReader.read(Array(text.utf8), file: "p").diagnostics.first?.advice == advice)
  }

  @Test func rulesAreCheckedAgainstTheCatalogue() {
    let text = "assay_policy: 1\ngates: { merge: { rules: [{ rule: RULE, effect: warn }] } }"
    func found(_ rule: String) -> [String] {
      let text = text.split(separator: "RULE").joined(separator: rule)
      return problems(text, rules: ["cell.missing", "rows.too_few"])
    }
    #expect(found("cell.missing") == [])
    #expect(found("'cell.*'") == [])
    #expect(found("'*'") == [])
    #expect(found("cell.mising") == ["2:35 value.not_listed"])
    #expect(found("'column.*'") == ["2:35 value.not_listed"])
  }
}

struct WaiverReaderTests {
  private func read(
    _ lines: String..., policy: Policy? = nil
  ) -> (waivers: [Waiver]?, problems: [String], advice: String?) {
    let text = "assay_waivers: 1\nwaivers:\n" + lines.map { "  \($0)\n" }.joined()
    let (waivers, diagnostics) = WaiverReader.read(Array(text.utf8), file: "w.yaml", policy: policy, now: noon)
    return (waivers, diagnostics.map(place), diagnostics.first?.advice)
  }

  @Test func readsEveryPart() throws {
    let found = read(
      "- { clause: orders/email/cell.missing, ceiling: 10, reason: r, owner: o, issue: '#3', expires: 2026-12-31 }",
      "- { clause: orders/x, ceiling: 0.5%, reason: r, owner: o, expires: '2026-12-31', issue: i }")
    #expect(found.problems == [])
    let waivers = try #require(found.waivers)
    #expect(waivers.map(\.clause.rawValue) == ["orders/email/cell.missing", "orders/x"])
    #expect(waivers.map(\.ceiling.description) == ["10", "0.5%"])
    #expect(waivers.map(\.reference.reason) == ["r (#3)", "r (i)"])
    #expect(waivers.map(\.expires.description) == ["2026-12-31", "2026-12-31"])
    #expect(waivers.map(\.location.line) == [3, 4])
  }

  @Test func noWaiversAreFine() {
    let (waivers, diagnostics) = WaiverReader.read(
      Array("assay_waivers: 1\nwaivers: []".utf8), file: "w", policy: nil, now: noon)
    #expect(waivers == [])
    #expect(diagnostics == [])
  }

  @Test(arguments: [
    ("{ clause: orders, ceiling: 1, reason: r, owner: o, expires: 2026-12-31, issue: i }", ["3:15 clause.invalid"]),
    ("{ clause: a/b, ceiling: -1, reason: r, owner: o, expires: 2026-12-31, issue: i }", ["3:29 value.wrong_form"]),
    ("{ clause: a/b, ceiling: '1', reason: r, owner: o, expires: 2026-12-31, issue: i }", ["3:29 value.wrong_form"]),
    ("{ clause: a/b, ceiling: 101%, reason: r, owner: o, expires: 2026-12-31, issue: i }", ["3:29 value.wrong_form"]),
    ("{ clause: a/b, ceiling: 1, reason: r, owner: o, expires: 31.12.2026, issue: i }", ["3:62 value.wrong_form"]),
    ("{ clause: a/b, ceiling: 1, reason: r, owner: o, expires: 2026-02-29, issue: i }", ["3:62 date.invalid"]),
    ("{ clause: a/b, ceiling: 1, reason: '', owner: o, expires: 2026-12-31, issue: i }", ["3:40 value.wrong_kind"]),
    ("{ clause: a/b, ceiling: 1, reason: r, owner: o, issue: i }", ["3:5 key.missing"]),
    ("{ clause: a/b, ceiling: 1, reason: r, owner: o, expire: 2026-12-31, issue: i }", ["3:5 key.missing", "3:53 key.unknown"]),
    ("{ clause: a, ceiling: x, reason: r, owner: o, expires: soon, issue: i }", [
      "3:15 clause.invalid", "3:27 value.wrong_form", "3:60 value.wrong_form",
    ]),
    ("text", ["3:5 value.wrong_kind"]),
  ])
  func brokenWaiverIsPointedAt(waiver: String, expected: [String]) {
    #expect(read("- \(waiver)").problems == expected)
    #expect(read("- \(waiver)").waivers == nil)
  }

  @Test func twoWaiversOfOneClauseAreRefused() {
    let waiver = "- { clause: a/b, ceiling: 1, reason: r, owner: o, expires: 2026-12-31, issue: i }"
    #expect(read(waiver, waiver).problems == ["4:5 waiver.duplicate"])
  }

  @Test(arguments: [("2027-02-19", true), ("2027-02-20", false), ("2026-01-01", true)])
  func policyLimitsHowLongAWaiverHolds(expires: String, isFine: Bool) throws {
    let policy = Policy(file: "p.yaml", maximumWaiverDays: 90)
    let line = "- { clause: a/b, ceiling: 1, reason: r, owner: o, expires: \(expires), issue: i }"
    #expect(read(line, policy: policy).problems == (isFine ? [] : ["3:62 waiver.too_long"]))
    #expect(read(line, policy: policy).advice == (isFine ? nil : "no later than 2027-02-19"))
    #expect(read(line).problems == [])
  }
}
