import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";

const LONG = `-----BEGIN CERTIFICATE-----
MIIBiDCCAS2gAwIBAgIUfaQwvqG1N/vtNLYk1xO/g9Z2UqEwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOZHIuZXhhbXBsZS5jb20wHhcNMjYxMTI2MDQyOTU0WhcNMzYx
MTIzMDQyOTU0WjAZMRcwFQYDVQQDDA5kci5leGFtcGxlLmNvbTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABOUC+8PDoPftyaZypQNbedsdLvZZZQ6o/Tkinsw7zrro
ach0hQaAXz7uqn45uLZwk4QJge+f4ytk2wePSBeYaR+jUzBRMB0GA1UdDgQWBBRy
RGz3KBapv6O75ZOKijKU4BuqyjAfBgNVHSMEGDAWgBRyRGz3KBapv6O75ZOKijKU
4BuqyjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQD3pGJ/FeSw
hoQIg4K5RZHeqYpv2fCEmT0D69uUrTm3bQIhAPKxUucZ5nHvfXEKswGzbpYRNg9d
tlpYhWhAYuTBktzh
-----END CERTIFICATE-----`;
/** Until 2026-12-06. */
const SHORT = `-----BEGIN CERTIFICATE-----
MIIBhjCCAS2gAwIBAgIUVbuvs6bVJb7CK49fa0u9PapzabQwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOZHIuZXhhbXBsZS5jb20wHhcNMjYxMTI2MDQyOTU0WhcNMjYx
MjA2MDQyOTU0WjAZMRcwFQYDVQQDDA5kci5leGFtcGxlLmNvbTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABCMQcB0CF+An+SiKo3+usZeUtbfQ9ZjsKeIW5FoUqLOb
XV9mpWmV5/WaAL7mAS1xpVcBKg6T2GBFP6fu2f9QolijUzBRMB0GA1UdDgQWBBQr
mv0Vb/ICZqKRB8Yyh/Oh1Fns8DAfBgNVHSMEGDAWgBQrmv0Vb/ICZqKRB8Yyh/Oh
1Fns8DAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIC8D652R6N4n
hQAJU4akb70acf8KYeDyaK35S3JNN5zoAiBbJXr1azqOV3KAV/cGEmi4tOeWoYjy
LTgEfw8xffR7sw==
-----END CERTIFICATE-----`;
const imported = (certificateBody: unknown): Sample => ({
  type: "aws:acm/certificate:Certificate",
  name: "dr",
  props: { certificateBody },
});

export const drCertLifetimeCases: RuleCases = {
  rule: "dr-cert-lifetime",
  serves: ["DR-38"],
  violating: [
    {
      title: "ten days",
      resources: [imported(SHORT)],
      says: ['"dr": certificateBody is "valid until 2026-12-06"', "11 days left"],
    },
    {
      title: "ten days at a balancer of OCI",
      resources: [
        { type: "oci:LoadBalancer/certificate:Certificate", name: "lb", props: { publicCertificate: SHORT } },
      ],
      says: ['"lb": publicCertificate'],
    },
  ],
  complying: [
    { title: "ten years", resources: [imported(LONG)] },
    {
      title: "one that AWS renews, and what is none",
      resources: apart(imported(undefined), imported("no certificate")),
    },
  ],
  unknown: [{ title: "a certificate that is not known", resources: [imported(UNKNOWN)] }],
};
