import { UNKNOWN, type Sample, type RuleCases } from "../sample";

const key = (props: Record<string, unknown> = {}): Sample => ({
  type: "aws:iam/accessKey:AccessKey",
  name: "key",
  props: { user: "robot", ...props },
});

export const noStaticCrossCloudKeyCases: RuleCases = {
  rule: "no-static-cross-cloud-key",
  serves: ["MC-22", "MC-32"],
  violating: [
    { title: "a key of AWS", resources: [key()], says: ['"key": user is "robot"', "never ends"] },
    {
      title: "a key of a user that is not made yet",
      resources: [key({ user: UNKNOWN })],
      says: ["a user of this program"],
    },
    {
      title: "a key and a token of OCI",
      resources: [
        { type: "oci:Identity/apiKey:ApiKey", name: "a", props: { userId: "ocid1.user.a" } },
        { type: "oci:Identity/authToken:AuthToken", name: "t", props: { userId: "ocid1.user.a" } },
      ],
      says: ['"t": userId'],
    },
  ],
  complying: [
    {
      title: "a role and a key that is off",
      resources: [{ type: "aws:iam/role:Role", props: {} }, key({ status: "Inactive" })],
    },
  ],
  unknown: [
    { title: "a key of which it is not known whether it is off", resources: [key({ status: UNKNOWN })] },
  ],
};
