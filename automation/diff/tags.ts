/**
 * Whether a path is that of a tag, which names a resource for people, owners and bills and does nothing. Labels and
 * annotations of Kubernetes are none: they select, and tell controllers what to do.
 */
export const isTag = (path: string): boolean =>
  /^(tags|tagsAll|tagSpecifications\[\d+\]\.tags)(\.|\[|$)/.test(path) ||
  // OCI gives them to what a resource makes for itself, too.
  /(^|\.)(freeformTags|definedTags)(\.|\[|$)/.test(path);
