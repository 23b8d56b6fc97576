/** How images are named in OCI's registry: Container Registry guide, "Pushing Images Using the Docker CLI". */

/** Host of a region's registry: `ocir.me-dubai-1.oci.oraclecloud.com`. */
export function registryHost(region: string): string {
  return `ocir.${region}.oci.oraclecloud.com`;
}

/** Name of the repository of an environment's image, which follows the tenancy's namespace: `prod/payments`. */
export function repositoryName(environment: string, image: string): string {
  return `${environment}/${image}`;
}

/** What the name of a repository of signatures ends with. */
export const SIGNATURES = "-signatures";

/**
 * Name of the repository of an image's signatures and attestations. They are not beside the image: what is signed later, or
 * for a second time, moves a tag, and the image's repository lets no tag be moved
 * (https://github.com/sigstore/cosign/issues/313).
 */
export function signaturesOf(repository: string): string {
  return `${repository}${SIGNATURES}`;
}

const IMAGE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\/[a-z][a-z0-9]*(-[a-z0-9]+)*)*$/;

/** Says what is allowed where an image can not be named so. */
export function imageNameTest(image: string): string | undefined {
  return IMAGE.test(image) && image.length <= 100 && !image.endsWith(SIGNATURES)
    ? undefined
    : `lower-case words joined by - and /, 100 characters at most, not ending with ${SIGNATURES}`;
}
