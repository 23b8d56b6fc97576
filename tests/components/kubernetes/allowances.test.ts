import fc from "fast-check";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { describe, expect, test } from "vitest";
import {
  ALLOWS,
  DENY_ALL,
  DNS,
  SystemNamespace,
  allowanceFaults,
  allowanceSpec,
  allowanceText,
  closingPolicies,
  podSecurityLabels,
  tcpPorts,
  type Allowance,
} from "../../../components/kubernetes";
import { parseCidr } from "../../../lib/cidr";
import { NAMING, TAGS, named, recorded } from "../recorded";
import { inState, lets, policiesOf, type End, type Policies } from "./evaluator";

const http: Allowance = {
  name: "entry",
  direction: "ingress",
  peer: { namespace: "ingress" },
  ports: tcpPorts(8080),
  why: "to hand on requests",
};
const api: Allowance = {
  name: "api",
  direction: "egress",
  peer: { place: "the API endpoint", range: "10.65.3.0/28", except: ["10.65.3.8/29"] },
  ports: tcpPorts(6443),
  why: "to call the Kubernetes API",
};

describe("the policy of an allowance", () => {
  test("everything is denied in both directions, and both are named", () => {
    expect(DENY_ALL).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("DNS goes to the cluster's own servers only, by the label that Kubernetes sets", () => {
    expect(allowanceSpec(DNS)).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    });
  });

  test("an allowance opens its own direction only, and a range but for what is taken out of it", () => {
    expect(allowanceSpec(http)).toEqual({
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } } }],
          ports: [{ protocol: "TCP", port: 8080 }],
        },
      ],
    });
    expect(allowanceSpec(api).egress).toEqual([
      {
        to: [{ ipBlock: { cidr: "10.65.3.0/28", except: ["10.65.3.8/29"] } }],
        ports: [{ protocol: "TCP", port: 6443 }],
      },
    ]);
  });

  test("OK-52 it says in words who may reach whom, on what and why, as rules of security groups do", async () => {
    expect([http, api, DNS].map((one) => allowanceText("shop", one))).toEqual([
      "Pods of ingress may reach pods of shop on TCP 8080, to hand on requests",
      "Pods of shop may reach the API endpoint on TCP 6443, to call the Kubernetes API",
      "Pods of shop may reach pods k8s-app=kube-dns of kube-system on UDP 53, TCP 53, to resolve names",
    ]);
    const resources = await recorded(() => {
      new SystemNamespace("shop", { naming: NAMING, tags: TAGS, namespace: "shop", allow: [http] });
    });
    expect(named(resources, "shop-allow-entry").inputs["metadata"]).toMatchObject({
      name: "allow-entry",
      namespace: "shop",
      annotations: { [ALLOWS]: allowanceText("shop", http) },
    });
    for (const { inputs } of resources.filter(({ type }) => type.endsWith(":NetworkPolicy")))
      new NetworkPolicy(inputs).validate();
  });

  test.each([
    ["[0].name", [{ ...http, name: "Entry" }]],
    ["[0].name", [{ ...http, name: "dns" }]],
    ["[1].name", [http, http]],
    ["[0].peer.namespace", [{ ...http, peer: { namespace: "*" } }]],
    ["[0].peer.range", [{ ...api, peer: { place: "somewhere", range: "10.65.3.1/28" } }]],
    ["[0].peer.except[0]", [{ ...api, peer: { place: "x", range: "10.0.0.0/8", except: ["everything"] } }]],
    ["[0].why", [{ ...http, why: " " }]],
    ["[0].ports", [{ ...http, ports: [] as unknown as Allowance["ports"] }]],
    ["[0].ports[0].port", [{ ...http, ports: tcpPorts(0) }]],
  ] as const)("%s is refused", (path, allow) => {
    expect(allowanceFaults("allow", [...allow]).map((fault) => fault.path)).toEqual([`allow${path}`]);
  });
});

test("pod security is enforced, audited and warned of at one level and version", () => {
  expect(podSecurityLabels("restricted", "1.36")).toEqual({
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/enforce-version": "v1.36",
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/audit-version": "v1.36",
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/warn-version": "v1.36",
  });
  expect(podSecurityLabels("baseline", "latest")["pod-security.kubernetes.io/enforce-version"]).toBe(
    "latest",
  );
});

