import Markup

/// The language of waivers as JSON Schema 2020-12.
package func waiversSchema() -> String {
  SchemaDocument(
    title: "Assay waivers, version 1", description: "Reviewed exceptions from data contracts: waivers.yaml",
    keys: PolicyGrammar.waivers, required: PolicyGrammar.waivers,
    properties: [
      "assay_waivers": ["description": "The version of this language.", "const": 1],
      "waivers": ["type": "array", "items": ["$ref": "#/$defs/waiver"]],
    ],
    definitions: [("text", .scalarText), ("waiver", waiver)]
  ).text
}

/// The language of baselines as JSON Schema 2020-12.
package func baselineSchema() -> String {
  SchemaDocument(
    title: "Assay baseline, version 1",
    description: "Violations that are accepted for now, as `assay baseline` writes them: assay.baseline.yaml",
    keys: PolicyGrammar.baseline, required: PolicyGrammar.baseline,
    properties: [
      "assay_baseline": ["description": "The version of this language.", "const": 1],
      "tool": .reference("text", "What wrote it."),
      "date": .day("The day of the last change, in UTC."),
      "clauses": ["type": "array", "items": ["$ref": "#/$defs/entry"]],
    ],
    definitions: [
      ("text", .scalarText),
      (
        "entry",
        .closed(
          "What is accepted of one clause.", PolicyGrammar.baselineEntry, required: PolicyGrammar.baselineEntry,
          [
            "clause": clause,
            "violations": ["description": "As many as were there; one more blocks.", "type": "integer", "minimum": 1],
          ])
      ),
    ]
  ).text
}

private let clause: SchemaText = [
  "description": "The clause's identity as reports show it: contract/field/rule or contract/id.", "type": "string",
  "pattern": "^[^/]+/.+$",
]

private let waiver = SchemaText.closed(
  "An exception that ends by itself.", PolicyGrammar.waiver, required: PolicyGrammar.waiver,
  [
    "clause": clause,
    "ceiling": [
      "description": "The most violations that are covered: a count, or a percentage of all records.",
      "anyOf": [
        ["type": "integer", "minimum": 0],
        [
          "type": "string",
          "pattern": "^(100(\\.0{1,12})?|0{0,2}[0-9](\\.[0-9]{1,12})?|0?[0-9]{2}(\\.[0-9]{1,12})?)%$",
        ],
      ],
    ],
    "reason": ["$ref": "#/$defs/text"],
    "owner": .reference("text", "Who answers for it."),
    "issue": .reference("text", "Where the repair is tracked: a link."),
    "expires": .day("The last day on which it holds, in UTC."),
  ])
