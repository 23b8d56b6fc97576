import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { nodes, template } from "./eks";

const options = template.props["metadataOptions"] as object;
const metadata = (props: object): Sample => changed(template, { metadataOptions: { ...options, ...props } });

export const eksNodeImdsV2Cases: RuleCases = {
  rule: "eks-node-imds-v2",
  serves: ["GO-07"],
  violating: [
    {
      title: "version 1",
      resources: [metadata({ httpTokens: "optional" })],
      says: ['"template": metadataOptions.httpTokens is "optional"', 'Set it to "required"'],
    },
    {
      title: "a template that says nothing of it",
      resources: [changed(template, { metadataOptions: undefined })],
      says: ["metadataOptions.httpTokens is not set"],
    },
    {
      title: "two hops, beside tokens that are not known",
      resources: [metadata({ httpTokens: UNKNOWN, httpPutResponseHopLimit: 2 })],
      says: ["metadataOptions.httpPutResponseHopLimit is 2", "credentials of the machine"],
    },
    {
      title: "nodes of EKS's own template",
      resources: [changed(nodes, { launchTemplate: undefined })],
      says: ['"workers": launchTemplate is not set', "hop limit of 2"],
    },
  ],
  mends: [
    {
      sample: metadata({ httpTokens: "optional" }),
      to: { metadataOptions: { ...options, httpTokens: "required" } },
    },
  ],
  complying: [
    { title: "version 2, one hop", resources: [template, nodes] },
    { title: "the default of one hop", resources: [metadata({ httpPutResponseHopLimit: undefined })] },
  ],
  unknown: [
    { title: "tokens that are not known", resources: [metadata({ httpTokens: UNKNOWN })] },
    { title: "a template that is not known", resources: [changed(nodes, { launchTemplate: UNKNOWN })] },
  ],
};
