import Markup

/// The language of models as JSON Schema 2020-12.
package func modelSchema() -> String {
  SchemaDocument(
    title: "Assay model, version 1", description: "A model that is to be promoted: *.model.yaml",
    keys: PolicyGrammar.model, required: PolicyGrammar.modelRequired,
    properties: [
      "assay_model": ["description": "The version of this language.", "const": 1],
      "id": .reference("text", "What the model is called, whatever its version."),
      "version": .reference("text", "Of these artifacts."),
      "use": [
        "description": "What it is promoted for; the licences of all that it rests on must allow it.",
        "anyOf": [["$ref": "#/$defs/text"], ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/text"]]],
      ],
      "stage": .reference("text", "Where it goes, such as production."),
      "artifacts": ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/artifact"]],
      "code": SchemaText.closed(
        "What made it.", PolicyGrammar.code, required: ["commit"],
        [
          "commit": [
            "description": "The full id of a git commit.", "type": "string",
            "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$",
          ],
          "repository": .reference("text", "Where the commit is."),
        ]),
      "owner": .reference("owner", "Who answers for the model, and for each artifact that names no other."),
      "datasets": [
        "description": "Data beyond what lineage finds.", "type": "array", "items": ["$ref": "#/$defs/dataset"],
      ],
      "environment": [
        "description": "Lock files and settings of the job that made it.", "type": "array",
        "items": ["$ref": "#/$defs/file"],
      ],
      "rollback": SchemaText.closed(
        "Only where there is nothing to roll back to; with the reason.", PolicyGrammar.noRollback,
        [
          "none": .reference("text", "There was no other version."),
          "none_left": .reference("text", "Every other version was taken back."),
        ]
      ).with("minProperties", 1).with("maxProperties", 1),
    ],
    definitions: [
      ("text", .scalarText), ("texts", .texts), ("owner", owner), ("digest", digest),
      (
        "file",
        .closed(
          "A file by its bytes.", PolicyGrammar.modelFile, required: PolicyGrammar.modelFile,
          ["file": path, "digest": sum])
      ),
      (
        "artifact",
        .closed(
          "A file or directory of the model.", PolicyGrammar.artifact, required: PolicyGrammar.modelFile,
          [
            "file": path, "digest": sum, "owner": .reference("owner", "Who answers for it."),
            "recover": .reference("texts", "Other places where its bytes are kept."),
          ])
      ),
      (
        "dataset",
        .closed(
          "Data by its contract.", PolicyGrammar.modelDataset, required: ["contract"],
          [
            "contract": .reference("text", "The contract's file, relative to this one."),
            "digests": [
              "description": "The files; without this, those that the contract names now.", "type": "array",
              "items": ["$ref": "#/$defs/digest"],
            ],
          ])
      ),
    ]
  ).text
}

private let path = SchemaText.reference("text", "Its path, relative to this file.")
private let sum = SchemaText.reference("digest", "Of a directory: what `assay record` says of it.")
private let digest: SchemaText = ["type": "string", "pattern": "^sha256:[0-9a-fA-F]{64}$"]

private let owner: SchemaText = [
  "anyOf": [
    ["$ref": "#/$defs/text"],
    .closed(
      "Who answers.", PolicyGrammar.owner,
      [
        "team": .reference("text", "The team's name."), "contact": .reference("text", "Where to reach it."),
        "runbook": .reference("text", "What to do when it fails: a path or address."),
      ]),
  ]
]
