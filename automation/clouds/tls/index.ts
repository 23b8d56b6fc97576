import { createPublicKey, type KeyObject } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { CheckFailure, CreateResponse, Values } from "../../engine/provider";
import type { Derive } from "../derive";
import { CloudError } from "../errors";
import { PackageFacts } from "../facts/facts";
import { SimulatedPackage } from "../packages";
import type { Surroundings } from "../provider";
import { StatelessProvider, type Generator } from "../stateless";
import { flag, numeric, text, texts } from "../values";
import {
  contentsOf,
  keyIdentifier,
  makeCertificate,
  makeRequest,
  readAuthority,
  readRequest,
  uses,
  type CertificateContents,
} from "./certificate";
import { toPem } from "./der";
import { algorithmOf, algorithms, curves, keyOutputs, makeKey, readKey, spki, type Algorithm } from "./keys";

const hour = 3600 * 1000;

function checkKey(inputs: Values): CheckFailure[] {
  const algorithm = text(inputs, "algorithm");
  const curve = text(inputs, "ecdsaCurve");
  const bits = numeric(inputs, "rsaBits");
  return [
    ...(algorithm !== undefined && !algorithms.includes(algorithm as Algorithm)
      ? [{ property: "algorithm", reason: `"${algorithm}" is not ${algorithms.join(", ")}` }]
      : []),
    ...(curve !== undefined && curves[curve] === undefined
      ? [{ property: "ecdsaCurve", reason: `"${curve}" is not ${Object.keys(curves).join(", ")}` }]
      : []),
    // node:crypto generates from 512 bits on; below 2048 no current client trusts a key (NIST SP 800-131A).
    ...(bits !== undefined && (bits < 1024 || bits > 8192)
      ? [{ property: "rsaBits", reason: "must be from 1024 to 8192" }]
      : []),
  ];
}

function checkCertificate(inputs: Values): CheckFailure[] {
  const hours = numeric(inputs, "validityPeriodHours");
  return [
    ...(hours !== undefined && hours < 0
      ? [{ property: "validityPeriodHours", reason: "must not be negative" }]
      : []),
    ...texts(inputs, "allowedUses").flatMap((use, i) =>
      uses.includes(use)
        ? []
        : [{ property: `allowedUses[${String(i)}]`, reason: `"${use}" is not one of ${uses.join(", ")}` }],
    ),
    ...texts(inputs, "ipAddresses").flatMap((ip, i) =>
      ipaddr.isValid(ip)
        ? []
        : [{ property: `ipAddresses[${String(i)}]`, reason: `"${ip}" is not an IP address` }],
    ),
  ];
}

function privateKey(inputs: Values, derive: Derive): CreateResponse {
  const key = makeKey((text(inputs, "algorithm") ?? "") as Algorithm, derive, {
    curve: text(inputs, "ecdsaCurve") ?? "P224",
    bits: numeric(inputs, "rsaBits") ?? 2048,
  });
  const outputs = keyOutputs(key);
  return { id: keyIdentifier(spki(key)).toString("hex"), outputs };
}

interface Issuer {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly publicKey: Buffer;
}

function certificate(
  inputs: Values,
  derive: Derive,
  now: string,
  contents: CertificateContents,
  publicKey: Buffer,
  issuer: Issuer,
): CreateResponse {
  const from = new Date(now);
  const until = new Date(from.getTime() + (numeric(inputs, "validityPeriodHours") ?? 0) * hour);
  // Of the key that is certified as well: a certificate for another key is another one.
  const serial = derive.bytes(`serial ${keyIdentifier(publicKey).toString("hex")}`, 16);
  const authority = flag(inputs, "isCaCertificate") ?? false;
  const pathLength = numeric(inputs, "maxPathLength");
  const made = makeCertificate({
    ...contents,
    serial,
    publicKey,
    from,
    until,
    allowedUses: texts(inputs, "allowedUses"),
    isAuthority: authority,
    // Below 0 is the provider's way to say that there is no limit.
    ...(pathLength === undefined || pathLength < 0 ? {} : { pathLength }),
    setSubjectKeyId: flag(inputs, "setSubjectKeyId") ?? false,
    issuer: {
      name: issuer.name,
      key: issuer.key,
      ...(flag(inputs, "setAuthorityKeyId") === true || !issuer.name.equals(contents.subject)
        ? { keyId: keyIdentifier(issuer.publicKey) }
        : {}),
    },
  });
  const early = (numeric(inputs, "earlyRenewalHours") ?? 0) * hour;
  return {
    id: BigInt(`0x${serial.toString("hex")}`).toString(),
    outputs: {
      certPem: toPem("CERTIFICATE", made),
      validityStartTime: from.toISOString(),
      validityEndTime: until.toISOString(),
      readyForRenewal: until.getTime() - early <= from.getTime(),
    },
  };
}

