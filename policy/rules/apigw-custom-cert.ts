import { GATEWAY } from "../lib/api-gateway";
import { isGivenLater } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "Set certificateId to a certificate of the hostname that clients call.";

/** Without a certificate of its own a client can not tell the gateway from an impostor, and turns verification off. */
export const apigwCustomCert = defineRule({
  id: "apigw-custom-cert",
  description: "Outside development, API gateways answer with a certificate of their own hostname.",
  severity: "medium",
  needs: [],
  uses: ["environments"],
  serves: ["GW-06"],
  remediationSteps: REMEDY,

  check(resource, place, report) {
    if (resource.type !== GATEWAY || place.class === undefined || place.class === "dev") return;
    const read = () => resource.props["certificateId"];
    if (isGivenLater(read) || typeof read() === "string") return;
    const problem = "clients meet the service's own certificate, whose name is not theirs";
    report({ resource, path: "certificateId", problem, remedy: REMEDY });
  },
});
