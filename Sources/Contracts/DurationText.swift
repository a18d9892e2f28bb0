/// `3d 4h`, `2h 5m`, `3d 1s`: the two largest units that are not zero, so that just over a limit does not look like it.
package func durationText(seconds: Int64) -> String {
  let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]
  var rest = seconds
  var parts: [String] = []
  for (size, name) in units where rest >= size && parts.count < 2 {
    parts.append("\(rest / size)\(name)")
    rest %= size
  }
  return parts.isEmpty ? "0s" : parts.joined(separator: " ")
}
