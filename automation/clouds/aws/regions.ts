/**
 * Availability zones by region, of those that a new account has. Letters differ where a region was not numbered from
 * a, or where new accounts do not get all of its zones
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html).
 */
const letters: Readonly<Record<string, string>> = {
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-west-1": "ac",
  "us-west-2": "abcd",
  "af-south-1": "abc",
  "ap-east-1": "abc",
  "ap-south-1": "abc",
  "ap-south-2": "abc",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
  "ap-northeast-3": "abc",
  "ap-southeast-1": "abc",
  "ap-southeast-2": "abc",
  "ap-southeast-3": "abc",
  "ap-southeast-4": "abc",
  "ca-central-1": "abd",
  "ca-west-1": "abc",
  "eu-central-1": "abc",
  "eu-central-2": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
  "eu-west-3": "abc",
  "eu-south-1": "abc",
  "eu-south-2": "abc",
  "eu-north-1": "abc",
  "il-central-1": "abc",
  "me-south-1": "abc",
  "me-central-1": "abc",
  "sa-east-1": "abc",
};

const abbreviations: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  southeast: "se",
  southwest: "sw",
  northwest: "nw",
};

export const regionNames: readonly string[] = Object.keys(letters);

export interface Zone {
  /** `us-east-1a` */
  readonly name: string;
  /** `use1-az1`; which letter has which id differs by account, here it is by the alphabet. */
  readonly id: string;
}

/** The zones of a region, empty for what is not a region. */
export function zonesOf(region: string): readonly Zone[] {
  const [area = "", direction = "", number = ""] = region.split("-");
  const short = `${area}${abbreviations[direction] ?? direction}${number}`;
  return [...(letters[region] ?? "")].map((letter, i) => ({
    name: `${region}${letter}`,
    id: `${short}-az${String(i + 1)}`,
  }));
}
