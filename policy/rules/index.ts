import type { Rule } from "../rule";
import { bucketPrivate } from "./bucket-private";
import { catalogueVersion } from "./catalogue-version";
import { cmkRequired } from "./cmk-required";
import { dlqRequired } from "./dlq-required";
import { envNoCrossRoute } from "./env-no-cross-route";
import { esoApiV1 } from "./eso-api-v1";
import { eventAlarmStatistic } from "./event-alarm-statistic";
import { eventConsumerTracing } from "./event-consumer-tracing";
import { eventEsmPartialBatch } from "./event-esm-partial-batch";
import { eventIdempotencyWindow } from "./event-idempotency-window";
import { eventLambdaFailureDestination } from "./event-lambda-failure-destination";
import { eventLambdaPermission } from "./event-lambda-permission";
import { eventQueueEncrypted } from "./event-queue-encrypted";
import { eventRuleSourceAndType } from "./event-rule-source-and-type";
import { eventSfnRoleScoped } from "./event-sfn-role-scoped";
import { eventTargetRetryExplicit } from "./event-target-retry-explicit";
import { eventbusArchiveRequired } from "./eventbus-archive-required";
import { eventbusNoDefault } from "./eventbus-no-default";
import { eventbusPolicyConditions } from "./eventbus-policy-conditions";
import { iamNoBroadGrant } from "./iam-no-broad-grant";
import { imagePinned } from "./image-pinned";
import { k8sWorkloadHardened } from "./k8s-workload-hardened";
import { layerOrder } from "./layer-order";
import { nameAndTags } from "./name-and-tags";
import { noPlaintextSecret } from "./no-plaintext-secret";
import { noPublicOke } from "./no-public-oke";
import { noRetiredIngress } from "./no-retired-ingress";
import { nsgNoWorldIngress } from "./nsg-no-world-ingress";
import { planConformance } from "./plan-conformance";
import { prodProtection } from "./prod-protection";
import { regionFromConfig } from "./region-from-config";
import { k8sDefaultDenyBoth } from "./k8s-default-deny-both";
import { k8sPolicyTypesExplicit } from "./k8s-policy-types-explicit";
import { k8sPolicyTrustedSelector } from "./k8s-policy-trusted-selector";
import { k8sPolicyPorts } from "./k8s-policy-ports";
import { k8sPodSecurity } from "./k8s-pod-security";
import { issuerAuthRequired } from "./issuer-auth-required";
import { issuerNotOciVaultHost } from "./issuer-not-oci-vault-host";
import { certShortLived } from "./cert-short-lived";
import { certNotShared } from "./cert-not-shared";
import { okeEnhancedCluster } from "./oke-enhanced-cluster";
import { okeVcnNativeCni } from "./oke-vcn-native-cni";
import { okeSubnetCapacity } from "./oke-subnet-capacity";
import { okeDefaultSecurityListEmpty } from "./oke-default-security-list-empty";
import { okeNoSsh } from "./oke-no-ssh";
import { okeIamSeparation } from "./oke-iam-separation";
import { okeWorkloadIdentity } from "./oke-workload-identity";
import { okeKmsEncryption } from "./oke-kms-encryption";
import { okeImageSigned } from "./oke-image-signed";
import { okeFlowLogs } from "./oke-flow-logs";
import { okeLogRetention } from "./oke-log-retention";
import { okeNodePlacement } from "./oke-node-placement";
import { lbPublicNeedsWaf } from "./lb-public-needs-waf";
import { apigwPrivateOnly } from "./apigw-private-only";
import { apigwCustomCert } from "./apigw-custom-cert";
import { apigwAuthRequired } from "./apigw-auth-required";
import { apigwIssuerAudience } from "./apigw-issuer-audience";
import { apigwTokenAuthType } from "./apigw-token-auth-type";
import { apigwTokenInQuery } from "./apigw-token-in-query";
import { apigwRouteScope } from "./apigw-route-scope";
import { apigwHttpsBackend } from "./apigw-https-backend";
import { apigwNoVerifyBypass } from "./apigw-no-verify-bypass";
import { apigwRateLimit } from "./apigw-rate-limit";
import { apigwMethods } from "./apigw-methods";
import { apigwLegacyLogArchive } from "./apigw-legacy-log-archive";
import { apigwLimits } from "./apigw-limits";
import { subnetPrivateByDefault } from "./subnet-private-by-default";
import { subnetOwnRouteTable } from "./subnet-own-route-table";
import { routeNoInternetForData } from "./route-no-internet-for-data";
import { bastionAllowList } from "./bastion-allow-list";
import { alarmHasDestination } from "./alarm-has-destination";
import { adbPrivateEndpoint } from "./adb-private-endpoint";
import { adbStandbyProvider } from "./adb-standby-provider";
import { apigwFunctionGrant } from "./apigw-function-grant";
import { mtlsEnforced } from "./mtls-enforced";
import { publishedHostTls } from "./published-host-tls";
import { singleOwner } from "./single-owner";
import { okeLbInternalProd } from "./oke-lb-internal-prod";
import { okeLbSubnetPrivate } from "./oke-lb-subnet-private";
import { okeLbRuleManagementNone } from "./oke-lb-rule-management-none";
import { okeLbAnnotationKnown } from "./oke-lb-annotation-known";
import { apigwSubnetIsolated } from "./apigw-subnet-isolated";
import { apigwNsgRequired } from "./apigw-nsg-required";
import { apigwBackendPrivate } from "./apigw-backend-private";
import { apigwLogs } from "./apigw-logs";
import { apigwWafOnBackend } from "./apigw-waf-on-backend";
import { okePolicyEngineRequired } from "./oke-policy-engine-required";
import { okeNsgRequiredFlows } from "./oke-nsg-required-flows";
import { okeNsgSourceByGroup } from "./oke-nsg-source-by-group";
import { eksEndpointRestricted } from "./eks-endpoint-restricted";
import { eksLoggingAndKms } from "./eks-logging-and-kms";
import { eksNodeImdsV2 } from "./eks-node-imds-v2";
import { eksNodesMinThree } from "./eks-nodes-min-three";
import { eksNoBurstableProd } from "./eks-no-burstable-prod";
import { argocdNoDefaultProject } from "./argocd-no-default-project";
import { argocdProjectBounded } from "./argocd-project-bounded";
import { argocdAdminDisabled } from "./argocd-admin-disabled";
import { argocdRbacLeast } from "./argocd-rbac-least";
import { argocdRbacProjectExists } from "./argocd-rbac-project-exists";
import { argocdNotPublic } from "./argocd-not-public";
import { gitopsProdRevisionFixed } from "./gitops-prod-revision-fixed";
import { gitopsPruneGuard } from "./gitops-prune-guard";
import { gitopsTemplateStrict } from "./gitops-template-strict";
import { gitopsSyncRetryBounded } from "./gitops-sync-retry-bounded";
import { gitopsHookDeletePolicy } from "./gitops-hook-delete-policy";
import { gitopsSecretBeforeConsumer } from "./gitops-secret-before-consumer";
import { gitopsMigrationAfterSecret } from "./gitops-migration-after-secret";
import { gitopsRepoUrlMatch } from "./gitops-repo-url-match";
import { k8sEcrAccountValid } from "./k8s-ecr-account-valid";
import { k8sCommonLabels } from "./k8s-common-labels";
import { notifyTriggerValid } from "./notify-trigger-valid";
import { vaultTlsRequired } from "./vault-tls-required";
import { vaultHaThree } from "./vault-ha-three";
import { vaultDevMode } from "./vault-dev-mode";
import { vaultAuditTwoDevices } from "./vault-audit-two-devices";
import { vaultSealRequired } from "./vault-seal-required";
import { vaultServerRoleScoped } from "./vault-server-role-scoped";
import { vaultUiPrivate } from "./vault-ui-private";
import { vaultNoRootToken } from "./vault-no-root-token";
import { vaultNoStaticCloudKeys } from "./vault-no-static-cloud-keys";
import { vaultTtlBounds } from "./vault-ttl-bounds";
import { vaultK8sRoleBound } from "./vault-k8s-role-bound";
import { vaultAwsRoleBound } from "./vault-aws-role-bound";
import { vaultPolicyNoWildcardWrite } from "./vault-policy-no-wildcard-write";
import { vaultPolicyNoSysDeny } from "./vault-policy-no-sys-deny";
import { vaultPolicyKv2Paths } from "./vault-policy-kv2-paths";
import { vaultDbVerifyFull } from "./vault-db-verify-full";
import { vaultDbRevocation } from "./vault-db-revocation";
import { vaultAwsStsOnly } from "./vault-aws-sts-only";
import { vaultCloudRoleNarrow } from "./vault-cloud-role-narrow";
import { vaultAgentCa } from "./vault-agent-ca";
import { vaultInjectorFailClosed } from "./vault-injector-fail-closed";
import { vaultMetricsAlerts } from "./vault-metrics-alerts";
import { imageInDrRegion } from "./image-in-dr-region";
import { autoscaleBounded } from "./autoscale-bounded";
import { dataguardCreationConsistent } from "./dataguard-creation-consistent";
import { dataguardModeTransport } from "./dataguard-mode-transport";
import { dataguardNoMaxProtection } from "./dataguard-no-max-protection";
import { drCertLifetime } from "./dr-cert-lifetime";
import { fastconnectValidShape } from "./fastconnect-valid-shape";
import { grafanaHardening } from "./grafana-hardening";
import { interconnectBgpOnly } from "./interconnect-bgp-only";
import { interconnectProdDedicated } from "./interconnect-prod-dedicated";
import { interconnectRedundantPaths } from "./interconnect-redundant-paths";
import { interconnectStrongCrypto } from "./interconnect-strong-crypto";
import { kafkaTlsBothEnds } from "./kafka-tls-both-ends";
import { livenessSelfOnly } from "./liveness-self-only";
import { noLegacyOciIdp } from "./no-legacy-oci-idp";
import { noStaticCrossCloudKey } from "./no-static-cross-cloud-key";
import { obsAlertComplete } from "./obs-alert-complete";
import { obsAlertRouted } from "./obs-alert-routed";
import { obsBucketLifecycle } from "./obs-bucket-lifecycle";
import { obsDashboardVendored } from "./obs-dashboard-vendored";
import { obsGrafanaHaNeedsDatabase } from "./obs-grafana-ha-needs-database";
import { obsLogLabelCardinality } from "./obs-log-label-cardinality";
import { obsLokiIdentity } from "./obs-loki-identity";
import { obsLokiNotPublic } from "./obs-loki-not-public";
import { obsLokiReplication } from "./obs-loki-replication";
import { obsPrometheusHa } from "./obs-prometheus-ha";
import { obsRetentionFitsVolume } from "./obs-retention-fits-volume";
import { obsRetentionSet } from "./obs-retention-set";
import { obsSingleDefaultDatasource } from "./obs-single-default-datasource";
import { obsWatchdogRouted } from "./obs-watchdog-routed";
import { routeScopeExact } from "./route-scope-exact";
import { samlRoleBounds } from "./saml-role-bounds";
import { solaceHaInProd } from "./solace-ha-in-prod";
import { solaceNoPlaintextPorts } from "./solace-no-plaintext-ports";
import { solaceNoPublicService } from "./solace-no-public-service";
import { solaceTlsRequired } from "./solace-tls-required";
import { exemptionExpiry } from "./exemption-expiry";

