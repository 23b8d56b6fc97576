import { dig, entriesOf } from "../lib/dig";
import { podsOf } from "../lib/pods";
import { brokerOf, SOLACE_IMAGE } from "../lib/solace";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** The broker speaks plain text unless it has a certificate. */
export const solaceTlsRequired = defineRule({
  id: "solace-tls-required",
  description: "A broker of Solace has a server certificate.",
  severity: "critical",
  needs: [],
  serves: ["SO-02", "SO-03"],
  remediationSteps:
    "Set spec.tls.enabled with serverTlsConfigSecret, or tls_servercertificate_filepath for a broker without operator.",

  check(resource, _place, report) {
    const refuse = (path: string, value: unknown, remedy: string) => {
      report({ resource, path, value, problem: "clients can only speak to it in plain text", remedy });
    };
    const broker = brokerOf(resource);
    if (broker !== undefined && dig(broker, "tls", "enabled") !== true)
      refuse(
        "spec.tls.enabled",
        dig(broker, "tls", "enabled"),
        "Set it to true, with serverTlsConfigSecret.",
      );
    if (resource.type !== "kubernetes:apps/v1:StatefulSet") return;
    const pods = podsOf(resource);
    forEach(pods?.spec.containers, (container, i) => {
      const image = dig(container, "image");
      if (typeof image !== "string" || !SOLACE_IMAGE.test(image)) return;
      const names = entriesOf(dig(container, "env")).map(({ read }) => dig(read(), "name"));
      if (names.some((name) => name === "tls_servercertificate_filepath")) return;
      refuse(
        `${pods?.path ?? ""}.containers[${i}].env`,
        undefined,
        "Set tls_servercertificate_filepath to the mounted PEM.",
      );
    });
  },
});