function selfSigned(inputs: Values, derive: Derive, now: string): CreateResponse {
  const key = readKey(text(inputs, "privateKeyPem") ?? "", "privateKeyPem");
  const contents = contentsOf(inputs);
  const publicKey = spki(key);
  const made = certificate(inputs, derive, now, contents, publicKey, {
    name: contents.subject,
    key,
    publicKey,
  });
  return { id: made.id, outputs: { ...made.outputs, keyAlgorithm: algorithmOf(key) } };
}

function request(inputs: Values): CreateResponse {
  const key = readKey(text(inputs, "privateKeyPem") ?? "", "privateKeyPem");
  const made = makeRequest(contentsOf(inputs), key);
  return {
    id: keyIdentifier(spki(key)).toString("hex"),
    outputs: { certRequestPem: toPem("CERTIFICATE REQUEST", made), keyAlgorithm: algorithmOf(key) },
  };
}

function locallySigned(inputs: Values, derive: Derive, now: string): CreateResponse {
  const wanted = readRequest(text(inputs, "certRequestPem") ?? "");
  const key = readKey(text(inputs, "caPrivateKeyPem") ?? "", "caPrivateKeyPem");
  const authority = readAuthority(text(inputs, "caCertPem") ?? "");
  if (!authority.publicKey.equals(spki(createPublicKey(key))))
    throw new CloudError("KeyMismatch", "caPrivateKeyPem is not the key of caCertPem");
  const issuer = { name: authority.name, key, publicKey: authority.publicKey };
  const made = certificate(inputs, derive, now, wanted, wanted.publicKey, issuer);
  return { id: made.id, outputs: { ...made.outputs, caKeyAlgorithm: algorithmOf(key) } };
}

const certificateDefaults: Values = {
  earlyRenewalHours: 0,
  isCaCertificate: false,
  setSubjectKeyId: false,
};

const generators: Readonly<Record<string, Generator>> = {
  PrivateKey: { defaults: { ecdsaCurve: "P224", rsaBits: 2048 }, check: checkKey, generate: privateKey },
  SelfSignedCert: {
    defaults: { ...certificateDefaults, setAuthorityKeyId: false },
    updatable: ["earlyRenewalHours"],
    check: checkCertificate,
    generate: selfSigned,
  },
  CertRequest: { check: checkCertificate, generate: request },
  LocallySignedCert: {
    defaults: certificateDefaults,
    updatable: ["earlyRenewalHours"],
    signed: ["certRequestPem", "caCertPem"],
    check: checkCertificate,
    generate: locallySigned,
  },
};

const secrets: Readonly<Record<string, readonly string[]>> = {
  PrivateKey: ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"],
  SelfSignedCert: ["privateKeyPem"],
  CertRequest: ["privateKeyPem"],
  LocallySignedCert: ["caPrivateKeyPem"],
};

const tokenOf = (name: string): string => `tls:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const tlsTypes: readonly string[] = Object.keys(generators).map(tokenOf);

/**
 * The `tls` package, with real keys, requests and certificates. Keys and serial numbers derive from the seed; ECDSA
 * signatures come from the machine's own generator, once, and then live in the state. A certificate is valid from the
 * simulated time on.
 */
export function tlsPackage(around: Surroundings): SimulatedPackage {
  const facts = new PackageFacts("tls");
  const byToken = new Map(Object.entries(generators).map(([name, g]) => [tokenOf(name), g]));
  return new SimulatedPackage({
    name: "tls",
    facts: () => facts,
    identity: [],
    open: () => new StatelessProvider(facts, byToken, around.seed, () => around.now()),
    secretOutputs: (type) => secrets[type.slice(type.lastIndexOf(":") + 1)] ?? [],
  });
}
