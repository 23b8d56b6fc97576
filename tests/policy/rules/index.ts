import type { RuleCases } from "../sample";
import { bucketPrivateCases } from "./bucket-private";
import { catalogueVersionCases } from "./catalogue-version";
import { cmkRequiredCases } from "./cmk-required";
import { dlqRequiredCases } from "./dlq-required";
import { envNoCrossRouteCases } from "./env-no-cross-route";
import { esoApiV1Cases } from "./eso-api-v1";
import { eventAlarmStatisticCases } from "./event-alarm-statistic";
import { eventConsumerTracingCases } from "./event-consumer-tracing";
import { eventEsmPartialBatchCases } from "./event-esm-partial-batch";
import { eventIdempotencyWindowCases } from "./event-idempotency-window";
import { eventLambdaFailureDestinationCases } from "./event-lambda-failure-destination";
import { eventLambdaPermissionCases } from "./event-lambda-permission";
import { eventQueueEncryptedCases } from "./event-queue-encrypted";
import { eventRuleSourceAndTypeCases } from "./event-rule-source-and-type";
import { eventSfnRoleScopedCases } from "./event-sfn-role-scoped";
import { eventTargetRetryExplicitCases } from "./event-target-retry-explicit";
import { eventbusArchiveRequiredCases } from "./eventbus-archive-required";
import { eventbusNoDefaultCases } from "./eventbus-no-default";
import { eventbusPolicyConditionsCases } from "./eventbus-policy-conditions";
import { iamNoBroadGrantCases } from "./iam-no-broad-grant";
import { imagePinnedCases } from "./image-pinned";
import { k8sWorkloadHardenedCases } from "./k8s-workload-hardened";
import { layerOrderCases } from "./layer-order";
import { nameAndTagsCases } from "./name-and-tags";
import { noPlaintextSecretCases } from "./no-plaintext-secret";
import { noPublicOkeCases } from "./no-public-oke";
import { noRetiredIngressCases } from "./no-retired-ingress";
import { nsgNoWorldIngressCases } from "./nsg-no-world-ingress";
import { planConformanceCases } from "./plan-conformance";
import { prodProtectionCases } from "./prod-protection";
import { regionFromConfigCases } from "./region-from-config";
import { k8sDefaultDenyBothCases } from "./k8s-default-deny-both";
import { k8sPolicyTypesExplicitCases } from "./k8s-policy-types-explicit";
import { k8sPolicyTrustedSelectorCases } from "./k8s-policy-trusted-selector";
import { k8sPolicyPortsCases } from "./k8s-policy-ports";
import { k8sPodSecurityCases } from "./k8s-pod-security";
import { issuerAuthRequiredCases } from "./issuer-auth-required";
import { issuerNotOciVaultHostCases } from "./issuer-not-oci-vault-host";
import { certShortLivedCases } from "./cert-short-lived";
import { certNotSharedCases } from "./cert-not-shared";
import { okeEnhancedClusterCases } from "./oke-enhanced-cluster";
import { okeVcnNativeCniCases } from "./oke-vcn-native-cni";
import { okeSubnetCapacityCases } from "./oke-subnet-capacity";
import { okeDefaultSecurityListEmptyCases } from "./oke-default-security-list-empty";
import { okeNoSshCases } from "./oke-no-ssh";
import { okeIamSeparationCases } from "./oke-iam-separation";
import { okeWorkloadIdentityCases } from "./oke-workload-identity";
import { okeKmsEncryptionCases } from "./oke-kms-encryption";
import { okeImageSignedCases } from "./oke-image-signed";
import { okeFlowLogsCases } from "./oke-flow-logs";
import { okeLogRetentionCases } from "./oke-log-retention";
import { okeNodePlacementCases } from "./oke-node-placement";
import { lbPublicNeedsWafCases } from "./lb-public-needs-waf";
import { apigwPrivateOnlyCases } from "./apigw-private-only";
import { apigwCustomCertCases } from "./apigw-custom-cert";
import { apigwAuthRequiredCases } from "./apigw-auth-required";
import { apigwIssuerAudienceCases } from "./apigw-issuer-audience";
import { apigwTokenAuthTypeCases } from "./apigw-token-auth-type";
import { apigwTokenInQueryCases } from "./apigw-token-in-query";
import { apigwRouteScopeCases } from "./apigw-route-scope";
import { apigwHttpsBackendCases } from "./apigw-https-backend";
import { apigwNoVerifyBypassCases } from "./apigw-no-verify-bypass";
import { apigwRateLimitCases } from "./apigw-rate-limit";
import { apigwMethodsCases } from "./apigw-methods";
import { apigwLegacyLogArchiveCases } from "./apigw-legacy-log-archive";
import { apigwLimitsCases } from "./apigw-limits";
import { subnetPrivateByDefaultCases } from "./subnet-private-by-default";
import { subnetOwnRouteTableCases } from "./subnet-own-route-table";
import { routeNoInternetForDataCases } from "./route-no-internet-for-data";
import { bastionAllowListCases } from "./bastion-allow-list";
import { alarmHasDestinationCases } from "./alarm-has-destination";
import { adbPrivateEndpointCases } from "./adb-private-endpoint";
import { adbStandbyProviderCases } from "./adb-standby-provider";
import { apigwFunctionGrantCases } from "./apigw-function-grant";
import { mtlsEnforcedCases } from "./mtls-enforced";
import { publishedHostTlsCases } from "./published-host-tls";
import { singleOwnerCases } from "./single-owner";
import { okeLbInternalProdCases } from "./oke-lb-internal-prod";
import { okeLbSubnetPrivateCases } from "./oke-lb-subnet-private";
import { okeLbRuleManagementNoneCases } from "./oke-lb-rule-management-none";
import { okeLbAnnotationKnownCases } from "./oke-lb-annotation-known";
import { apigwSubnetIsolatedCases } from "./apigw-subnet-isolated";
import { apigwNsgRequiredCases } from "./apigw-nsg-required";
import { apigwBackendPrivateCases } from "./apigw-backend-private";
import { apigwLogsCases } from "./apigw-logs";
import { apigwWafOnBackendCases } from "./apigw-waf-on-backend";
import { okePolicyEngineRequiredCases } from "./oke-policy-engine-required";
import { okeNsgRequiredFlowsCases } from "./oke-nsg-required-flows";
import { okeNsgSourceByGroupCases } from "./oke-nsg-source-by-group";
import { eksEndpointRestrictedCases } from "./eks-endpoint-restricted";
import { eksLoggingAndKmsCases } from "./eks-logging-and-kms";
import { eksNodeImdsV2Cases } from "./eks-node-imds-v2";
import { eksNodesMinThreeCases } from "./eks-nodes-min-three";
import { eksNoBurstableProdCases } from "./eks-no-burstable-prod";
import { argocdNoDefaultProjectCases } from "./argocd-no-default-project";
import { argocdProjectBoundedCases } from "./argocd-project-bounded";
import { argocdAdminDisabledCases } from "./argocd-admin-disabled";
import { argocdRbacLeastCases } from "./argocd-rbac-least";
import { argocdRbacProjectExistsCases } from "./argocd-rbac-project-exists";
import { argocdNotPublicCases } from "./argocd-not-public";
import { gitopsProdRevisionFixedCases } from "./gitops-prod-revision-fixed";
import { gitopsPruneGuardCases } from "./gitops-prune-guard";
import { gitopsTemplateStrictCases } from "./gitops-template-strict";
import { gitopsSyncRetryBoundedCases } from "./gitops-sync-retry-bounded";
import { gitopsHookDeletePolicyCases } from "./gitops-hook-delete-policy";
import { gitopsSecretBeforeConsumerCases } from "./gitops-secret-before-consumer";
import { gitopsMigrationAfterSecretCases } from "./gitops-migration-after-secret";
import { gitopsRepoUrlMatchCases } from "./gitops-repo-url-match";
import { k8sEcrAccountValidCases } from "./k8s-ecr-account-valid";
import { k8sCommonLabelsCases } from "./k8s-common-labels";
import { notifyTriggerValidCases } from "./notify-trigger-valid";
import { vaultTlsRequiredCases } from "./vault-tls-required";
import { vaultHaThreeCases } from "./vault-ha-three";
import { vaultDevModeCases } from "./vault-dev-mode";
import { vaultAuditTwoDevicesCases } from "./vault-audit-two-devices";
import { vaultSealRequiredCases } from "./vault-seal-required";
import { vaultServerRoleScopedCases } from "./vault-server-role-scoped";
import { vaultUiPrivateCases } from "./vault-ui-private";
import { vaultNoRootTokenCases } from "./vault-no-root-token";
import { vaultNoStaticCloudKeysCases } from "./vault-no-static-cloud-keys";
import { vaultTtlBoundsCases } from "./vault-ttl-bounds";
import { vaultK8sRoleBoundCases } from "./vault-k8s-role-bound";
import { vaultAwsRoleBoundCases } from "./vault-aws-role-bound";
import { vaultPolicyNoWildcardWriteCases } from "./vault-policy-no-wildcard-write";
import { vaultPolicyNoSysDenyCases } from "./vault-policy-no-sys-deny";
import { vaultPolicyKv2PathsCases } from "./vault-policy-kv2-paths";
import { vaultDbVerifyFullCases } from "./vault-db-verify-full";
import { vaultDbRevocationCases } from "./vault-db-revocation";
import { vaultAwsStsOnlyCases } from "./vault-aws-sts-only";
import { vaultCloudRoleNarrowCases } from "./vault-cloud-role-narrow";
import { vaultAgentCaCases } from "./vault-agent-ca";
import { vaultInjectorFailClosedCases } from "./vault-injector-fail-closed";
import { vaultMetricsAlertsCases } from "./vault-metrics-alerts";
import { imageInDrRegionCases } from "./image-in-dr-region";
import { autoscaleBoundedCases } from "./autoscale-bounded";
import { dataguardCreationConsistentCases } from "./dataguard-creation-consistent";
import { dataguardModeTransportCases } from "./dataguard-mode-transport";
import { dataguardNoMaxProtectionCases } from "./dataguard-no-max-protection";
import { drCertLifetimeCases } from "./dr-cert-lifetime";
import { fastconnectValidShapeCases } from "./fastconnect-valid-shape";
import { grafanaHardeningCases } from "./grafana-hardening";
import { interconnectBgpOnlyCases } from "./interconnect-bgp-only";
import { interconnectProdDedicatedCases } from "./interconnect-prod-dedicated";
import { interconnectRedundantPathsCases } from "./interconnect-redundant-paths";
import { interconnectStrongCryptoCases } from "./interconnect-strong-crypto";
import { kafkaTlsBothEndsCases } from "./kafka-tls-both-ends";
import { livenessSelfOnlyCases } from "./liveness-self-only";
import { noLegacyOciIdpCases } from "./no-legacy-oci-idp";
import { noStaticCrossCloudKeyCases } from "./no-static-cross-cloud-key";
import { obsAlertCompleteCases } from "./obs-alert-complete";
import { obsAlertRoutedCases } from "./obs-alert-routed";
import { obsBucketLifecycleCases } from "./obs-bucket-lifecycle";
import { obsDashboardVendoredCases } from "./obs-dashboard-vendored";
import { obsGrafanaHaNeedsDatabaseCases } from "./obs-grafana-ha-needs-database";
import { obsLogLabelCardinalityCases } from "./obs-log-label-cardinality";
import { obsLokiIdentityCases } from "./obs-loki-identity";
import { obsLokiNotPublicCases } from "./obs-loki-not-public";
import { obsLokiReplicationCases } from "./obs-loki-replication";
import { obsPrometheusHaCases } from "./obs-prometheus-ha";
import { obsRetentionFitsVolumeCases } from "./obs-retention-fits-volume";
import { obsRetentionSetCases } from "./obs-retention-set";
import { obsSingleDefaultDatasourceCases } from "./obs-single-default-datasource";
import { obsWatchdogRoutedCases } from "./obs-watchdog-routed";
import { routeScopeExactCases } from "./route-scope-exact";
import { samlRoleBoundsCases } from "./saml-role-bounds";
import { solaceHaInProdCases } from "./solace-ha-in-prod";
import { solaceNoPlaintextPortsCases } from "./solace-no-plaintext-ports";
import { solaceNoPublicServiceCases } from "./solace-no-public-service";
import { solaceTlsRequiredCases } from "./solace-tls-required";

