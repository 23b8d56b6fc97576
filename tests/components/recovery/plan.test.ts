import { describe, expect, test } from "vitest";
import { OBJECTIVES, tierProblem } from "../../../components/recovery";
import {
  monitorFaults,
  planAnswers,
  planRules,
  replicationStatements,
} from "../../../components/recovery/plan";

describe("tiers", () => {
  test("DR-02 DR-03 DR-04 promise what the business agreed to", () => {
    expect(OBJECTIVES).toEqual({
      critical: { rtoMinutes: 15, rpoSeconds: 60 },
      important: { rtoMinutes: 240, rpoSeconds: 3600 },
      standard: { rtoMinutes: 1440, rpoSeconds: 86_400 },
    });
  });
  test("DR-01 there is no default tier, and none is no tier", () => {
    expect(tierProblem("critical")).toBeUndefined();
    expect(tierProblem("none")).toContain("one of critical, important, standard");
    expect(tierProblem("gold")).toContain("one of critical, important, standard");
  });
});

test("the replication's permission names two buckets, eight permissions and one key", () => {
  const statements = replicationStatements({
    sourceRegion: "me-dubai-1",
    standbyRegion: "me-jeddah-1",
    compartmentId: "ocid1.compartment.oc1..data",
    sourceBucket: "assets",
    standbyBucket: "assets-copy",
    keyCompartmentId: "ocid1.compartment.oc1..security",
    standbyKeyId: "ocid1.key.oc1.me-jeddah-1.k",
  });
  expect(statements).toEqual([
    "Allow service objectstorage-me-dubai-1 to manage object-family in compartment id ocid1.compartment.oc1..data " +
      "where all {any {target.bucket.name='assets', target.bucket.name='assets-copy'}, any {" +
      "request.permission='BUCKET_READ', request.permission='BUCKET_UPDATE', request.permission='OBJECT_READ', " +
      "request.permission='OBJECT_INSPECT', request.permission='OBJECT_CREATE', request.permission='OBJECT_OVERWRITE', " +
      "request.permission='OBJECT_RESTORE', request.permission='OBJECT_DELETE'}}",
    "Allow service objectstorage-me-jeddah-1 to use keys in compartment id ocid1.compartment.oc1..security " +
      "where target.key.id='ocid1.key.oc1.me-jeddah-1.k'",
  ]);
});

describe("DR-23 timing of a monitor", () => {
  const three = ["a", "b", "c"];
  test.each([10, 30, 60])("%d s between probes is taken", (interval) => {
    expect(monitorFaults(interval, 10, three)).toEqual([]);
  });
  test.each<[number, number, string[], string[]]>([
    [20, 10, three, ["intervalSeconds"]],
    [30, 15, three, ["timeoutSeconds"]],
    [10, 20, three, ["timeoutSeconds"]],
    [30, 10, ["a", "b", "b"], ["vantagePoints"]],
    [5, 90, [], ["intervalSeconds", "timeoutSeconds", "vantagePoints"]],
  ])("interval %d, timeout %d, vantage points %j: refused", (interval, timeout, points, paths) => {
    expect(monitorFaults(interval, timeout, points).map(({ path }) => path)).toEqual(paths);
  });
});

/** What the DNS service does with a policy (Traffic Management API guide): each rule works on what the one before left. */
function served(
  answers: ReturnType<typeof planAnswers<string>>,
  rules: ReturnType<typeof planRules>,
  down: readonly string[],
): string[] {
  let left = [...answers].reverse();
  for (const rule of rules) {
    const data = rule.defaultAnswerDatas ?? [];
    switch (rule.ruleType) {
      case "FILTER":
        if (data.some(({ answerCondition }) => answerCondition === "answer.isDisabled != true"))
          left = left.filter(({ isDisabled }) => !isDisabled);
        break;
      case "HEALTH":
        left = left.filter(({ rdata }) => !down.includes(rdata));
        break;
      case "PRIORITY": {
        const rank = ({ pool }: { pool: string }) =>
          data.find(({ answerCondition }) => answerCondition === `answer.pool == '${pool}'`)?.value ?? 255;
        left.sort((a, b) => rank(a) - rank(b));
        break;
      }
      case "LIMIT":
        left = left.slice(0, rule.defaultCount);
    }
  }
  return left.map(({ name }) => name);
}

describe("steering", () => {
  const endpoints = {
    primary: { type: "A", value: "203.0.113.10" },
    standby: { type: "A", value: "198.51.100.10" },
  } as const;

  test("DR-21 two answers, the primary's first, each in its own pool", () => {
    expect(planAnswers(endpoints, { serving: "primary", failover: "automatic" })).toEqual([
      { name: "primary", pool: "primary-pool", rtype: "A", rdata: "203.0.113.10", isDisabled: false },
      { name: "dr", pool: "dr-pool", rtype: "A", rdata: "198.51.100.10", isDisabled: false },
    ]);
  });

  test("DR-22 the rules are the filter, health, priority and a limit of one, in this order", () => {
    expect(planRules().map(({ ruleType }) => ruleType)).toEqual(["FILTER", "HEALTH", "PRIORITY", "LIMIT"]);
    expect(planRules()[0]?.defaultAnswerDatas).toEqual([
      { answerCondition: "answer.isDisabled != true", shouldKeep: true },
    ]);
    expect(planRules()[3]?.defaultCount).toBe(1);
  });

  test.each([
    ["primary", "manual", [], ["primary"]],
    ["primary", "manual", ["203.0.113.10"], []],
    ["standby", "manual", [], ["dr"]],
    ["standby", "manual", ["198.51.100.10"], []],
    ["primary", "automatic", [], ["primary"]],
    ["primary", "automatic", ["203.0.113.10"], ["dr"]],
    ["primary", "automatic", ["198.51.100.10"], ["primary"]],
  ] as const)("%s serves, %s, down %j: users get %j", (serving, failover, down, names) => {
    expect(served(planAnswers(endpoints, { serving, failover }), planRules(), down)).toEqual(names);
  });
});
