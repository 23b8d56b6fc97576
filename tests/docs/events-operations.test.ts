import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../automation/cli/commands";
import * as eventing from "../../components/eventing";
import { orderSaga } from "../../components/eventing/workflows";
import { RULES } from "../../policy/rules";
import { RESOURCES } from "../components/eventing/workflows/world";

const root = path.resolve(__dirname, "../..");
const runbook = readFileSync(path.join(root, "docs/events-operations.md"), "utf8");
const quoted = [...runbook.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
const sections = runbook.split(/^## /m).slice(1);
const section = (title: string) => sections.find((text) => text.startsWith(title)) ?? "";

describe("the runbook of the eventing area", () => {
  test("EV-60: converts one integration first, measures, builds tooling, then extends", () => {
    const steps = [...section("Move one call").matchAll(/^### (.+)$/gm)].map(([, title]) => title);
    expect(steps).toEqual(["1. Convert one integration", "2. Measure", "3. Build the tooling", "4. Extend"]);
  });

  test("names components and rules that there are", () => {
    const components = quoted.filter((text) =>
      /^(?:[A-Z][a-z]+)+(?:Target|Consumer|Table|Dashboard)$/.test(text),
    );
    expect(components.length).toBeGreaterThan(3);
    expect(components.filter((name) => !(name in eventing))).toEqual([]);
    const rules = quoted.filter((text) => /^(event|eventbus|dlq)-[a-z-]+$/.test(text));
    expect(rules.length).toBeGreaterThan(2);
    expect(rules.filter((id) => RULES.every((rule) => rule.id !== id))).toEqual([]);
  });

  test("names commands and actions that there are", () => {
    const used = [...runbook.matchAll(/causeway (events [a-z-]+)(?: (list|inspect|redrive)\b)?/g)];
    expect(used.length).toBeGreaterThan(5);
    for (const [, name = "", action] of used) {
      const command = COMMANDS.find((one) => one.name === name);
      expect(command, name).toBeDefined();
      if (action !== undefined) expect(command?.argument?.choices, name).toContain(action);
    }
  });

  test("measures by metrics that dashboard and alarms have", () => {
    const plans = ["plan/dashboard", "plan/alarms", "runtime/observe/metrics"].map((name) =>
      readFileSync(path.join(root, `components/eventing/${name}.ts`), "utf8"),
    );
    const metrics = [
      ...section("Move one call").matchAll(/`((?:[A-Z][a-z]+)+(?:Published|Events|Invocations|Latency))`/g),
    ];
    expect(metrics.length).toBeGreaterThan(2);
    for (const [, name = ""] of metrics) expect(plans.join("\n")).toContain(name);
  });

  test("says what to do for every step that the saga can ask people to repair", () => {
    const steps = Object.keys(orderSaga(RESOURCES).States)
      .filter((name) => name.startsWith("Report"))
      .map((name) => name.slice("Report".length));
    expect(steps.length).toBeGreaterThan(5);
    const told = section("When a workflow fails");
    expect(steps.filter((step) => !told.includes(`\`${step}\``))).toEqual([]);
  });

  test("G37: tells of every place that keeps what events hold of a person", () => {
    const places = [...section("Erase a person").matchAll(/^\d\. \*\*(.+?)\.\*\*/gm)].map(
      ([, place]) => place,
    );
    expect(places).toEqual([
      "The source",
      "Tables",
      "Notification log",
      "Queues",
      "Executions",
      "The archive",
      "The locked archive",
      "Logs and traces",
    ]);
  });
});
