import { describe, expect, test } from "vitest";
import {
  FileShare,
  FunctionsApplication,
  PrivateInstance,
  ReplicatedVolumes,
  clusterVolumes,
  fileSentences,
  sentenceText,
  type FileShareArgs,
  type PrivateInstanceArgs,
} from "../../../components/oci-platform";
import { ociDefinedTags } from "../../../components/core";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..platform",
  network: { subnetId: "ocid1.subnet.oc1..s", nsgIds: ["ocid1.networksecuritygroup.oc1..n"] },
} as const;

describe("FileShare", () => {
  const base: FileShareArgs = {
    ...place,
    role: "uploads",
    availabilityDomain: "Uocm:ME-DUBAI-1-AD-1",
    keyId: "ocid1.key.oc1..k",
    clients: { workers: "10.65.16.0/22", pods: "10.65.32.0/19" },
  };

  test("OP-33 files have a customer key, a private mount target in its group, and clients that are named", async () => {
    const resources = await recorded(() => {
      new FileShare("uploads", base);
    });
    expect(named(resources, "uploads-file-system").inputs).toMatchObject({ kmsKeyId: base.keyId });
    expect(named(resources, "uploads-mount-target").inputs).toMatchObject(place.network);
    const { inputs } = named(resources, "uploads-export");
    expect(inputs["path"]).toBe("/shared");
    expect(inputs["exportOptions"]).toEqual(
      ["10.65.32.0/19", "10.65.16.0/22"].map((source) => ({
        source,
        access: "READ_WRITE",
        identitySquash: "ROOT",
        requirePrivilegedSourcePort: true,
        allowedAuths: ["SYS"],
        isAnonymousAccessAllowed: false,
      })),
    );
  });

  test("OP-33 nobody and everybody are no clients, nor is a public range", async () => {
    const resources = await recorded(() => {
      const wrong = (clients: Record<string, string>, path = "/shared") => {
        new FileShare("uploads", { ...base, clients, path });
      };
      expect(() => {
        wrong({});
      }).toThrow(/clients is .*one range at least/);
      expect(() => {
        wrong({ all: "0.0.0.0/0", some: "203.0.113.0/24" }, "shared");
      }).toThrow(/path is "shared".*\n.*clients.all is "0.0.0.0\/0".*\n.*clients.some is "203.0.113.0\/24"/);
    });
    expect(resources).toEqual([]);
  });

  test("what mounts need passes by sentences, and no port more", () => {
    expect(fileSentences("workers", "private-endpoints").map(sentenceText)).toEqual(
      ["TCP 111", "TCP 2048-2050", "UDP 111", "UDP 2048"].map(
        (traffic) => `Workers may reach private endpoints on ${traffic}, to mount shared files`,
      ),
    );
  });
});

describe("PrivateInstance", () => {
  const base: PrivateInstanceArgs = {
    ...place,
    role: "batch",
    availabilityDomain: "Uocm:ME-DUBAI-1-AD-1",
    shape: { family: "standard", ocpus: 2, memoryGb: 16 },
    imageId: "ocid1.image.oc1..i",
    keyId: "ocid1.key.oc1..k",
  };

  test("OP-24 has no public address, no legacy metadata, and a boot volume under a customer key", async () => {
    const resources = await recorded(() => {
      new PrivateInstance("batch", { ...base, startUp: "#!/bin/sh\necho up" });
    });
    const { inputs } = named(resources, "batch-instance");
    expect(inputs).toMatchObject({
      createVnicDetails: { ...place.network, assignPublicIp: "false" },
      instanceOptions: { areLegacyImdsEndpointsDisabled: true },
      isPvEncryptionInTransitEnabled: true,
      sourceDetails: { kmsKeyId: base.keyId, sourceId: base.imageId },
      shape: "VM.Standard3.Flex",
      shapeConfig: { ocpus: 2, memoryInGbs: 16 },
    });
    expect(inputs["metadata"]).toEqual({
      user_data: Buffer.from("#!/bin/sh\necho up").toString("base64"),
    });
  });

  test("OP-24 a start-up script with a credential is refused, without quoting it", async () => {
    await recorded(() => {
      const wrong = () => {
        new PrivateInstance("batch", { ...base, startUp: "DB_PASSWORD=hunter2hunter2" });
      };
      expect(wrong).toThrow(/startUp is "a script with a credential"/);
      expect(wrong).not.toThrow(/hunter2/);
    });
  });

  test("OP-04 a shape out of its family's bounds is refused", async () => {
    await recorded(() => {
      expect(() => {
        new PrivateInstance("batch", { ...base, shape: { family: "dense-io", ocpus: 9, memoryGb: 144 } });
      }).toThrow(/shape.ocpus is 9; allowed: a multiple of 8 OCPUs/);
    });
  });
});

