import Foundation
import TestSupport
import Testing

/// `docs/monitor.md`, every command executed, and what `integrations/monitor` holds.
struct MonitorPageTests {
  private struct Block {
    var info: String
    var text: String
  }

  private func blocks() throws -> [Block] {
    let page = try String(contentsOfFile: Repository.path("docs/monitor.md"), encoding: .utf8)
    return page.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map { _, part in
      let lines = part.components(separatedBy: "\n")
      return Block(info: lines[0], text: lines.dropFirst().joined(separator: "\n"))
    }
  }

  /// A folder with the page's contracts and their data, and `assay` on the path.
  private func bench() throws -> Bench {
    let bench = try Bench()
    for block in try blocks() where block.info.hasPrefix("yaml contract ") {
      try bench.write(String(block.info.dropFirst("yaml contract ".count)), block.text + "\n")
    }
    let data = try #require(try blocks().first { $0.info == "sh data" }).text
    let status = try bench.shell(
      "set -e; \(data)\nmkdir bin && ln -s \"$ASSAY\" bin/assay && "
        + "ln -s '\(Repository.path("integrations"))' integrations").status
    #expect(status == 0)
    return bench
  }

  @Test func everyLookIsAsThePageSays() throws {
    let bench = try bench()
    var outputs: [String] = []
    var statuses: [Int32] = []
    for block in try blocks() where block.info == "sh" {
      for line in block.text.split(separator: "\n") {
        let run = try bench.shell("PATH=$PWD/bin:$PATH; \(line)")
        outputs.append(run.output)
        statuses.append(run.status)
      }
    }
    #expect(statuses == [0, 0, 0, 0, 0], "\(outputs.joined(separator: "\n"))")
    let table = try #require(try blocks().first { $0.info == "text table" }).text
    #expect(outputs[1].hasPrefix(table), "\(outputs[1])")
    #expect(try bench.text("assay.prom").contains("# TYPE assay_dataset_freshness_state gauge"))
  }

  /// Commands of `sh cron` and the like, under a root of their own: `sudo` runs them, `systemctl` and `kubectl` note.
  private func install(_ kind: String) throws -> Bench {
    let bench = try bench()
    let tools = [
      "sudo": "exec \"$@\"", "systemctl": "echo systemctl \"$@\" >> calls", "kubectl": "echo kubectl \"$@\" >> calls",
      "install": "a=(\"$@\"); a[-1]=\"$PWD/root${a[-1]}\"; exec /usr/bin/install \"${a[@]}\"",
    ]
    for (name, script) in tools { try bench.write("bin/\(name)", "#!/bin/bash\n\(script)\n") }
    for block in try blocks() where block.info == "sh \(kind)" {
      let run = try bench.shell("chmod +x bin/*; PATH=$PWD/bin:$PATH; set -e; \(block.text)")
      #expect(run.status == 0, "\(run.output)")
    }
    return bench
  }

  /// Paths of the installed system, under the bench's root.
  private func relocated(_ text: String, _ bench: Bench) -> String {
    var text = text
    for folder in ["/etc/assay", "/var/lib"] { text = text.replacingOccurrences(of: folder, with: bench.path("root\(folder)")) }
    return text
  }

  private func prepareSystem(_ bench: Bench) throws {
    let run = try bench.shell(
      "mkdir -p root/etc/assay/contracts root/var/lib/assay root/var/lib/prometheus/node-exporter && "
        + "cp *.assay.yaml *.csv *.jsonl root/etc/assay/contracts/ && touch root/etc/assay/contracts/*.csv")
    #expect(run.status == 0, "\(run.output)")
  }

  @Test func theLineOfTheCrontabRuns() throws {
    let bench = try install("cron")
    try prepareSystem(bench)
    let crontab = try bench.text("root/etc/cron.d/assay-monitor")
    let line = try #require(crontab.split(separator: "\n").last { !$0.hasPrefix("#") && $0.contains("assay monitor") })
    let fields = line.split(separator: " ", maxSplits: 6)
    #expect(fields[..<5].allSatisfy { $0.allSatisfy { $0.isNumber || "*/,-".contains($0) } } && fields[5] == "assay")
    #expect(!fields[6].contains("%"), "cron takes it for a line end")
    try bench.write("root/etc/assay/contracts/orders.jsonl", "{\"created_at\":\"2020-01-01T00:00:00Z\"}\n")
    let command = relocated(String(fields[6]), bench)
    let run = try bench.shell("PATH=$PWD/bin:$PATH; /bin/sh -c '\(command)'")
    // The data is old, so cron has something to mail.
    #expect(run.status == 0 && run.output.hasPrefix("STATE"), "\(run.output)")
    #expect(bench.exists("root/var/lib/assay/ledger.db"))
    #expect(bench.exists("root/var/lib/prometheus/node-exporter/assay.prom"))
  }