describe("policies, as they are read back from a state", () => {
  type Rooms = Readonly<Record<string, readonly Allowance[]>>;
  const NAMESPACES = ["shop", "bank", "ingress"] as const;
  const APPS = [undefined, "web"] as const;
  const PORTS = [53, 443, 6443, 8080] as const;
  const ADDRESSES = ["10.65.3.2", "10.65.3.9", "10.1.0.1"] as const;

  const read = (rooms: Rooms): Policies =>
    policiesOf(
      Object.entries(rooms).flatMap(([namespace, allow]) => [
        inState("core/v1:Namespace", namespace, { metadata: { name: namespace } }),
        ...closingPolicies(namespace, allow).map(({ args }) =>
          inState("networking.k8s.io/v1:NetworkPolicy", namespace, args(namespace)),
        ),
      ]),
    );

  /** What the sentences say, taken at their word. */
  function says(rooms: Rooms, at: End, direction: "in" | "out", other: End, port: number): boolean {
    if ("address" in at) return true;
    const sentences = [DNS, ...(rooms[at.namespace] ?? [])];
    return sentences.some(
      ({ direction: way, peer, ports }) =>
        (way === "ingress") === (direction === "in") &&
        ports.some((one) => one.protocol === "TCP" && one.port === port) &&
        ("range" in peer
          ? "address" in other &&
            within(other.address, peer.range) &&
            !(peer.except ?? []).some((range) => within(other.address, range))
          : "namespace" in other &&
            other.namespace === peer.namespace &&
            Object.values(peer.pods ?? {}).every((app) => app === other.app)),
    );
  }
  const within = (address: string, range: string): boolean => {
    const [block, one] = [parseCidr(range), parseCidr(`${address}/32`)];
    return block !== undefined && one !== undefined && block.first <= one.first && one.first <= block.last;
  };

  const pods: readonly End[] = NAMESPACES.flatMap((namespace) => APPS.map((app) => ({ namespace, app })));
  const dns: End = { namespace: "kube-system", app: "kube-dns" };
  const ends: readonly End[] = [...pods, dns, ...ADDRESSES.map((address) => ({ address }))];
  /** Questions that the policies and the sentences answer differently. */
  function differences(parts: Policies, rooms: Rooms): string[] {
    return pods.flatMap((at) =>
      ends.flatMap((other) =>
        PORTS.flatMap((port) =>
          (["in", "out"] as const)
            .filter(
              (direction) =>
                lets(parts, at, direction, other, port) !== says(rooms, at, direction, other, port),
            )
            .map((direction) => `${JSON.stringify(at)} ${direction} ${JSON.stringify(other)} ${port}`),
        ),
      ),
    );
  }

  const peer: fc.Arbitrary<Allowance["peer"]> = fc.oneof(
    fc.record({ namespace: fc.constantFrom(...NAMESPACES) }),
    fc.record({ namespace: fc.constantFrom(...NAMESPACES), pods: fc.constant({ app: "web" }) }),
    fc.constant({ place: "the API endpoint", range: "10.65.3.0/28" }),
    fc.constant({ place: "half of it", range: "10.65.3.0/28", except: ["10.65.3.8/29"] }),
  );
  const allowance = fc.record({
    direction: fc.constantFrom("ingress" as const, "egress" as const),
    peer,
    ports: fc.constantFrom(tcpPorts(443), tcpPorts(8080), tcpPorts(443, 8080)),
    why: fc.constant("to see"),
  });
  const rooms: fc.Arbitrary<Rooms> = fc
    .tuple(...NAMESPACES.map(() => fc.array(allowance, { maxLength: 4 })))
    .map((all) =>
      Object.fromEntries(
        NAMESPACES.map((namespace, i) => [
          namespace,
          (all[i] ?? []).map((one, n): Allowance => ({ ...one, name: `a${String(n)}` })),
        ]),
      ),
    );

  test("OK-52 let through what the sentences say, and nothing else", () => {
    fc.assert(
      fc.property(rooms, (given) => {
        expect(differences(read(given), given)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("OK-52 a policy that is missing shows", () => {
    const given: Rooms = { shop: [http, api], bank: [http], ingress: [] };
    const parts = read(given);
    for (const policy of parts.policies) {
      const less = { ...parts, policies: parts.policies.filter((other) => other !== policy) };
      // A namespace with sentences in both directions is closed by those as well: each isolates.
      if (policy.name === "default-deny" && policy.namespace !== "ingress") continue;
      expect(differences(less, given), `${policy.namespace}/${policy.name}`).not.toEqual([]);
    }
  });
});