const RESOURCE_RULES: readonly Rule[] = [
  noPublicOke,
  dlqRequired,
  eventbusNoDefault,
  eventbusPolicyConditions,
  eventbusArchiveRequired,
  eventRuleSourceAndType,
  eventTargetRetryExplicit,
  eventLambdaPermission,
  eventLambdaFailureDestination,
  eventEsmPartialBatch,
  eventQueueEncrypted,
  eventSfnRoleScoped,
  eventIdempotencyWindow,
  eventAlarmStatistic,
  eventConsumerTracing,
  nsgNoWorldIngress,
  planConformance,
  envNoCrossRoute,
  regionFromConfig,
  nameAndTags,
  layerOrder,
  catalogueVersion,
  noPlaintextSecret,
  bucketPrivate,
  cmkRequired,
  iamNoBroadGrant,
  prodProtection,
  imagePinned,
  noRetiredIngress,
  k8sWorkloadHardened,
  esoApiV1,
  k8sDefaultDenyBoth,
  k8sPolicyTypesExplicit,
  k8sPolicyTrustedSelector,
  k8sPolicyPorts,
  k8sPodSecurity,
  issuerAuthRequired,
  issuerNotOciVaultHost,
  certShortLived,
  certNotShared,
  okeEnhancedCluster,
  okeVcnNativeCni,
  okeSubnetCapacity,
  okeDefaultSecurityListEmpty,
  okeNoSsh,
  okeIamSeparation,
  okeWorkloadIdentity,
  okeKmsEncryption,
  okeImageSigned,
  okeFlowLogs,
  okeLogRetention,
  okeNodePlacement,
  lbPublicNeedsWaf,
  apigwPrivateOnly,
  apigwCustomCert,
  apigwAuthRequired,
  apigwIssuerAudience,
  apigwTokenAuthType,
  apigwTokenInQuery,
  apigwRouteScope,
  apigwHttpsBackend,
  apigwNoVerifyBypass,
  apigwRateLimit,
  apigwMethods,
  apigwLegacyLogArchive,
  apigwLimits,
  subnetPrivateByDefault,
  subnetOwnRouteTable,
  routeNoInternetForData,
  bastionAllowList,
  alarmHasDestination,
  adbPrivateEndpoint,
  adbStandbyProvider,
  apigwFunctionGrant,
  mtlsEnforced,
  publishedHostTls,
  singleOwner,
  okeLbInternalProd,
  okeLbSubnetPrivate,
  okeLbRuleManagementNone,
  okeLbAnnotationKnown,
  apigwSubnetIsolated,
  apigwNsgRequired,
  apigwBackendPrivate,
  apigwLogs,
  apigwWafOnBackend,
  okePolicyEngineRequired,
  okeNsgRequiredFlows,
  okeNsgSourceByGroup,
  eksEndpointRestricted,
  eksLoggingAndKms,
  eksNodeImdsV2,
  eksNodesMinThree,
  eksNoBurstableProd,
  argocdNoDefaultProject,
  argocdProjectBounded,
  argocdAdminDisabled,
  argocdRbacLeast,
  argocdRbacProjectExists,
  argocdNotPublic,
  gitopsProdRevisionFixed,
  gitopsPruneGuard,
  gitopsTemplateStrict,
  gitopsSyncRetryBounded,
  gitopsHookDeletePolicy,
  gitopsSecretBeforeConsumer,
  gitopsMigrationAfterSecret,
  gitopsRepoUrlMatch,
  k8sEcrAccountValid,
  k8sCommonLabels,
  notifyTriggerValid,
  vaultTlsRequired,
  vaultHaThree,
  vaultDevMode,
  vaultAuditTwoDevices,
  vaultSealRequired,
  vaultServerRoleScoped,
  vaultUiPrivate,
  vaultNoRootToken,
  vaultNoStaticCloudKeys,
  vaultTtlBounds,
  vaultK8sRoleBound,
  vaultAwsRoleBound,
  vaultPolicyNoWildcardWrite,
  vaultPolicyNoSysDeny,
  vaultPolicyKv2Paths,
  vaultDbVerifyFull,
  vaultDbRevocation,
  vaultAwsStsOnly,
  vaultCloudRoleNarrow,
  vaultAgentCa,
  vaultInjectorFailClosed,
  vaultMetricsAlerts,
  imageInDrRegion,
  autoscaleBounded,
  dataguardCreationConsistent,
  dataguardModeTransport,
  dataguardNoMaxProtection,
  drCertLifetime,
  fastconnectValidShape,
  grafanaHardening,
  interconnectBgpOnly,
  interconnectProdDedicated,
  interconnectRedundantPaths,
  interconnectStrongCrypto,
  kafkaTlsBothEnds,
  livenessSelfOnly,
  noLegacyOciIdp,
  noStaticCrossCloudKey,
  obsAlertComplete,
  obsAlertRouted,
  obsBucketLifecycle,
  obsDashboardVendored,
  obsGrafanaHaNeedsDatabase,
  obsLogLabelCardinality,
  obsLokiIdentity,
  obsLokiNotPublic,
  obsLokiReplication,
  obsPrometheusHa,
  obsRetentionFitsVolume,
  obsRetentionSet,
  obsSingleDefaultDatasource,
  obsWatchdogRouted,
  routeScopeExact,
  samlRoleBounds,
  solaceHaInProd,
  solaceNoPlaintextPorts,
  solaceNoPublicService,
  solaceTlsRequired,
];

/** Every rule, in the order of the reference. */
export const RULES: readonly Rule[] = [...RESOURCE_RULES, exemptionExpiry(RESOURCE_RULES)];
