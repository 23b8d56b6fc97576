import type { input } from "@pulumi/kubernetes/types";

const INTERNAL = "service.beta.kubernetes.io/oci-load-balancer-internal";
const SUBNET = "service.beta.kubernetes.io/oci-load-balancer-subnet1";
const GROUPS = "oci.oraclecloud.com/oci-network-security-groups";
const MANAGEMENT = "oci.oraclecloud.com/security-rule-management-mode";
const KIND = "oci.oraclecloud.com/load-balancer-type";

/** What an annotation says, or what OKE takes it for where it is not there. */
const said = (key: string, otherwise: string) =>
  `'${key}' in variables.annotations ? variables.annotations['${key}'] : '${otherwise}'`;

/**
 * What the API server refuses of Services of type LoadBalancer, whoever makes them: by hand, by a chart, by the controller of
 * a gateway. In CEL, as the API server evaluates it (Kubernetes, "Validating Admission Policy").
 *
 * @param isPublic whether balancers may be public; each then says what it is.
 */
export function balancerPolicy(
  isPublic: boolean,
): input.admissionregistration.v1.ValidatingAdmissionPolicySpec {
  const denied = (expression: string, message: string) => ({ expression, message, reason: "Forbidden" });
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [""],
          apiVersions: ["v1"],
          resources: ["services"],
          operations: ["CREATE", "UPDATE"],
        },
      ],
    },
    matchConditions: [
      // A Service with a class is another controller's.
      { name: "balancers", expression: "has(object.spec.type) && object.spec.type == 'LoadBalancer'" },
      { name: "of-oke", expression: "!has(object.spec.loadBalancerClass)" },
    ],
    variables: [
      {
        name: "annotations",
        expression: "has(object.metadata.annotations) ? object.metadata.annotations : {}",
      },
      { name: "internal", expression: said(INTERNAL, "false") },
      {
        name: "before",
        expression: `oldObject == null || !has(oldObject.spec.type) || oldObject.spec.type != 'LoadBalancer' ? variables.internal : (has(oldObject.metadata.annotations) && '${INTERNAL}' in oldObject.metadata.annotations ? oldObject.metadata.annotations['${INTERNAL}'] : 'false')`,
      },
    ],
    validations: [
      isPublic
        ? denied(
            `'${INTERNAL}' in variables.annotations && variables.internal in ['true', 'false']`,
            `a load balancer says whether it is internal: ${INTERNAL} is "true" or "false"`,
          )
        : denied("variables.internal == 'true'", `a load balancer is internal: ${INTERNAL} is "true"`),
      denied(
        "variables.before == variables.internal",
        `OKE does not change a live load balancer: make a new Service instead of another ${INTERNAL}`,
      ),
      denied(
        `(${said(SUBNET, "")}).startsWith('ocid1.subnet.')`,
        `a load balancer names its subnet by OCID: ${SUBNET}`,
      ),
      denied(
        `(${said(GROUPS, "")}).startsWith('ocid1.networksecuritygroup.')`,
        `a load balancer names its security groups by OCID: ${GROUPS}`,
      ),
      denied(
        `(${said(MANAGEMENT, "All")}) == 'None'`,
        `OKE writes no security rules of its own: ${MANAGEMENT} is None`,
      ),
      denied(
        `(${said(KIND, "lb")}) == 'lb'`,
        `a load balancer is of layer 7's service: ${KIND} is lb, or is left out`,
      ),
    ],
  };
}
