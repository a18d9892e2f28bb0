import Markup

/// The policy language as JSON Schema 2020-12, over the keys that the reader knows.
///
/// It says all that the reader calls structural and nothing that it calls semantic.
package func policySchema() -> String {
  SchemaDocument(
    title: "Assay policy, version 1",
    description: "What an organisation makes of its data contracts at each gate: assay.policy.yaml",
    keys: PolicyGrammar.policy, required: ["assay_policy", "gates"],
    properties: [
      "assay_policy": ["description": "The version of this language.", "const": 1],
      "gates": PolicySchema.gates,
      "privacy_classes": [
        "description": "Privacy classes of your own, beyond the closed list.", "type": "array",
        "items": ["type": "string", "pattern": "^x(\\.[a-z0-9_]+)+$"],
      ],
      "license_terms": [
        "description": "What licences allow and ask that docs/licenses.md does not list, by their SPDX names.",
        "type": "object", "additionalProperties": ["$ref": "#/$defs/terms"],
      ],
      "waivers": SchemaText.closed(
        "What waivers must obey, and when they are said to end.", PolicyGrammar.waiverRules,
        [
          "max_days": PolicySchema.days("How many days ahead a waiver may expire.", from: 1),
          "notice_days": PolicySchema.days(
            "From how many days before its last one a waiver is said to end; 7 without this.", from: 0),
        ]
      ).with("minProperties", 1),
    ],
    definitions: [
      ("text", .scalarText), ("texts", .texts), ("pattern", PolicySchema.pattern), ("gate", PolicySchema.gate),
      ("promotionGate", PolicySchema.promotionGate),
      ("rule", PolicySchema.rule), ("licenses", PolicySchema.licenses), ("uses", PolicySchema.uses),
      ("privacy", PolicySchema.privacy), ("changes", PolicySchema.changes), ("change", PolicySchema.change),
      ("terms", PolicySchema.terms),
    ]
  ).text
}

private enum PolicySchema {
  static func days(_ description: String, from least: Int) -> SchemaText {
    ["description": .text(description), "type": "integer", "minimum": .number(least), "maximum": 36_500]
  }

  static let gates = SchemaText.closed(
    "What holds at each place where a decision is taken.", Gate.allCases.map(\.rawValue),
    [
      "merge": .reference("gate", "Before a change is merged."),
      "monitor": .reference("gate", "On a schedule, over data in use."),
      "promotion": .reference("promotionGate", "Before a model or dataset is promoted."),
    ])

  static let pattern: SchemaText = [
    "description": "A name, or the beginning of one followed by `*`.", "type": ["string", "number", "boolean"],
    "minLength": 1, "pattern": "^[^*]*\\*?$",
  ]

  static let gate = SchemaText.closed("What holds at one gate.", PolicyGrammar.gate, common)

  static let promotionGate = SchemaText.closed(
    "What holds before a promotion.", PolicyGrammar.promotionGate,
    common.merging([
      "max_age": [
        "description": "How old the decision on a dataset may be when a model is promoted: 7d.", "type": "string",
        "pattern": "^0*([0-9]{1,8}|100000000)[smhdw]$",
      ],
      "require_signature": [
        "description": "Ids of keys, as `assay verify` prints them; one must have signed for each dataset.",
        "type": "array", "minItems": 1, "items": ["type": "string", "pattern": "^[0-9a-f]{64}$"],
      ],
    ]) { one, _ in one })

  private static let common: [String: SchemaText] =
    [
      "inconclusive": [
        "description": "What a clause does that could not be decided; `block` without this.",
        "enum": ["block", "warn"],
      ],
      "rules": [
        "description": "What clauses do that do not pass. The last rule that matches wins.", "type": "array",
        "items": ["$ref": "#/$defs/rule"],
      ],
      "licenses": ["$ref": "#/$defs/licenses"],
      "uses": ["$ref": "#/$defs/uses"],
      "privacy": ["$ref": "#/$defs/privacy"],
      "changes": ["$ref": "#/$defs/changes"],
    ]

