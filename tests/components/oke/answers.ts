import type { Answers } from "../recorded";

/** The newest of the images below for v1.36.1. */
export const OKE_IMAGE_ID = "ocid1.image.oc1..newest";

const images = {
  "Oracle-Linux-8.10-2026.06.30-0-OKE-1.36.1-1600": "ocid1.image.oc1..older",
  "Oracle-Linux-8.10-2026.08.14-0-OKE-1.36.1-1699": OKE_IMAGE_ID,
};

/** What OCI answers to the questions that clusters and pools ask. */
export const OKE_ANSWERS: Answers = {
  "oci:ContainerEngine/cluster:Cluster": { endpoints: [{ privateEndpoint: "10.65.3.5:6443" }] },
  "oci:ContainerEngine/getNodePoolOption:getNodePoolOption": {
    sources: Object.entries(images).map(([sourceName, imageId]) => ({
      sourceName,
      imageId,
      sourceType: "IMAGE",
    })),
  },
  "oci:ContainerEngine/getClusters:getClusters": { clusters: [] },
  "oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig": {
    content:
      'clusters:\n- cluster:\n    server: "https://10.65.3.5:6443"\n    certificate-authority-data: "QUJDRA=="\n',
  },
};
