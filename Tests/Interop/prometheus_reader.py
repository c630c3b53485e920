"""Prometheus, from Debian: reads the services with the configuration of Deploy/prometheus, evaluates its alerts, and every
query of the dashboard of Deploy/grafana."""

import json
import pathlib
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

from cases import expect
from servers import ROOT, free_ports, process, wait_until

RULES = ROOT / "Deploy/prometheus"
DASHBOARD = ROOT / "Deploy/grafana/trunkline.json"
RULE_TESTS = pathlib.Path(__file__).with_name("alerts.test.yml")
# Port of the gateway's admin pages in the file; those of the others follow.
FIRST_ADMIN_PORT, PROCESSES = 7500, 6
# Panels that are empty while all is well.
QUIET = {"Errors", "Refusals that are the callers' affair"}


def run(report, suite):
    with report.case("Prometheus: promtool takes the configuration and the alerts"):
        promtool("check", "config", RULES / "prometheus.yml")
    with report.case("Prometheus: each alert fires when it should, and not before"):
        promtool("test", "rules", RULE_TESTS)
    with tempfile.TemporaryDirectory(prefix="trunkline-prometheus-") as folder:
        folder = pathlib.Path(folder)
        write_configuration(folder, suite)
        with report.case("Prometheus: starts and stops"), running(folder) as query:
            read(report, suite, query)


def read(report, suite, query):
    with report.case("Prometheus: every process is read"):
        up = eventually(lambda: query("up == 1"), lambda found: len(found) == PROCESSES)
        expect(len(up) == PROCESSES, f"up are {[entry['metric'].get('process') for entry in up]}")
    with report.case("Prometheus: every alert can be evaluated, and none fires"):
        rules = query.rules()
        expect(rules and all(rule["health"] == "ok" for rule in rules), f"{rules}")
        firing = [rule["name"] for rule in rules if rule["state"] == "firing"]
        expect(not firing, f"firing: {firing}")
    for title, expression in panels():
        with report.case(f"Grafana: {title}"):
            found = eventually(lambda: called(suite) and query(expression), lambda found: found or title in QUIET)
            expect(found or title in QUIET, f"nothing for {expression}")


def called(suite):
    """A call for the figures to tell of."""
    url = f"http://{suite.gateway}/v1/organizations/{suite.organization}/locations"
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {suite.key}"})
    return urllib.request.urlopen(request, timeout=30).status == 200


def panels():
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel["targets"]:
            expression = target["expr"].replace("$__rate_interval", "1m").replace("$process", ".*")
            expect("$" not in expression, f"a variable that is not known in {expression}")
            yield panel["title"], expression


def write_configuration(folder, suite):
    """That of Deploy, for the ports of this suite and without its patience."""
    first = int(suite.gateway.rpartition(":")[2]) + 100
    text = (RULES / "prometheus.yml").read_text().replace("15s", "1s")
    for offset in range(PROCESSES):
        text = text.replace(f"127.0.0.1:{FIRST_ADMIN_PORT + offset}", f"127.0.0.1:{first + offset}")
    (folder / "prometheus.yml").write_text(text)
    (folder / "alerts.yml").write_text((RULES / "alerts.yml").read_text())


class Query:
    def __init__(self, address):
        self.address = address

    def __call__(self, expression):
        return self.get("query", {"query": expression})["result"]

    def rules(self):
        return [rule for group in self.get("rules", {})["groups"] for rule in group["rules"]]

    def get(self, what, parameters):
        url = f"http://{self.address}/api/v1/{what}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            return json.loads(answer.read())["data"]


class running:
    def __init__(self, folder):
        self.folder, self.address = folder, f"127.0.0.1:{free_ports(1)}"

    def __enter__(self):
        command = ["prometheus", f"--config.file={self.folder}/prometheus.yml"]
        command += [f"--storage.tsdb.path={self.folder}/data", f"--web.listen-address={self.address}"]
        log = self.folder / "log"
        self.process = process(command, log)
        child = self.process.__enter__()
        wait_until(lambda: is_ready(self.address), child, log)
        return Query(self.address)

    def __exit__(self, *error):
        return self.process.__exit__(*error)


def is_ready(address):
    try:
        return urllib.request.urlopen(f"http://{address}/-/ready", timeout=5).status == 200
    except OSError:
        return False


def eventually(read, is_enough, seconds=20):
    ends = time.monotonic() + seconds
    while not is_enough(found := read()) and time.monotonic() < ends:
        time.sleep(0.5)
    return found


def promtool(*arguments):
    done = subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True)
    expect(done.returncode == 0, done.stdout + done.stderr)