describe("FunctionsApplication", () => {
  const make = (settings: Record<string, string>) => () => {
    new FunctionsApplication("rotation", { ...place, role: "rotation", settings });
  };
  test("OP-24 is in the functions subnet, in a group of its own", async () => {
    const resources = await recorded(make({ DB_SECRET_ID: "ocid1.vaultsecret.oc1..s" }));
    expect(named(resources, "rotation-application").inputs).toMatchObject({
      subnetIds: [place.network.subnetId],
      networkSecurityGroupIds: place.network.nsgIds,
      config: { DB_SECRET_ID: "ocid1.vaultsecret.oc1..s" },
    });
  });
  test("OP-24 settings name secrets and hold none", async () => {
    await recorded(() => {
      expect(make({ DB_PASSWORD: "hunter2" })).toThrow(
        /settings.DB_PASSWORD is "a value"; allowed: the OCID/,
      );
      expect(make({ DB_PASSWORD: "hunter2" })).not.toThrow(/hunter2/);
    });
  });
});

describe("ReplicatedVolumes", () => {
  const common = {
    naming: place.naming,
    tags: TAGS,
    compartmentId: place.compartmentId,
    role: "brokers",
    availabilityDomain: "Uocm:ME-DUBAI-1-AD-1",
    replica: { availabilityDomain: "Uocm:ME-JEDDAH-1-AD-1", keyId: "ocid1.key.oc1.me-jeddah-1.k" },
  };
  const volumes = (count: number) => Array.from({ length: count }, (_, i) => `ocid1.volume.oc1..${i}`);

  test("OP-49 are copied together to the other region, under a key that exists there", async () => {
    const resources = await recorded(() => {
      new ReplicatedVolumes("brokers", { ...common, volumeIds: volumes(2) });
    });
    expect(named(resources, "brokers-group").inputs).toMatchObject({
      sourceDetails: { type: "volumeIds", volumeIds: volumes(2) },
      volumeGroupReplicas: [
        { availabilityDomain: "Uocm:ME-JEDDAH-1-AD-1", xrrKmsKeyId: "ocid1.key.oc1.me-jeddah-1.k" },
      ],
    });
  });

  test("OP-49 volumes come and go in the group that there is: its source, which would replace it, is left alone", async () => {
    const seen: (readonly string[] | undefined)[] = [];
    const resources = await recorded(() => {
      new ReplicatedVolumes(
        "brokers",
        { ...common, volumeIds: volumes(3) },
        {
          transformations: [
            ({ type, opts }) => {
              if (type.endsWith(":VolumeGroup")) seen.push(opts.ignoreChanges);
              return undefined;
            },
          ],
        },
      );
    });
    expect(seen).toEqual([["sourceDetails"]]);
    expect(named(resources, "brokers-group").inputs["volumeIds"]).toEqual(volumes(3));
  });

  test("OP-49 those of a cluster are found by its tags, whatever else is in the compartment", async () => {
    const tagged = ociDefinedTags(TAGS);
    const volume = (id: string, definedTags: object) => ({ id, definedTags });
    const listed = {
      "oci:Core/getVolumes:getVolumes": {
        volumes: [
          volume("claim-b", { ...tagged, "Oracle-Tags.CreatedBy": "ocid1.cluster" }),
          volume("other", { ...tagged, "causeway.Service": "elsewhere" }),
          volume("untagged", {}),
          volume("claim-a", tagged),
        ],
      },
    };
    const resources = await recorded(() => {
      const { compartmentId, availabilityDomain } = common;
      const volumeIds = clusterVolumes({ compartmentId, availabilityDomain, tags: TAGS });
      new ReplicatedVolumes("claims", { ...common, volumeIds });
    }, listed);
    expect(named(resources, "claims-group").inputs["volumeIds"]).toEqual(["claim-a", "claim-b"]);
  });

  test("a group takes 1 to 64 volumes", async () => {
    await recorded(() => {
      for (const count of [0, 65])
        expect(() => new ReplicatedVolumes("brokers", { ...common, volumeIds: volumes(count) })).toThrow(
          `allowed: 1 to 64 volumes, not ${count}`,
        );
    });
  });
});
