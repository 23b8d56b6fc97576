import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyConfig } from "../../policy/config";
import { PACKS } from "../../policy/packs";
import { RULES } from "../../policy/rules";
import { Analyzer } from "./analyzer";
import { FACTS } from "./facts";
import { noPublicOkeCases } from "./rules/no-public-oke";
import type { Sample } from "./sample";

const root = path.resolve(__dirname, "../..");
const folder = path.join(root, "policy");

const publicOke = noPublicOkeCases.violating[0]?.resources[0] as Sample;

let temporary: string;
beforeAll(() => {
  temporary = mkdtempSync(path.join(tmpdir(), "causeway-policy-"));
});
afterAll(() => {
  rmSync(temporary, { recursive: true, force: true });
});

describe("packs", () => {
  it("hold each environment class to these levels", () => {
    expect(PACKS).toEqual({
      dev: {
        "no-public-oke": "mandatory",
        "dlq-required": "mandatory",
        "eventbus-no-default": "mandatory",
        "eventbus-policy-conditions": "mandatory",
        "eventbus-archive-required": "mandatory",
        "event-rule-source-and-type": "mandatory",
        "event-target-retry-explicit": "mandatory",
        "event-lambda-permission": "mandatory",
        "event-lambda-failure-destination": "mandatory",
        "event-esm-partial-batch": "mandatory",
        "event-queue-encrypted": "mandatory",
        "event-sfn-role-scoped": "mandatory",
        "event-idempotency-window": "mandatory",
        "event-alarm-statistic": "mandatory",
        "event-consumer-tracing": "advisory",
        "nsg-no-world-ingress": "mandatory",
        "plan-conformance": "mandatory",
        "env-no-cross-route": "mandatory",
        "region-from-config": "mandatory",
        "name-and-tags": "advisory",
        "layer-order": "mandatory",
        "catalogue-version": "advisory",
        "no-plaintext-secret": "mandatory",
        "bucket-private": "mandatory",
        "cmk-required": "advisory",
        "iam-no-broad-grant": "mandatory",
        "image-pinned": "advisory",
        "no-retired-ingress": "mandatory",
        "k8s-workload-hardened": "advisory",
        "eso-api-v1": "mandatory",
        "k8s-default-deny-both": "mandatory",
        "k8s-policy-types-explicit": "mandatory",
        "k8s-policy-trusted-selector": "mandatory",
        "k8s-policy-ports": "advisory",
        "k8s-pod-security": "mandatory",
        "issuer-auth-required": "mandatory",
        "issuer-not-oci-vault-host": "mandatory",
        "cert-short-lived": "mandatory",
        "cert-not-shared": "mandatory",
        "oke-vcn-native-cni": "mandatory",
        "oke-subnet-capacity": "mandatory",
        "oke-default-security-list-empty": "mandatory",
        "oke-no-ssh": "mandatory",
        "oke-iam-separation": "advisory",
        "oke-workload-identity": "mandatory",
        "oke-kms-encryption": "mandatory",
        "oke-flow-logs": "mandatory",
        "oke-log-retention": "mandatory",
        "oke-node-placement": "mandatory",
        "lb-public-needs-waf": "mandatory",
        "apigw-private-only": "mandatory",
        "apigw-custom-cert": "mandatory",
        "apigw-auth-required": "mandatory",
        "apigw-issuer-audience": "mandatory",
        "apigw-token-auth-type": "advisory",
        "apigw-token-in-query": "mandatory",
        "apigw-route-scope": "mandatory",
        "apigw-https-backend": "advisory",
        "apigw-no-verify-bypass": "mandatory",
        "apigw-rate-limit": "mandatory",
        "apigw-methods": "mandatory",
        "apigw-legacy-log-archive": "advisory",
        "apigw-limits": "mandatory",
        "subnet-private-by-default": "mandatory",
        "subnet-own-route-table": "mandatory",
        "route-no-internet-for-data": "mandatory",
        "bastion-allow-list": "mandatory",
        "alarm-has-destination": "mandatory",
        "adb-private-endpoint": "mandatory",
        "adb-standby-provider": "mandatory",
        "apigw-function-grant": "mandatory",
        "mtls-enforced": "mandatory",
        "published-host-tls": "mandatory",
        "single-owner": "mandatory",
        "oke-lb-internal-prod": "mandatory",
        "oke-lb-subnet-private": "mandatory",
        "oke-lb-rule-management-none": "mandatory",
        "oke-lb-annotation-known": "mandatory",
        "apigw-subnet-isolated": "mandatory",
        "apigw-nsg-required": "mandatory",
        "apigw-backend-private": "mandatory",
        "apigw-logs": "mandatory",
        "apigw-waf-on-backend": "advisory",
        "oke-policy-engine-required": "mandatory",
        "oke-nsg-required-flows": "mandatory",
        "oke-nsg-source-by-group": "advisory",
        "eks-endpoint-restricted": "mandatory",
        "eks-logging-and-kms": "mandatory",
        "eks-node-imds-v2": "mandatory",
        "eks-nodes-min-three": "mandatory",
        "eks-no-burstable-prod": "advisory",
        "argocd-no-default-project": "mandatory",
        "argocd-project-bounded": "mandatory",
        "argocd-admin-disabled": "mandatory",
        "argocd-rbac-least": "mandatory",
        "argocd-rbac-project-exists": "mandatory",
        "argocd-not-public": "mandatory",
        "gitops-prod-revision-fixed": "mandatory",
        "gitops-prune-guard": "mandatory",
        "gitops-template-strict": "mandatory",
        "gitops-sync-retry-bounded": "advisory",
        "gitops-hook-delete-policy": "mandatory",
        "gitops-secret-before-consumer": "mandatory",
        "gitops-migration-after-secret": "mandatory",
        "gitops-repo-url-match": "mandatory",
        "k8s-ecr-account-valid": "mandatory",
        "k8s-common-labels": "advisory",
        "notify-trigger-valid": "mandatory",
        "vault-tls-required": "mandatory",
        "vault-ha-three": "mandatory",
        "vault-dev-mode": "mandatory",
        "vault-audit-two-devices": "mandatory",
        "vault-seal-required": "mandatory",
        "vault-server-role-scoped": "mandatory",
        "vault-ui-private": "mandatory",
        "vault-no-root-token": "mandatory",
        "vault-no-static-cloud-keys": "mandatory",
        "vault-ttl-bounds": "mandatory",
        "vault-k8s-role-bound": "mandatory",
        "vault-aws-role-bound": "mandatory",
        "vault-policy-no-wildcard-write": "mandatory",
        "vault-policy-no-sys-deny": "mandatory",
        "vault-policy-kv2-paths": "mandatory",
        "vault-db-verify-full": "mandatory",
        "vault-db-revocation": "mandatory",
        "vault-aws-sts-only": "mandatory",
        "vault-cloud-role-narrow": "mandatory",
        "vault-agent-ca": "mandatory",
        "vault-injector-fail-closed": "mandatory",
        "vault-metrics-alerts": "advisory",
        "image-in-dr-region": "mandatory",
        "autoscale-bounded": "mandatory",
        "dataguard-creation-consistent": "mandatory",
        "dataguard-mode-transport": "mandatory",
        "dataguard-no-max-protection": "mandatory",
        "dr-cert-lifetime": "mandatory",
        "fastconnect-valid-shape": "mandatory",
        "grafana-hardening": "mandatory",
        "interconnect-bgp-only": "mandatory",
        "interconnect-prod-dedicated": "advisory",
        "interconnect-redundant-paths": "mandatory",
        "interconnect-strong-crypto": "mandatory",
        "kafka-tls-both-ends": "mandatory",
        "liveness-self-only": "advisory",
        "no-legacy-oci-idp": "mandatory",
        "no-static-cross-cloud-key": "mandatory",
        "obs-alert-complete": "mandatory",
        "obs-alert-routed": "mandatory",
        "obs-bucket-lifecycle": "advisory",
        "obs-dashboard-vendored": "advisory",
        "obs-grafana-ha-needs-database": "mandatory",
        "obs-log-label-cardinality": "advisory",
        "obs-loki-identity": "mandatory",
        "obs-loki-not-public": "mandatory",
        "obs-loki-replication": "mandatory",
        "obs-prometheus-ha": "mandatory",
        "obs-retention-fits-volume": "mandatory",
        "obs-retention-set": "mandatory",
        "obs-single-default-datasource": "mandatory",
        "obs-watchdog-routed": "mandatory",
        "route-scope-exact": "mandatory",
        "saml-role-bounds": "mandatory",
        "solace-ha-in-prod": "mandatory",
        "solace-no-plaintext-ports": "mandatory",
        "solace-no-public-service": "mandatory",
        "solace-tls-required": "mandatory",
        "exemption-expiry": "mandatory",
      },
      staging: {
        "no-public-oke": "mandatory",
        "dlq-required": "mandatory",
        "eventbus-no-default": "mandatory",
        "eventbus-policy-conditions": "mandatory",
        "eventbus-archive-required": "mandatory",
        "event-rule-source-and-type": "mandatory",
        "event-target-retry-explicit": "mandatory",
        "event-lambda-permission": "mandatory",
        "event-lambda-failure-destination": "mandatory",
        "event-esm-partial-batch": "mandatory",
        "event-queue-encrypted": "mandatory",
        "event-sfn-role-scoped": "mandatory",
        "event-idempotency-window": "mandatory",
        "event-alarm-statistic": "mandatory",
        "event-consumer-tracing": "advisory",
        "nsg-no-world-ingress": "mandatory",
        "plan-conformance": "mandatory",
        "env-no-cross-route": "mandatory",
        "region-from-config": "mandatory",
        "name-and-tags": "mandatory",
        "layer-order": "mandatory",
        "catalogue-version": "mandatory",
        "no-plaintext-secret": "mandatory",
        "bucket-private": "mandatory",
        "cmk-required": "advisory",
        "iam-no-broad-grant": "mandatory",
        "image-pinned": "mandatory",
        "no-retired-ingress": "mandatory",
        "k8s-workload-hardened": "mandatory",
        "eso-api-v1": "mandatory",
        "k8s-default-deny-both": "mandatory",
        "k8s-policy-types-explicit": "mandatory",
        "k8s-policy-trusted-selector": "mandatory",
        "k8s-policy-ports": "advisory",
        "k8s-pod-security": "mandatory",
        "issuer-auth-required": "mandatory",
        "issuer-not-oci-vault-host": "mandatory",
        "cert-short-lived": "mandatory",
        "cert-not-shared": "mandatory",
        "oke-enhanced-cluster": "advisory",
        "oke-vcn-native-cni": "mandatory",
        "oke-subnet-capacity": "mandatory",
        "oke-default-security-list-empty": "mandatory",
        "oke-no-ssh": "mandatory",
        "oke-iam-separation": "mandatory",
        "oke-workload-identity": "mandatory",
        "oke-kms-encryption": "mandatory",
        "oke-image-signed": "advisory",
        "oke-flow-logs": "mandatory",
        "oke-log-retention": "mandatory",
        "oke-node-placement": "mandatory",
        "lb-public-needs-waf": "mandatory",
        "apigw-private-only": "mandatory",
        "apigw-custom-cert": "mandatory",
        "apigw-auth-required": "mandatory",
        "apigw-issuer-audience": "mandatory",
        "apigw-token-auth-type": "advisory",
        "apigw-token-in-query": "mandatory",
        "apigw-route-scope": "mandatory",
        "apigw-https-backend": "advisory",
        "apigw-no-verify-bypass": "mandatory",
        "apigw-rate-limit": "mandatory",
        "apigw-methods": "mandatory",
        "apigw-legacy-log-archive": "advisory",
        "apigw-limits": "mandatory",
        "subnet-private-by-default": "mandatory",
        "subnet-own-route-table": "mandatory",
        "route-no-internet-for-data": "mandatory",
        "bastion-allow-list": "mandatory",
        "alarm-has-destination": "mandatory",
        "adb-private-endpoint": "mandatory",
        "adb-standby-provider": "mandatory",
        "apigw-function-grant": "mandatory",
        "mtls-enforced": "mandatory",
        "published-host-tls": "mandatory",
        "single-owner": "mandatory",
        "oke-lb-internal-prod": "mandatory",
        "oke-lb-subnet-private": "mandatory",
        "oke-lb-rule-management-none": "mandatory",
        "oke-lb-annotation-known": "mandatory",
        "apigw-subnet-isolated": "mandatory",
        "apigw-nsg-required": "mandatory",
        "apigw-backend-private": "mandatory",
        "apigw-logs": "mandatory",
        "apigw-waf-on-backend": "advisory",
        "oke-policy-engine-required": "mandatory",
        "oke-nsg-required-flows": "mandatory",
        "oke-nsg-source-by-group": "advisory",
        "eks-endpoint-restricted": "mandatory",
        "eks-logging-and-kms": "mandatory",
        "eks-node-imds-v2": "mandatory",
        "eks-nodes-min-three": "mandatory",
        "eks-no-burstable-prod": "advisory",
        "argocd-no-default-project": "mandatory",
        "argocd-project-bounded": "mandatory",
        "argocd-admin-disabled": "mandatory",
        "argocd-rbac-least": "mandatory",
        "argocd-rbac-project-exists": "mandatory",
        "argocd-not-public": "mandatory",
        "gitops-prod-revision-fixed": "mandatory",
        "gitops-prune-guard": "mandatory",
        "gitops-template-strict": "mandatory",
        "gitops-sync-retry-bounded": "advisory",
        "gitops-hook-delete-policy": "mandatory",
        "gitops-secret-before-consumer": "mandatory",
        "gitops-migration-after-secret": "mandatory",
        "gitops-repo-url-match": "mandatory",
        "k8s-ecr-account-valid": "mandatory",
        "k8s-common-labels": "advisory",
        "notify-trigger-valid": "mandatory",
        "vault-tls-required": "mandatory",
        "vault-ha-three": "mandatory",
        "vault-dev-mode": "mandatory",
        "vault-audit-two-devices": "mandatory",
        "vault-seal-required": "mandatory",
        "vault-server-role-scoped": "mandatory",
        "vault-ui-private": "mandatory",
        "vault-no-root-token": "mandatory",
        "vault-no-static-cloud-keys": "mandatory",
        "vault-ttl-bounds": "mandatory",
        "vault-k8s-role-bound": "mandatory",
        "vault-aws-role-bound": "mandatory",
        "vault-policy-no-wildcard-write": "mandatory",
        "vault-policy-no-sys-deny": "mandatory",
        "vault-policy-kv2-paths": "mandatory",
        "vault-db-verify-full": "mandatory",
        "vault-db-revocation": "mandatory",
        "vault-aws-sts-only": "mandatory",
        "vault-cloud-role-narrow": "mandatory",
        "vault-agent-ca": "mandatory",
        "vault-injector-fail-closed": "mandatory",
        "vault-metrics-alerts": "advisory",
        "image-in-dr-region": "mandatory",
        "autoscale-bounded": "mandatory",
        "dataguard-creation-consistent": "mandatory",
        "dataguard-mode-transport": "mandatory",
        "dataguard-no-max-protection": "mandatory",
        "dr-cert-lifetime": "mandatory",
        "fastconnect-valid-shape": "mandatory",
        "grafana-hardening": "mandatory",
        "interconnect-bgp-only": "mandatory",
        "interconnect-prod-dedicated": "advisory",
        "interconnect-redundant-paths": "mandatory",
        "interconnect-strong-crypto": "mandatory",
        "kafka-tls-both-ends": "mandatory",
        "liveness-self-only": "advisory",
        "no-legacy-oci-idp": "mandatory",
        "no-static-cross-cloud-key": "mandatory",
        "obs-alert-complete": "mandatory",
        "obs-alert-routed": "mandatory",
        "obs-bucket-lifecycle": "advisory",
        "obs-dashboard-vendored": "advisory",
        "obs-grafana-ha-needs-database": "mandatory",
        "obs-log-label-cardinality": "advisory",
        "obs-loki-identity": "mandatory",
        "obs-loki-not-public": "mandatory",
        "obs-loki-replication": "mandatory",
        "obs-prometheus-ha": "mandatory",
        "obs-retention-fits-volume": "mandatory",
        "obs-retention-set": "mandatory",
        "obs-single-default-datasource": "mandatory",
        "obs-watchdog-routed": "mandatory",
        "route-scope-exact": "mandatory",
        "saml-role-bounds": "mandatory",
        "solace-ha-in-prod": "mandatory",
        "solace-no-plaintext-ports": "mandatory",
        "solace-no-public-service": "mandatory",
        "solace-tls-required": "mandatory",
        "exemption-expiry": "mandatory",
      },
      prod: {
        "no-public-oke": "mandatory",
        "dlq-required": "mandatory",
        "eventbus-no-default": "mandatory",
        "eventbus-policy-conditions": "mandatory",
        "eventbus-archive-required": "mandatory",
        "event-rule-source-and-type": "mandatory",
        "event-target-retry-explicit": "mandatory",
        "event-lambda-permission": "mandatory",
        "event-lambda-failure-destination": "mandatory",
        "event-esm-partial-batch": "mandatory",
        "event-queue-encrypted": "mandatory",
        "event-sfn-role-scoped": "mandatory",
        "event-idempotency-window": "mandatory",
        "event-alarm-statistic": "mandatory",
        "event-consumer-tracing": "advisory",
        "nsg-no-world-ingress": "mandatory",
        "plan-conformance": "mandatory",
        "env-no-cross-route": "mandatory",
        "region-from-config": "mandatory",
        "name-and-tags": "mandatory",
        "layer-order": "mandatory",
        "catalogue-version": "mandatory",
        "no-plaintext-secret": "mandatory",
        "bucket-private": "mandatory",
        "cmk-required": "mandatory",
        "iam-no-broad-grant": "mandatory",
        "prod-protection": "mandatory",
        "image-pinned": "mandatory",
        "no-retired-ingress": "mandatory",
        "k8s-workload-hardened": "mandatory",
        "eso-api-v1": "mandatory",
        "k8s-default-deny-both": "mandatory",
        "k8s-policy-types-explicit": "mandatory",
        "k8s-policy-trusted-selector": "mandatory",
        "k8s-policy-ports": "advisory",
        "k8s-pod-security": "mandatory",
        "issuer-auth-required": "mandatory",
        "issuer-not-oci-vault-host": "mandatory",
        "cert-short-lived": "mandatory",
        "cert-not-shared": "mandatory",
        "oke-enhanced-cluster": "mandatory",
        "oke-vcn-native-cni": "mandatory",
        "oke-subnet-capacity": "mandatory",
        "oke-default-security-list-empty": "mandatory",
        "oke-no-ssh": "mandatory",
        "oke-iam-separation": "mandatory",
        "oke-workload-identity": "mandatory",
        "oke-kms-encryption": "mandatory",
        "oke-image-signed": "advisory",
        "oke-flow-logs": "mandatory",
        "oke-log-retention": "mandatory",
        "oke-node-placement": "mandatory",
        "lb-public-needs-waf": "mandatory",
        "apigw-private-only": "mandatory",
        "apigw-custom-cert": "mandatory",
        "apigw-auth-required": "mandatory",
        "apigw-issuer-audience": "mandatory",
        "apigw-token-auth-type": "advisory",
        "apigw-token-in-query": "mandatory",
        "apigw-route-scope": "mandatory",
        "apigw-https-backend": "mandatory",
        "apigw-no-verify-bypass": "mandatory",
        "apigw-rate-limit": "mandatory",
        "apigw-methods": "mandatory",
        "apigw-legacy-log-archive": "advisory",
        "apigw-limits": "mandatory",
        "subnet-private-by-default": "mandatory",
        "subnet-own-route-table": "mandatory",
        "route-no-internet-for-data": "mandatory",
        "bastion-allow-list": "mandatory",
        "alarm-has-destination": "mandatory",
        "adb-private-endpoint": "mandatory",
        "adb-standby-provider": "mandatory",
        "apigw-function-grant": "mandatory",
        "mtls-enforced": "mandatory",
        "published-host-tls": "mandatory",
        "single-owner": "mandatory",
        "oke-lb-internal-prod": "mandatory",
        "oke-lb-subnet-private": "mandatory",
        "oke-lb-rule-management-none": "mandatory",
        "oke-lb-annotation-known": "mandatory",
        "apigw-subnet-isolated": "mandatory",
        "apigw-nsg-required": "mandatory",
        "apigw-backend-private": "mandatory",
        "apigw-logs": "mandatory",
        "apigw-waf-on-backend": "mandatory",
        "oke-policy-engine-required": "mandatory",
        "oke-nsg-required-flows": "mandatory",
        "oke-nsg-source-by-group": "advisory",
        "eks-endpoint-restricted": "mandatory",
        "eks-logging-and-kms": "mandatory",
        "eks-node-imds-v2": "mandatory",
        "eks-nodes-min-three": "mandatory",
        "eks-no-burstable-prod": "advisory",
        "argocd-no-default-project": "mandatory",
        "argocd-project-bounded": "mandatory",
        "argocd-admin-disabled": "mandatory",
        "argocd-rbac-least": "mandatory",
        "argocd-rbac-project-exists": "mandatory",
        "argocd-not-public": "mandatory",
        "gitops-prod-revision-fixed": "mandatory",
        "gitops-prune-guard": "mandatory",
        "gitops-template-strict": "mandatory",
        "gitops-sync-retry-bounded": "advisory",
        "gitops-hook-delete-policy": "mandatory",
        "gitops-secret-before-consumer": "mandatory",
        "gitops-migration-after-secret": "mandatory",
        "gitops-repo-url-match": "mandatory",
        "k8s-ecr-account-valid": "mandatory",
        "k8s-common-labels": "advisory",
        "notify-trigger-valid": "mandatory",
        "vault-tls-required": "mandatory",
        "vault-ha-three": "mandatory",
        "vault-dev-mode": "mandatory",
        "vault-audit-two-devices": "mandatory",
        "vault-seal-required": "mandatory",
        "vault-server-role-scoped": "mandatory",
        "vault-ui-private": "mandatory",
        "vault-no-root-token": "mandatory",
        "vault-no-static-cloud-keys": "mandatory",
        "vault-ttl-bounds": "mandatory",
        "vault-k8s-role-bound": "mandatory",
        "vault-aws-role-bound": "mandatory",
        "vault-policy-no-wildcard-write": "mandatory",
        "vault-policy-no-sys-deny": "mandatory",
        "vault-policy-kv2-paths": "mandatory",
        "vault-db-verify-full": "mandatory",
        "vault-db-revocation": "mandatory",
        "vault-aws-sts-only": "mandatory",
        "vault-cloud-role-narrow": "mandatory",
        "vault-agent-ca": "mandatory",
        "vault-injector-fail-closed": "mandatory",
        "vault-metrics-alerts": "advisory",
        "image-in-dr-region": "mandatory",
        "autoscale-bounded": "mandatory",
        "dataguard-creation-consistent": "mandatory",
        "dataguard-mode-transport": "mandatory",
        "dataguard-no-max-protection": "mandatory",
        "dr-cert-lifetime": "mandatory",
        "fastconnect-valid-shape": "mandatory",
        "grafana-hardening": "mandatory",
        "interconnect-bgp-only": "mandatory",
        "interconnect-prod-dedicated": "advisory",
        "interconnect-redundant-paths": "mandatory",
        "interconnect-strong-crypto": "mandatory",
        "kafka-tls-both-ends": "mandatory",
        "liveness-self-only": "advisory",
        "no-legacy-oci-idp": "mandatory",
        "no-static-cross-cloud-key": "mandatory",
        "obs-alert-complete": "mandatory",
        "obs-alert-routed": "mandatory",
        "obs-bucket-lifecycle": "advisory",
        "obs-dashboard-vendored": "advisory",
        "obs-grafana-ha-needs-database": "mandatory",
        "obs-log-label-cardinality": "advisory",
        "obs-loki-identity": "mandatory",
        "obs-loki-not-public": "mandatory",
        "obs-loki-replication": "mandatory",
        "obs-prometheus-ha": "mandatory",
        "obs-retention-fits-volume": "mandatory",
        "obs-retention-set": "mandatory",
        "obs-single-default-datasource": "mandatory",
        "obs-watchdog-routed": "mandatory",
        "route-scope-exact": "mandatory",
        "saml-role-bounds": "mandatory",
        "solace-ha-in-prod": "mandatory",
        "solace-no-plaintext-ports": "mandatory",
        "solace-no-public-service": "mandatory",
        "solace-tls-required": "mandatory",
        "exemption-expiry": "mandatory",
      },
    });
  });

  it("name rules that exist", () => {
    const ids = new Set(RULES.map(({ id }) => id));
    expect(
      Object.values(PACKS)
        .flatMap(Object.keys)
        .filter((id) => !ids.has(id)),
    ).toEqual([]);
  });
});