  static let rule = SchemaText.closed(
    "Which clauses it is about, and what becomes of them.", PolicyGrammar.rule, required: ["effect"],
    [
      "rule": .reference("pattern", "The rule's id, such as cell.missing or cell.*"),
      "field": .reference("pattern", "The field's path."),
      "contract": .reference("pattern", "The contract's id, that is, the dataset."),
      "tag": .reference("text", "A tag of the clause or of its contract."),
      "privacy": .reference("text", "The class of the clause's field, or one above it."),
      "effect": [
        "description": "`warn` makes a block warn, `block` a warning block; `ignore` keeps the clause listed only.",
        "enum": .list(PolicyRule.Effect.allCases.map { .text($0.rawValue) }),
      ],
      "because": .reference("text", "Why; shown beside the clause."),
    ]
  ).with("anyOf", .list(PolicyGrammar.selectors.map { ["required": [.text($0)]] }))

  static let licenses = SchemaText.closed(
    "The licences that may pass. Each is one SPDX licence: an id, LicenseRef-…, or either WITH an exception.",
    PolicyGrammar.licenses,
    [
      "allow": ["$ref": "#/$defs/texts"],
      "deny": .reference("texts", "Wins over allow; blocks."),
      "unlisted": [
        "description": "What a licence on neither list does: block where `allow` is given, otherwise allow.",
        "enum": ["block", "warn", "allow"],
      ],
    ]
  ).with("anyOf", [["required": ["allow"]], ["required": ["deny"]]])

  static let terms = SchemaText.closed(
    "What a licence allows and asks. Nothing is assumed, so that nothing is allowed by leaving it out.",
    PolicyGrammar.licenseTerms, required: Array(PolicyGrammar.licenseTerms.dropLast()),
    [
      "use": [
        "description": "What the work may be used for.", "enum": .list(DeclaredUse.allCases.map { .text($0.rawValue) }),
      ],
      "attribution": ["description": "Whether the source must be named.", "type": "boolean"],
      "share_alike": [
        "description": "none, or the licences that something made from the work may have.",
        "anyOf": [["$ref": "#/$defs/text"], ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/text"]]],
      ],
      "derivatives": ["description": "Whether something may be made from the work.", "type": "boolean"],
      "database_right": [
        "description": "Whether it grants the right of who built the database; silent without this.",
        "enum": .list(DatabaseRight.allCases.map { .text($0.rawValue) }),
      ],
    ])

  static let change: SchemaText = [
    "description": "What a change of this kind does; without a line it is reported and does nothing.",
    "enum": .list(PolicyRule.Effect.allCases.map { .text($0.rawValue) }),
  ]

  static let changes = SchemaText.closed(
    "What changes between two versions do, as `assay diff` finds them.", PolicyGrammar.changes,
    [
      "new_source": .reference("change", "Rows come from a source that none came from."),
      "dropped_source": .reference("change", "No row comes from a source any more."),
      "relicensed": .reference("change", "The licence of the dataset, of a source or of rows is another."),
      "breaking_schema": .reference("change", "A line of the contract breaks those who read the data."),
      "breaking_for_producers": .reference("change", "A line of the contract breaks those who write the data."),
      "moved_rows": .reference("change", "Rows keep their key and name another source."),
      "wrong_version": .reference("change", "The version has grown less than what changed asks for."),
      "approved_sources": .reference("texts", "Sources that may be new, by their ids."),
    ]
  ).with("minProperties", 1)

  static let uses = SchemaText.closed(
    "The uses that contracts may declare.", PolicyGrammar.uses, required: PolicyGrammar.uses,
    ["allow": ["$ref": "#/$defs/texts"]])

  static let privacy = SchemaText.closed(
    "The privacy classes that may pass, and on which legal basis.", PolicyGrammar.privacy,
    [
      "allow": ["$ref": "#/$defs/texts"],
      "legal_basis": [
        "description": "For a class and all within it, the legal bases that suffice.", "type": "object",
        "additionalProperties": ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/text"]],
      ],
    ]
  ).with("minProperties", 1)
}
