import { dig, wordOf } from "../lib/dig";
import { inTurn } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";

const VPN = "aws:ec2/vpnConnection:VpnConnection";
const TUNNEL = "oci:Core/ipsecConnectionTunnelManagement:IpsecConnectionTunnelManagement";

/** NIST SP 800-77 Rev. 1: no DH group below 14, no 3DES, no SHA-1. */
const weakGroup = (text: string): boolean => /^(GROUP)?([1-9]|1[0-3])$/.test(text);
const weakCipher = (text: string): boolean => /3DES|^NULL$|^DES/i.test(text);
const weakHash = (text: string): boolean =>
  /^(HMAC[-_])?(SHA-?1(?![-_\d])|MD5)|^SHA_?1_|^HMAC_SHA1_/i.test(text);

/** Whoever is asked takes the weakest that both ends know. */
export const interconnectStrongCrypto = defineRule({
  id: "interconnect-strong-crypto",
  description: "Tunnels between clouds say what they encrypt with: IKEv2, DH group 14 or above, AES, SHA-2.",
  severity: "high",
  needs: [],
  serves: ["MC-09", "MC-10"],
  remediationSteps:
    "Set the proposals of both phases on both sides: ikev2, group 14 or above, AES-256, SHA2-256 or better.",

  check(resource, _place, report) {
    if (resource.type === VPN) checkAws(resource, report);
    if (resource.type === TUNNEL) checkOci(resource, report);
  },
});

const AWS_PROPOSALS = [
  { key: "IkeVersions", weak: (text: string) => text === "ikev1" },
  ...["Phase1", "Phase2"].flatMap((phase) => [
    { key: `${phase}DhGroupNumbers`, weak: weakGroup },
    { key: `${phase}EncryptionAlgorithms`, weak: weakCipher },
    { key: `${phase}IntegrityAlgorithms`, weak: weakHash },
  ]),
];

function checkAws(resource: Resource, report: Report): void {
  inTurn(
    ...["tunnel1", "tunnel2"].flatMap((tunnel) =>
      AWS_PROPOSALS.map(({ key, weak }) => () => {
        const path = `${tunnel}${key}`;
        const given = resource.props[path];
        const list = Array.isArray(given) ? (given as unknown[]).map(wordOf) : [];
        const bad = list.find(weak);
        if (list.length > 0 && bad === undefined) return;
        refuse(resource, path, bad, report);
      }),
    ),
  );
}

function checkOci(resource: Resource, report: Report): void {
  const { props } = resource;
  const proposals = [
    { path: ["ikeVersion"], weak: (text: string) => text === "V1" },
    { path: ["phaseOneDetails", "customDhGroup"], weak: weakGroup },
    { path: ["phaseOneDetails", "customEncryptionAlgorithm"], weak: weakCipher },
    { path: ["phaseOneDetails", "customAuthenticationAlgorithm"], weak: weakHash },
    { path: ["phaseTwoDetails", "dhGroup"], weak: weakGroup },
    { path: ["phaseTwoDetails", "customEncryptionAlgorithm"], weak: weakCipher },
    // An algorithm that authenticates by itself, such as AES-GCM, has none beside it.
    { path: ["phaseTwoDetails", "customAuthenticationAlgorithm"], weak: weakHash, optional: true },
  ];
  inTurn(
    ...proposals.map(({ path, weak, optional }) => () => {
      const given = wordOf(dig(props, ...path));
      if (given === "" ? optional === true : !weak(given)) return;
      refuse(resource, path.join("."), given === "" ? undefined : given, report);
    }),
  );
}

function refuse(resource: Resource, path: string, value: string | undefined, report: Report): void {
  report({
    resource,
    path,
    value,
    problem: value === undefined ? "the other side chooses, weak ones among them" : "it can be broken",
    remedy: "Name IKEv2, DH group 14 or above, AES-256 and SHA2-256 or better.",
  });
}
