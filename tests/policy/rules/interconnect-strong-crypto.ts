import { changed, UNKNOWN, type Sample, type RuleCases } from "../sample";

const phases = Object.fromEntries(
  ["tunnel1", "tunnel2"].flatMap((tunnel) => [
    [`${tunnel}IkeVersions`, ["ikev2"]],
    ...["Phase1", "Phase2"].flatMap((phase) => [
      [`${tunnel}${phase}DhGroupNumbers`, [20]],
      [`${tunnel}${phase}EncryptionAlgorithms`, ["AES256-GCM-16"]],
      [`${tunnel}${phase}IntegrityAlgorithms`, ["SHA2-384"]],
    ]),
  ]),
) as Record<string, unknown>;
const vpn: Sample = { type: "aws:ec2/vpnConnection:VpnConnection", name: "vpn", props: phases };
const tunnel: Sample = {
  type: "oci:Core/ipsecConnectionTunnelManagement:IpsecConnectionTunnelManagement",
  name: "tunnel",
  props: {
    ikeVersion: "V2",
    phaseOneDetails: {
      customDhGroup: "GROUP20",
      customEncryptionAlgorithm: "AES_256_CBC",
      customAuthenticationAlgorithm: "SHA2_384",
    },
    phaseTwoDetails: { dhGroup: "GROUP20", customEncryptionAlgorithm: "AES_256_GCM" },
  },
};

export const interconnectStrongCryptoCases: RuleCases = {
  rule: "interconnect-strong-crypto",
  serves: ["MC-09", "MC-10"],
  violating: [
    {
      title: "IKEv1 beside IKEv2",
      resources: [changed(vpn, { tunnel2IkeVersions: ["ikev1", "ikev2"] })],
      says: ['"vpn": tunnel2IkeVersions is "ikev1"'],
    },
    {
      title: "a weak group",
      resources: [changed(vpn, { tunnel1Phase1DhGroupNumbers: [2, 20] })],
      says: ['tunnel1Phase1DhGroupNumbers is "2"'],
    },
    {
      title: "SHA-1, beside a value that is not known",
      resources: [changed(vpn, { tunnel1IkeVersions: UNKNOWN, tunnel1Phase2IntegrityAlgorithms: ["SHA1"] })],
      says: ['tunnel1Phase2IntegrityAlgorithms is "SHA1"'],
    },
    {
      title: "nothing said",
      resources: [{ ...vpn, props: {} }],
      says: ["tunnel1IkeVersions is not set", "the other side chooses"],
    },
    {
      title: "IKEv1 of OCI",
      resources: [changed(tunnel, { ikeVersion: "V1" })],
      says: ['"tunnel": ikeVersion is "V1"'],
    },
    {
      title: "3DES of OCI",
      resources: [
        changed(tunnel, { phaseTwoDetails: { dhGroup: "GROUP5", customEncryptionAlgorithm: "3DES_CBC" } }),
      ],
      says: ['phaseTwoDetails.customEncryptionAlgorithm is "3DES_CBC"'],
    },
    {
      title: "SHA-1 of OCI",
      resources: [
        changed(tunnel, {
          phaseTwoDetails: {
            dhGroup: "GROUP20",
            customEncryptionAlgorithm: "AES_256_CBC",
            customAuthenticationAlgorithm: "HMAC_SHA1_128",
          },
        }),
      ],
      says: ["phaseTwoDetails.customAuthenticationAlgorithm"],
    },
  ],
  complying: [{ title: "strong proposals", resources: [vpn, tunnel] }],
  unknown: [
    { title: "a proposal that is not known", resources: [changed(vpn, { tunnel1IkeVersions: UNKNOWN })] },
  ],
};
