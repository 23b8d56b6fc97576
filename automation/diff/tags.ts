/** Whether a path is that of what names a resource for people, owners and bills, and does nothing. */
export const isTag = (path: string): boolean =>
  /^(tags|tagsAll|metadata\.(labels|annotations)|tagSpecifications\[\d+\]\.tags)(\.|\[|$)/.test(path) ||
  // OCI gives them to what a resource makes for itself, too.
  /(^|\.)(freeformTags|definedTags)(\.|\[|$)/.test(path);