describe("the configuration for a deployment", () => {
  it("gives each rule its level and the facts it needs, and disables what the pack does not list", () => {
    const config = policyConfig("dev", FACTS);
    expect(config["prod-protection"]?.enforcementLevel).toBe("disabled");
    expect(config["cmk-required"]?.enforcementLevel).toBe("advisory");
    expect(config["region-from-config"]).toEqual({
      enforcementLevel: "mandatory",
      environments: FACTS.environments,
      regions: FACTS.regions,
      sites: FACTS.sites,
      today: FACTS.today,
    });
  });

  it("of a platform that knows little has every level, and the facts there are", () => {
    const config = policyConfig("prod", { regions: ["us-east-1"] });
    expect(Object.keys(config)).toEqual(RULES.map(({ id }) => id));
    expect(config["adb-standby-provider"]).toEqual({ enforcementLevel: "mandatory", regions: ["us-east-1"] });
    expect(config["plan-conformance"]).toEqual({ enforcementLevel: "mandatory" });
  });

  it("is plain JSON", () => {
    const config = policyConfig("prod", FACTS);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });
});

describe("the pack in its process", () => {
  it("serves every rule with a description, a severity, a remedy and a schema of its facts", async () => {
    const analyzer = await Analyzer.start(folder);
    const info = await analyzer.info();
    await analyzer.stop();
    expect(info.getName()).toBe("causeway");
    const served = info.getPoliciesList();
    expect(served.map((policy) => policy.getName())).toEqual(RULES.map(({ id }) => id));
    for (const policy of served) {
      expect(policy.getDescription()).toMatch(/^[A-Z`].*\.$/s);
      expect(policy.getRemediationSteps()).not.toBe("");
      expect(policy.getSeverity()).not.toBe(0);
      const rule = RULES.find(({ id }) => id === policy.getName());
      const facts = Object.keys(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {});
      expect(facts).toEqual(expect.arrayContaining([...(rule?.needs ?? [])]));
    }
  });

  it("loads no cloud package", async () => {
    const report = path.join(temporary, "modules.json");
    const preload = path.join(__dirname, "fixtures/report-modules.js");
    const analyzer = await Analyzer.start(folder, { MODULES_REPORT: report }, preload);
    await analyzer.configure(policyConfig("prod", FACTS));
    await analyzer.program([publicOke]);
    await analyzer.stop();
    const modules = JSON.parse(readFileSync(report, "utf8")) as string[];
    expect(modules.some((file) => file.includes("@pulumi/policy"))).toBe(true);
    expect(modules.filter((file) => /@pulumi\/(aws|oci|kubernetes)\//.test(file))).toEqual([]);
  });

  it("without configuration refuses what needs none, and the rest does not apply, for what it was not told", async () => {
    const analyzer = await Analyzer.start(folder);
    const program = [
      { type: "pulumi:pulumi:Stack", name: "shop-prod", stack: "prod", props: {} },
      { ...publicOke, stack: "prod" },
    ];
    const found = await analyzer.program(program);
    const untold = await analyzer.notApplicable(program);
    await analyzer.stop();
    const refused = found.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
    expect([...new Set(refused)]).toEqual([
      "no-public-oke",
      "cmk-required",
      "oke-enhanced-cluster",
      "oke-vcn-native-cni",
    ]);
    const needing = RULES.filter(({ id, needs }) => needs.length > 0 && id !== "exemption-expiry");
    expect(untold.map(({ rule }) => rule)).toEqual(needing.map(({ id }) => id));
    expect(untold[0]?.reason).toContain("it was not told environments. Pass it with --policy-pack-config");
    expect(found.filter(({ rule }) => needing.some(({ id }) => id === rule))).toEqual([]);
  });

  it("says of a stack that it is of no known environment", async () => {
    const analyzer = await Analyzer.start(folder);
    await analyzer.configure(policyConfig("prod", FACTS));
    const found = await analyzer.program([
      { type: "pulumi:pulumi:Stack", name: "s", stack: "shop", props: {} },
    ]);
    await analyzer.stop();
    expect(found.find(({ rule }) => rule === "plan-conformance")).toMatchObject({
      level: "advisory",
      message:
        "plan-conformance did not check this stack: the stack shop is of none of the environments dev, prod: name it <environment>-<stack>.",
    });
  });

  it("mends what it can at level remediate", async () => {
    const analyzer = await Analyzer.start(folder);
    const config = policyConfig("prod", FACTS);
    await analyzer.configure({
      ...config,
      "no-public-oke": { enforcementLevel: "remediate" },
      "bucket-private": { enforcementLevel: "remediate" },
    });
    const mended = await analyzer.remediate(publicOke);
    const bucket = await analyzer.remediate({
      type: "oci:ObjectStorage/bucket:Bucket",
      props: { accessType: "ObjectRead", name: "b" },
    });
    const block = await analyzer.remediate({
      type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      props: { bucket: "b", blockPublicAcls: false },
    });
    const alone = await analyzer.remediate({ ...publicOke, props: mended ?? {} });
    await analyzer.stop();
    expect(mended).toEqual({
      ...publicOke.props,
      endpointConfig: { ...(publicOke.props["endpointConfig"] as object), isPublicIpEnabled: false },
    });
    expect(bucket).toEqual({ accessType: "NoPublicAccess", name: "b" });
    expect(block).toEqual({
      bucket: "b",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(alone).toBeUndefined();
  });
});

describe("the pack in a package", () => {
  it("is whole in the packed tarball and runs in a project that has only the Pulumi packages", async () => {
    const packed = execFileSync(
      "npm",
      ["pack", "--json", "--ignore-scripts", "--pack-destination", temporary],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    const project = path.join(temporary, "project");
    const modules = path.join(project, "node_modules");
    mkdirSync(path.join(modules, "pulumi-causeway"), { recursive: true });
    execFileSync("tar", ["-xzf", path.join(temporary, filename), "--strip-components=1"], {
      cwd: path.join(modules, "pulumi-causeway"),
    });
    mkdirSync(path.join(modules, "@pulumi"));
    for (const name of ["@pulumi/pulumi", "@pulumi/policy"]) {
      symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
    }
    const analyzer = await Analyzer.start(path.join(modules, "pulumi-causeway", "policy"));
    const found = await analyzer.program([publicOke]);
    await analyzer.stop();
    expect(found.filter(({ rule }) => rule === "no-public-oke").map(({ level }) => level)).toEqual([
      "mandatory",
    ]);
  });
});