  @Test func theUnitsAreAccepted() throws {
    let bench = try install("systemd")
    let folder = "root/etc/systemd/system"
    let service = try bench.text("\(folder)/assay-monitor.service")
    try bench.write("\(folder)/assay-monitor.service", service.replacingOccurrences(of: "/usr/bin/assay", with: assayPath))
    #expect(try bench.text("calls").contains("systemctl enable --now assay-monitor.timer"))
    let verified = try bench.shell(
      "command -v systemd-analyze >/dev/null || exit 77; cd \(folder) && systemd-analyze verify ./assay-monitor.timer ./assay-monitor.service")
    if verified.status == 77 {
      print("skipped: systemd-analyze is not here")
    } else {
      #expect(verified.status == 0 && !verified.output.contains("assay-monitor"), "\(verified.output)")
    }
    try prepareSystem(bench)
    let start = try #require(service.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
    let command = relocated(String(start.dropFirst("ExecStart=".count)), bench)
      .replacingOccurrences(of: "/usr/bin/assay", with: "\"$ASSAY\"")
    let run = try bench.shell("cd root/var/lib/assay && \(command)")
    #expect(run.output.hasPrefix("STATE") && run.output.contains("ledger entry"), "\(run.output)")
  }

  @Test func theManifestsAreWhatTheAPIAsksFor() throws {
    let bench = try install("kubernetes")
    #expect(try bench.text("calls").contains("kubectl apply -f integrations/monitor/kubernetes/cronjob.yaml"))
    try bench.write(
      "check.py",
      """
      import sys
      try:
          import yaml
      except ImportError:
          sys.exit(77)
      docs = {d['kind']: d for d in yaml.safe_load_all(open('integrations/monitor/kubernetes/cronjob.yaml'))}
      claim, job = docs['PersistentVolumeClaim'], docs['CronJob']
      assert claim['apiVersion'] == 'v1' and claim['spec']['accessModes'] and claim['spec']['resources']['requests']['storage']
      assert job['apiVersion'] == 'batch/v1' and len(job['spec']['schedule'].split()) == 5
      assert set(job['spec']) <= {'schedule', 'timeZone', 'concurrencyPolicy', 'startingDeadlineSeconds',
          'successfulJobsHistoryLimit', 'failedJobsHistoryLimit', 'jobTemplate', 'suspend'}
      assert job['spec']['concurrencyPolicy'] in ('Allow', 'Forbid', 'Replace')
      spec = job['spec']['jobTemplate']['spec']
      assert spec['backoffLimit'] == 0
      pod = spec['template']['spec']
      assert pod['restartPolicy'] in ('Never', 'OnFailure')
      volumes = {v['name']: v for v in pod['volumes']}
      [container] = pod['containers']
      assert {m['name'] for m in container['volumeMounts']} == set(volumes)
      assert all(len(v) == 2 for v in volumes.values())
      assert volumes['state']['persistentVolumeClaim']['claimName'] == claim['metadata']['name']
      assert all(isinstance(a, str) for a in container['args'])
      rules = yaml.safe_load(open('integrations/monitor/prometheus/assay.rules.yaml'))
      for rule in rules['groups'][0]['rules']:
          assert rule['alert'] and rule['expr'] and rule['annotations']['summary'], rule
          print(rule['expr'])
      print('args', *container['args'])
      """)
    let run = try bench.shell("/usr/bin/python3 check.py")
    if run.status == 77 { return print("skipped: python3-yaml is not installed; scripts/bootstrap --tests installs it") }
    #expect(run.status == 0, "\(run.output)")
    // Alerts name metrics that there are.
    _ = try bench.shell("\"$ASSAY\" monitor . --now 2026-11-21T12:00:00Z --metrics m.prom")
    _ = try bench.shell("\"$ASSAY\" monitor . --now 2026-11-21T13:00:00Z --metrics m.prom")
    let metrics = try bench.text("m.prom")
    for word in run.output.split(whereSeparator: { !($0.isLetter || $0 == "_") }) where word.hasPrefix("assay_") {
      #expect(metrics.contains("# TYPE \(word) gauge"), "\(word)")
    }
    // The arguments are those of the command.
    let line = try #require(run.output.split(separator: "\n").last)
    let words = line.split(separator: " ").dropFirst().joined(separator: " ")
      .replacingOccurrences(of: "/contracts", with: ".").replacingOccurrences(of: "/state/", with: "")
    #expect(try bench.shell("\"$ASSAY\" \(words)").output.contains("ledger entry"))
  }
}
