import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { deployment } from "./api-gateway";
import { inProd } from "./oke";

const api = changed(deployment, { id: "ocid1.apideployment.oc1..customers" });
const log = (category: string, more: object = {}, source: object = {}): Sample => ({
  type: "oci:Logging/log:Log",
  name: category,
  props: {
    logType: "SERVICE",
    isEnabled: true,
    retentionDuration: 90,
    configuration: {
      source: {
        sourceType: "OCISERVICE",
        service: "apigateway",
        category,
        resource: api.props["id"],
        ...source,
      },
    },
    ...more,
  },
});
const access = log("access");
const execution = log("execution");
const kept = (retentionDuration: number | undefined) => log("access", { retentionDuration });
const inStaging = (sample: Sample): Sample => ({ ...sample, stack: "staging-sample" });

export const apigwLogsCases: RuleCases = {
  rule: "apigw-logs",
  serves: ["GW-39"],
  violating: [
    {
      title: "an API without logs",
      resources: [api],
      says: ['"customers": (logs) is not set', "no access and no execution log"],
    },
    { title: "one without its execution log", resources: [api, access], says: ["no execution log of it"] },
    {
      title: "the log of another API",
      resources: [api, execution, log("access", {}, { resource: "ocid1.apideployment.oc1..other" })],
      says: ["no access log of it"],
    },
    {
      title: "flow logs in their place",
      resources: [api, execution, log("access", {}, { service: "flowlogs" })],
      says: ["no access log of it"],
    },
    {
      title: "a log that is off",
      resources: [api, execution, log("access", { isEnabled: false })],
      says: ['"access": isEnabled is false'],
    },
    { title: "30 days in production", resources: [inProd(kept(30))], says: ["is 30", "for 90 days"] },
    {
      title: "what the service takes when nothing is said, in staging",
      resources: [inStaging(kept(undefined))],
      says: ['"access": retentionDuration is not set', "calls of staging"],
    },
    { title: "100 days, which is no step", resources: [kept(100)], says: ["is 100", "steps of 30"] },
    { title: "a step too many", resources: [kept(210)], says: ["is 210", "up to 180"] },
  ],
  complying: [
    { title: "both logs for 90 days", resources: [api, access, execution].map(inProd) },
    { title: "30 days in dev", resources: [api, kept(30), execution] },
    {
      title: "short logs of other services, which other rules are about",
      resources: [inProd(log("all", { retentionDuration: 30 }, { service: "flowlogs" }))],
    },
  ],
  unknown: [
    { title: "days that are not known", resources: [changed(access, { retentionDuration: UNKNOWN })] },
  ],
  unknownButEnough: [
    {
      title: "an API whose id is not known, and its logs",
      resources: [
        changed(api, { id: UNKNOWN }),
        ...["access", "execution"].map((category) => ({
          ...log(category, {}, { resource: UNKNOWN }),
          sources: { configuration: ["customers"] },
        })),
      ],
    },
  ],
};