/** The cases of every rule but `exemption-expiry`, which judges waivers and not resources. */
export const CASES: readonly RuleCases[] = [
  noPublicOkeCases,
  dlqRequiredCases,
  eventbusNoDefaultCases,
  eventbusPolicyConditionsCases,
  eventbusArchiveRequiredCases,
  eventRuleSourceAndTypeCases,
  eventTargetRetryExplicitCases,
  eventLambdaPermissionCases,
  eventLambdaFailureDestinationCases,
  eventEsmPartialBatchCases,
  eventQueueEncryptedCases,
  eventSfnRoleScopedCases,
  eventIdempotencyWindowCases,
  eventAlarmStatisticCases,
  eventConsumerTracingCases,
  nsgNoWorldIngressCases,
  planConformanceCases,
  envNoCrossRouteCases,
  regionFromConfigCases,
  nameAndTagsCases,
  layerOrderCases,
  catalogueVersionCases,
  noPlaintextSecretCases,
  bucketPrivateCases,
  cmkRequiredCases,
  iamNoBroadGrantCases,
  prodProtectionCases,
  imagePinnedCases,
  noRetiredIngressCases,
  k8sWorkloadHardenedCases,
  esoApiV1Cases,
  k8sDefaultDenyBothCases,
  k8sPolicyTypesExplicitCases,
  k8sPolicyTrustedSelectorCases,
  k8sPolicyPortsCases,
  k8sPodSecurityCases,
  issuerAuthRequiredCases,
  issuerNotOciVaultHostCases,
  certShortLivedCases,
  certNotSharedCases,
  okeEnhancedClusterCases,
  okeVcnNativeCniCases,
  okeSubnetCapacityCases,
  okeDefaultSecurityListEmptyCases,
  okeNoSshCases,
  okeIamSeparationCases,
  okeWorkloadIdentityCases,
  okeKmsEncryptionCases,
  okeImageSignedCases,
  okeFlowLogsCases,
  okeLogRetentionCases,
  okeNodePlacementCases,
  lbPublicNeedsWafCases,
  apigwPrivateOnlyCases,
  apigwCustomCertCases,
  apigwAuthRequiredCases,
  apigwIssuerAudienceCases,
  apigwTokenAuthTypeCases,
  apigwTokenInQueryCases,
  apigwRouteScopeCases,
  apigwHttpsBackendCases,
  apigwNoVerifyBypassCases,
  apigwRateLimitCases,
  apigwMethodsCases,
  apigwLegacyLogArchiveCases,
  apigwLimitsCases,
  subnetPrivateByDefaultCases,
  subnetOwnRouteTableCases,
  routeNoInternetForDataCases,
  bastionAllowListCases,
  alarmHasDestinationCases,
  adbPrivateEndpointCases,
  adbStandbyProviderCases,
  apigwFunctionGrantCases,
  mtlsEnforcedCases,
  publishedHostTlsCases,
  singleOwnerCases,
  okeLbInternalProdCases,
  okeLbSubnetPrivateCases,
  okeLbRuleManagementNoneCases,
  okeLbAnnotationKnownCases,
  apigwSubnetIsolatedCases,
  apigwNsgRequiredCases,
  apigwBackendPrivateCases,
  apigwLogsCases,
  apigwWafOnBackendCases,
  okePolicyEngineRequiredCases,
  okeNsgRequiredFlowsCases,
  okeNsgSourceByGroupCases,
  eksEndpointRestrictedCases,
  eksLoggingAndKmsCases,
  eksNodeImdsV2Cases,
  eksNodesMinThreeCases,
  eksNoBurstableProdCases,
  argocdNoDefaultProjectCases,
  argocdProjectBoundedCases,
  argocdAdminDisabledCases,
  argocdRbacLeastCases,
  argocdRbacProjectExistsCases,
  argocdNotPublicCases,
  gitopsProdRevisionFixedCases,
  gitopsPruneGuardCases,
  gitopsTemplateStrictCases,
  gitopsSyncRetryBoundedCases,
  gitopsHookDeletePolicyCases,
  gitopsSecretBeforeConsumerCases,
  gitopsMigrationAfterSecretCases,
  gitopsRepoUrlMatchCases,
  k8sEcrAccountValidCases,
  k8sCommonLabelsCases,
  notifyTriggerValidCases,
  vaultTlsRequiredCases,
  vaultHaThreeCases,
  vaultDevModeCases,
  vaultAuditTwoDevicesCases,
  vaultSealRequiredCases,
  vaultServerRoleScopedCases,
  vaultUiPrivateCases,
  vaultNoRootTokenCases,
  vaultNoStaticCloudKeysCases,
  vaultTtlBoundsCases,
  vaultK8sRoleBoundCases,
  vaultAwsRoleBoundCases,
  vaultPolicyNoWildcardWriteCases,
  vaultPolicyNoSysDenyCases,
  vaultPolicyKv2PathsCases,
  vaultDbVerifyFullCases,
  vaultDbRevocationCases,
  vaultAwsStsOnlyCases,
  vaultCloudRoleNarrowCases,
  vaultAgentCaCases,
  vaultInjectorFailClosedCases,
  vaultMetricsAlertsCases,
  imageInDrRegionCases,
  autoscaleBoundedCases,
  dataguardCreationConsistentCases,
  dataguardModeTransportCases,
  dataguardNoMaxProtectionCases,
  drCertLifetimeCases,
  fastconnectValidShapeCases,
  grafanaHardeningCases,
  interconnectBgpOnlyCases,
  interconnectProdDedicatedCases,
  interconnectRedundantPathsCases,
  interconnectStrongCryptoCases,
  kafkaTlsBothEndsCases,
  livenessSelfOnlyCases,
  noLegacyOciIdpCases,
  noStaticCrossCloudKeyCases,
  obsAlertCompleteCases,
  obsAlertRoutedCases,
  obsBucketLifecycleCases,
  obsDashboardVendoredCases,
  obsGrafanaHaNeedsDatabaseCases,
  obsLogLabelCardinalityCases,
  obsLokiIdentityCases,
  obsLokiNotPublicCases,
  obsLokiReplicationCases,
  obsPrometheusHaCases,
  obsRetentionFitsVolumeCases,
  obsRetentionSetCases,
  obsSingleDefaultDatasourceCases,
  obsWatchdogRoutedCases,
  routeScopeExactCases,
  samlRoleBoundsCases,
  solaceHaInProdCases,
  solaceNoPlaintextPortsCases,
  solaceNoPublicServiceCases,
  solaceTlsRequiredCases,
];
