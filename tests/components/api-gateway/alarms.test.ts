import { describe, expect, test } from "vitest";
import { gatewayAlarms, type AlarmedGateway } from "../../../components/api-gateway";
import { MetricAlarms } from "../../../components/oci-platform";
import { NAMING, TAGS, recorded } from "../recorded";

/** Query, pending time and severity of each alarm, as they are registered. */
async function alarmsOf(more: Partial<AlarmedGateway> = {}): Promise<Record<string, unknown[]>> {
  const made = await recorded(() => {
    new MetricAlarms("api", {
      naming: { ...NAMING, site: "dxb" },
      tags: TAGS,
      compartmentId: "ocid1.compartment.oc1..platform",
      topicId: "topic",
      alarms: gatewayAlarms({ gatewayId: "gw", ...more }),
    });
  });
  return Object.fromEntries(
    made.map(({ name, inputs }) => [
      name.replace("api-alarm-", ""),
      [inputs["query"], inputs["pendingDuration"], inputs["severity"]],
    ]),
  );
}

describe("GW-44 alarms of a gateway", () => {
  test("ring for failing, slow, refused and unanswered calls, over all routes at once", async () => {
    expect(await alarmsOf()).toEqual({
      "gateway-errors": [
        'HttpResponses[5m]{resourceId = "gw", httpStatusCategory = "5xx"}.grouping().sum()' +
          ' / HttpResponses[5m]{resourceId = "gw"}.grouping().sum() * 100 > 5',
        "PT5M",
        "CRITICAL",
      ],
      "gateway-slow": ['Latency[5m]{resourceId = "gw"}.grouping().percentile(0.95) > 1', "PT5M", "WARNING"],
      "gateway-refusals": [
        'HttpResponses[5m]{resourceId = "gw", httpStatusCode =~ "401|403"}.grouping().sum() > 100',
        "PT1M",
        "WARNING",
      ],
      "gateway-backends": [
        'HttpResponses[5m]{resourceId = "gw", httpStatusCode =~ "502|504"}.grouping().sum() > 0',
        "PT5M",
        "WARNING",
      ],
    });
  });

  test("ring for an API that is called all the time and is not, and at the refusals that are more than usual", async () => {
    const alarms = await alarmsOf({ steady: { orders: "ocid1.apideployment.oc1..o" }, usualRefusals: 7 });
    expect(alarms["api-silent-orders"]?.[0]).toBe(
      'HttpRequests[10m]{deploymentId = "ocid1.apideployment.oc1..o"}.grouping().absent()',
    );
    expect(alarms["gateway-refusals"]?.[0]).toMatch(/ > 7$/);
  });
});
