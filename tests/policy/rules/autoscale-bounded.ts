import { UNKNOWN, type Sample, type RuleCases } from "../sample";

const scaled = (policy: Record<string, unknown>): Sample => ({
  type: "oci:Autoscaling/autoScalingConfiguration:AutoScalingConfiguration",
  name: "scaling",
  props: {
    policies: [
      {
        policyType: "threshold",
        capacity: { min: 2, max: 6, initial: 2 },
        rules: [
          { action: { type: "CHANGE_COUNT_BY", value: 4 } },
          { action: { type: "CHANGE_COUNT_BY", value: -1 } },
        ],
        ...policy,
      },
    ],
  },
});

export const autoscaleBoundedCases: RuleCases = {
  rule: "autoscale-bounded",
  serves: ["DR-18"],
  violating: [
    {
      title: "no largest size",
      resources: [scaled({ capacity: { min: 2, initial: 2 } })],
      says: ['"scaling": policies[0].capacity.max is not set'],
    },
    {
      title: "a pool that only grows",
      resources: [scaled({ rules: [{ action: { value: 4 } }] })],
      says: ["policies[0].rules", "stays"],
    },
  ],
  complying: [
    { title: "bounds, and a way back", resources: [scaled({})] },
    { title: "a schedule", resources: [scaled({ policyType: "scheduled", capacity: {}, rules: [] })] },
  ],
  unknown: [
    {
      title: "a bound that is not known",
      resources: [scaled({ capacity: { min: 2, max: UNKNOWN, initial: 2 } })],
    },
  ],
};
