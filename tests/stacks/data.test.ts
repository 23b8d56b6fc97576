import { beforeAll, describe, expect, test } from "vitest";
import { dataContract } from "../../stacks/contracts/workloads";
import { program } from "../../stacks/data";
import { dev, prod, staging } from "../../stacks/environments";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const keys = (site: string) => ({
  data: `${site}-data`,
  events: `${site}-events`,
  clusters: `${site}-clusters`,
  logs: `${site}-logs`,
});
const needs = {
  foundation: {
    compartmentIds: { network: "c-network", platform: "c-platform", data: "c-data", security: "c-security" },
    environmentCompartmentId: "c",
    tagNamespaceId: "t",
    flowLogRoleArn: "r",
    alarmTopicIds: { dxb: "ocid1.onstopic.oc1.me-dubai-1.t", jed: "ocid1.onstopic.oc1.me-jeddah-1.t" },
  },
  secrets: {
    awsKeyArns: keys("aws"),
    ociVaultIds: { dxb: "v", jed: "v" },
    ociKeyIds: { dxb: keys("dxb"), jed: keys("jed") },
    bootstrapCaPem: "pem",
    bootstrapCaKeyPem: "pem",
    apiCertificate: { certificateId: "c", hostname: "api.example.org" },
  },
};
const answers = {
  "aws:s3/bucket:Bucket": { bucket: "made-by-s3" },
  "oci:ObjectStorage/getNamespace:getNamespace": { namespace: "acmetenancy" },
};

describe.each([dev, staging, prod])("data in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(dataContract, program, env, needs, answers));
  });

  test("everything is under the environment's own key for data", () => {
    const rules = named(resources, "aws-bucket-encryption").inputs["rules"];
    expect(JSON.stringify(rules)).toContain('"kmsMasterKeyId":"aws-data"');
    expect(named(resources, "processed-events-table").inputs["serverSideEncryption"]).toMatchObject({
      kmsKeyArn: "aws-data",
    });
    expect(named(resources, "oci-bucket-bucket").inputs).toMatchObject({
      kmsKeyId: "dxb-data",
      compartmentId: "c-data",
      namespace: "acmetenancy",
    });
  });

  test("buckets are emptied and tables deleted only where the environment allows it", () => {
    expect(named(resources, "aws-bucket-bucket").inputs["forceDestroy"]).toBe(env.protection.emptyBuckets);
    expect(named(resources, "processed-events-table").inputs["deletionProtectionEnabled"]).toBe(
      env.protection.data,
    );
  });

  test("the outputs name what was made", () => {
    expect(outputs).toMatchObject({
      awsBucketName: "made-by-s3",
      ociNamespace: "acmetenancy",
      ociBucketName: `acme-${env.name}-dxb-oci-data`,
      tableName: `acme-${env.name}-use1-eventing-processed-events`,
    });
  });
});
